/** Whatever stands in files, the answer is findings, never a crash, and each finding points into its file. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkCatalog, type CheckResult } from '../../model/check.ts';
import { decode } from '../../model/load/decode.ts';
import { Locator, parseText } from '../../model/load/document.ts';
import { kindOfPath } from '../../model/schema/kinds.ts';
import { changed, inFolder, memo } from './fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'ndc-mutation-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const names = inFolder(changed({}), (source) => Object.keys(changed({})).map((name) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), readFileSync(join(source, name)));
  return name;
}));

/** Checks the catalog with one file changed, and puts the file back. */
function withFile(name: string, bytes: Uint8Array): CheckResult {
  const path = join(folder, name);
  const before = readFileSync(path);
  try {
    writeFileSync(path, bytes);
    return checkCatalog({ roots: [folder], memo });
  } finally {
    writeFileSync(path, before);
  }
}

function sane({ findings }: CheckResult, name: string, bytes: Uint8Array): void {
  const lines = Buffer.from(bytes).toString('utf8').split('\n').length;
  for (const finding of findings) {
    expect(finding.code).not.toBe('check-failed');
    expect(finding.line).toBeGreaterThanOrEqual(1);
    expect(finding.column).toBeGreaterThanOrEqual(1);
    if (finding.file === name) expect(finding.line).toBeLessThanOrEqual(lines + 1);
    expect(finding.message.en).not.toMatch(/undefined|\[object|NaN/);
    expect(finding.message.vi).not.toMatch(/undefined|\[object|NaN/);
  }
}

const edits = fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat({ max: 12 }), insert: fc.uint8Array({ maxLength: 8 }) }), { minLength: 1, maxLength: 4 });

function mutate(bytes: Uint8Array, changes: readonly { at: number; remove: number; insert: Uint8Array }[]): Uint8Array {
  return changes.reduce((now, { at, remove, insert }) => {
    const offset = Math.floor(at * now.length);
    return Buffer.concat([now.subarray(0, offset), insert, now.subarray(offset + remove)]);
  }, Buffer.from(bytes) as Uint8Array);
}

describe('a file with random changes', () => {
  it('never makes the check throw', () => {
    fc.assert(fc.property(fc.constantFrom(...names), edits, (name, changes) => {
      const bytes = mutate(readFileSync(join(folder, name)), changes);
      sane(withFile(name, bytes), name, bytes);
    }), { numRuns: 60 });
  }, 60_000);

  it('never makes the check throw when a line is dropped, doubled or moved', () => {
    fc.assert(fc.property(fc.constantFrom(...names), fc.nat(), fc.nat(), fc.constantFrom('drop', 'double', 'move'), (name, first, second, how) => {
      const lines = readFileSync(join(folder, name), 'utf8').split('\n');
      const [line] = how === 'double' ? [lines[first % lines.length]!] : lines.splice(first % lines.length, 1);
      if (how !== 'drop') lines.splice(second % (lines.length + 1), 0, line!);
      const bytes = Buffer.from(lines.join('\n'));
      sane(withFile(name, bytes), name, bytes);
    }), { numRuns: 60 });
  }, 60_000);
});

describe('any bytes', () => {
  it('are decoded or refused at a place inside the file', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const decoded = decode(bytes);
      if ('defect' in decoded) expect(decoded.defect.position.line).toBeGreaterThanOrEqual(1);
      else expect(Buffer.from(decoded.text)).toEqual(Buffer.from(bytes));
    }), { numRuns: 500 });
  });

  it('parse as YAML with a place for every pointer', () => {
    const signs = fc.constantFrom('[', ']', '{', '}', ':', '- ', '? ', '&a ', '*a', '!t ', '|', '>', '"', "'", '#', '\n', ' ', '  ', ',', '---\n', '...\n', 'a', '%', '@', '<<: ');
    fc.assert(fc.property(fc.array(signs, { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      parseText(text);
      expect(new Locator(text).locate('/a/0/b').line).toBeGreaterThanOrEqual(1);
    }), { numRuns: 1000 });
  });
});

describe('any path', () => {
  it('has one kind or none', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('sites', 'tenants', '..', '', '__proto__', 'constructor.yaml', 'a.yaml', 'devices', 'systems')), { maxLength: 5 }), (parts) => {
      const found = kindOfPath(parts.join('/'));
      if (found) expect(found.info.path.split('/')).toHaveLength(parts.join('/').split('/').length);
    }), { numRuns: 500 });
  });
});
