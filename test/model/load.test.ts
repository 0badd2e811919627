import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { loadCatalog } from '../../model/load/catalog.ts';
import { maxFileBytes } from '../../model/load/read.ts';
import { changed, inFolder, loadFixture, type Changes } from './fixture.ts';
import { single } from './fixture-single.ts';

const file = 'profiles/lab.yaml';
const sound = 'id: lab\nnames: {vi: a, en: b}\nvariables: {}\n';

/** Findings about one file in one line each: `line:column code message (hint)`. */
function about(name: string, findings: readonly Finding[]): string[] {
  return findings.filter((finding) => finding.file === name).map(({ line, column, code, message, hint }) => `${line}:${column} ${code} ${message.en} (${hint.en})`);
}

function reading(content: string | Uint8Array): string[] {
  return inFolder({ [file]: content }, (folder) => about(file, loadCatalog([folder]).findings));
}

describe('a file that cannot be used', () => {
  const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  it.each<[string, string | Uint8Array, string]>([
    ['is malformed', 'id: [lab\nnames: x\n', '2:1 yaml-syntax not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] (mend the text at this place)'],
    ['has a key twice', `${sound}id: lab2\n`, '4:1 duplicate-key the key id stands here twice (keep one of them)'],
    ['has a quoted key twice', `${sound}"id": lab2\n`, '4:1 duplicate-key the key id stands here twice (keep one of them)'],
    ['has an anchor', 'id: &a lab\nnames: {vi: *a, en: *a}\nvariables: {}\n', '1:8 anchor anchors and aliases are not allowed (write the value where it is used: a reviewer reads one place)'],
    ['is a bomb of anchors', `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[index]!}`).join(',')}]`).join('\n')}\n`, '1:7 anchor anchors and aliases are not allowed (write the value where it is used: a reviewer reads one place)'],
    ['names an alias of nothing', 'id: *nothing\n', '1:5 anchor anchors and aliases are not allowed (write the value where it is used: a reviewer reads one place)'],
    ['has a tag', 'id: !!js/function lab\n', '1:19 tag the tag !!js/function is not allowed (remove the tag)'],
    ['has a known tag', 'id: !!binary bGFi\n', '1:14 tag the tag !!binary is not allowed (remove the tag)'],
    ['is indented by tabs', 'id: lab\nnames:\n\tvi: a\n', '3:1 tab a tab is used as indentation (indent with spaces)'],
    ['starts with a byte-order mark', bytes([0xef, 0xbb, 0xbf], sound), '1:1 byte-order-mark the file starts with a byte-order mark (BOM) (save it as UTF-8 without BOM)'],
    ['has Windows line ends', sound.replaceAll('\n', '\r\n'), '1:8 carriage-return the file has Windows line ends (CR) (save it with LF line ends)'],
    ['is Latin-1', bytes('id: lab\nnames: {vi: B', [0xf4], ', en: b}\n'), '2:15 not-utf8 the file is not valid UTF-8 (save the file as UTF-8)'],
    ['is UTF-16 little-endian', bytes([0xff, 0xfe, 0x69, 0x00]), '1:1 not-utf8 the file is UTF-16, not UTF-8 (save the file as UTF-8)'],
    ['is UTF-16 big-endian', bytes([0xfe, 0xff, 0x00, 0x69]), '1:1 not-utf8 the file is UTF-16, not UTF-8 (save the file as UTF-8)'],
    ['is UTF-16 without a mark', Buffer.from('id: lab\n', 'utf16le'), '1:2 hidden-character the file holds the invisible character U+0000 (remove it: a reviewer could not see it)'],
    ['turns the reading direction', 'id: lab # \u202eoops\n', '1:11 hidden-character the file holds the invisible character U+202E (remove it: a reviewer could not see it)'],
    ['hides a character behind an escape', 'id: "la\\u200bb"\n', '1:5 hidden-character a text holds the invisible character U+200B (remove the escape: a reviewer could not see what it does)'],
    ['steers the terminal by an escape', 'id: "\\e[2J"\n', '1:5 hidden-character a text holds the invisible character U+001B (remove the escape: a reviewer could not see what it does)'],
    ['is empty', '', '1:1 empty-file the file is empty (fill it in or delete it)'],
    ['holds a comment alone', '# nothing yet\n', '1:1 empty-file the file is empty (fill it in or delete it)'],
    ['holds null', '---\n~\n', '1:1 empty-file the file is empty (fill it in or delete it)'],
    ['is a list', '- a\n', '1:1 wrong-type must be a mapping, is a list (write a mapping)'],
    ['is one word', 'lab\n', '1:1 wrong-type must be a mapping, is lab (write a mapping)'],
    ['holds two documents', `${sound}---\n${sound}`, '4:1 several-documents the file holds more than one YAML document (one file per thing: remove the line `---`)'],
    ['nests a hundred thousand brackets', '['.repeat(100_000), '1:65 nested-too-deeply values are nested more than 64 deep (no catalog file needs this: mend the brackets or the indentation)'],
    ['nests a hundred thousand brackets and closes them', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, '1:65 nested-too-deeply values are nested more than 64 deep (no catalog file needs this: mend the brackets or the indentation)'],
    ['nests deeply by indentation', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), '64:65 nested-too-deeply values are nested more than 64 deep (no catalog file needs this: mend the brackets or the indentation)'],
    ['is ten megabytes', 'x'.repeat(10 * 1024 * 1024), `1:1 file-too-large the file has 10485760 bytes; at most ${maxFileBytes} are read (split it: one file per thing)`],
    ['has a key that is a number', 'id: lab\n1: x\n', '2:1 key-not-text a key is not text (put the key in quotes)'],
    ['has a key that is a list', '[a, b]: x\n', '1:1 key-not-text a key is not text (put the key in quotes)'],
    ['reaches for the prototype', `${sound}__proto__: {polluted: true}\n`, '4:1 unknown-key unknown key __proto__ (remove it)'],
    ['reaches for the constructor', `${sound}constructor: {prototype: {polluted: true}}\n`, '4:1 unknown-key unknown key constructor (allowed here: id, names, variables)'],
    ['merges by the old key', `${sound}<<: {id: other}\n`, '4:1 unknown-key unknown key << (allowed here: id, names, variables)'],
  ])('that %s has one finding', (_name, content, expected) => {
    expect(reading(content)).toEqual([expected]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('says in a short line what a line of a hundred thousand characters holds', () => {
    const [finding] = reading(`id: ${'x'.repeat(100_000)}\nnames: {vi: a, en: b}\nvariables: {}\n`);
    expect(finding).toBe(`1:5 invalid-format ${'x'.repeat(57)}… is not lower-case words joined by hyphens, at most 40 characters (for example land-registry)`);
  });

  it('shows a hundred defects and counts the rest', () => {
    const findings = reading(Array.from({ length: 5000 }, (_, index) => `k${index}: 1`).join('\n'));
    expect(findings).toHaveLength(101);
    expect(findings.filter((finding) => finding.includes('more-defects'))).toEqual(['97:1 more-defects the file has 4903 more defects (mend the ones above and check again)']);
  });
});

describe('folders', () => {
  it('refuses links, in circles too, and reads the rest', () => {
    inFolder({ [file]: sound }, (folder) => {
      symlinkSync('.', join(folder, 'sites'));
      symlinkSync('lab.yaml', join(folder, 'profiles', 'second.yaml'));
      symlinkSync('nowhere', join(folder, 'profiles', 'third.yaml'));
      const { findings, all } = loadCatalog([folder]);
      expect(['sites', 'profiles/second.yaml', 'profiles/third.yaml'].flatMap((name) => about(name, findings))).toEqual(
        Array.from({ length: 3 }, () => '1:1 symbolic-link symbolic links are not followed (put the file itself here)'));
      expect(all.map((entry) => entry.file)).toEqual([file]);
    });
  });

  it('names a folder that is called like a file, a pipe, and a folder too deep', () => {
    inFolder({}, (folder) => {
      mkdirSync(join(folder, 'sites', 'x.yaml'), { recursive: true });
      mkdirSync(join(folder, 'a/b/c/d/e/f/g'), { recursive: true });
      execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
      const { findings } = loadCatalog([folder]);
      expect(about('sites/x.yaml', findings)).toEqual(['1:1 unexpected-file this is a folder with the name of a file (rename or remove it)']);
      expect(about('pipe.yaml', findings)).toEqual(['1:1 unexpected-file neither a file nor a folder (remove it)']);
      expect(about('a/b/c/d/e/f/g', findings)).toEqual(['1:1 unexpected-file the folder is nested too deeply (see the folder map in docs/catalog)']);
    });
  });

  it.each([
    ['site/north.yaml', 'did you mean sites?'],
    ['sites/north.yml', 'name it sites/north.yaml'],
    ['tenants/mae/system/land.yaml', 'allowed below tenants/: tenants/{id}/tenant.yaml, tenants/{tenant}/systems/{id}.yaml, tenants/{tenant}/databases/{id}.yaml, tenants/{tenant}/offers/{id}.yaml, tenants/{tenant}/uses/{id}.yaml'],
    ['secrets.txt', 'see the folder map in docs/catalog'],
  ])('tells where %s was probably meant to be', (stray, hint) => {
    expect(inFolder({ [stray]: 'x\n' }, (folder) => about(stray, loadCatalog([folder]).findings))).toEqual([`1:1 unexpected-file no kind of catalog file lives at this path (${hint})`]);
  });

  it('leaves notes for people alone', () => {
    expect(inFolder({ ...changed({}), 'README.md': 'notes', 'tenants/mae/CODEOWNERS': 'x', '.gitignore': 'x' }, (folder) => loadCatalog([folder]).findings)).toEqual([]);
  });

  it('names every file that a catalog must have', () => {
    const { findings } = inFolder({}, (folder) => loadCatalog([folder]));
    expect(findings.map((finding) => `${finding.code} ${finding.file}`)).toEqual(Object.keys(single).filter((name) => !/^(signers|partners|profiles)\//.test(name)).toSorted().map((name) => `missing-file ${name}`));
  });

  it('says that a root is not there', () => {
    expect(about('.', loadCatalog(['/nowhere/at/all']).findings)).toEqual(['1:1 unreadable-file the folder cannot be read (ENOENT) (check the path and that you may read it)']);
  });

  it('assembles a catalog from several roots, in any order', () => {
    const content = changed({});
    const part = (own: boolean) => Object.fromEntries(Object.entries(content).filter(([name]) => name.startsWith('tenants/mae/') === own));
    inFolder(part(true), (tenant) => inFolder(part(false), (platform) => {
      const forward = loadCatalog([platform, tenant]);
      const backward = loadCatalog([tenant, platform]);
      expect(forward.findings).toEqual([]);
      expect(forward.all.map(({ key }) => key)).toEqual(backward.all.map(({ key }) => key));
      expect(forward.all).toHaveLength(Object.keys(content).length);
    }));
  });

  it('refuses one file in two roots', () => {
    inFolder({ [file]: sound }, (one) => inFolder({ [file]: sound }, (two) => {
      expect(about(file, loadCatalog([one, two]).findings)).toEqual(['1:1 duplicate-id two catalog roots hold this file (keep one of them)']);
    }));
  });
});

describe('a value that the schema refuses', () => {
  const land = 'tenants/mae/systems/land.yaml';
  const site = 'sites/north.yaml';
  it.each<[string, string, Changes[string], string]>([
    ['a key that is near another', land, (system) => { system.purpos = 1; }, '87:1 unknown-key unknown key purpos (did you mean purpose?)'],
    ['a key that is missing', land, (system) => { delete system.purpose; }, '2:1 missing-key purpose is missing (add it: a mapping)'],
    ['a choice that is missing', land, (system) => { delete system.kind; }, '2:1 missing-key kind is missing (add it: one of procedure, lgsp, data-portal, analytics, document-work, national-database, sector-data, exchange, portal, identity, controller, data-lake, reporting, iot-ingest, document-store, shared-platform, core-repository, data-market, cloud, telemetry, mobile-front-door)'],
    ['a number for text', site, (data) => { data.uplinks[0].carrier = 7; }, '54:14 wrong-type must be text, is 7 (put it in quotes)'],
    ['text for a number', site, (data) => { data.uplinks[0].capacityMbps = 'fast'; }, '58:19 wrong-type must be a number, is fast (write a number)'],
    ['infinity', site, (data) => { data.uplinks[0].capacityMbps = Infinity; }, '58:19 wrong-type must be a number, is Infinity (write a number)'],
    ['a fraction for a whole number', site, (data) => { data.uplinks[0].capacityMbps = 1.5; }, '58:19 wrong-type must be a whole number, is 1.5 (write a whole number)'],
    ['a value none of the allowed', site, (data) => { data.kind = 'centrall'; }, '6:7 value-not-allowed centrall is not allowed (did you mean central?)'],
    ['a kind of connection that there is not', land, (system) => { system.components[0].connects[0].to = 'internet'; }, '45:13 value-not-allowed internet is not allowed (allowed: component, database, exchange, partner)'],
    ['a connection without a kind', land, (system) => { delete system.components[0].connects[0].to; }, '45:9 missing-key to is missing (add it: one of component, database, exchange, partner)'],
    ['a number too large', land, (system) => { system.components[0].replicas = 201; }, '36:15 out-of-range 201: at most 200 allowed (use at most 200)'],
    ['a list too short', 'tenants/mae/offers/land-query.yaml', (offer) => { offer.consumers = []; }, '7:12 out-of-range has the wrong length: at least 1 entries allowed (use at least 1 entries)'],
    ['a size without its unit', land, (system) => { system.components[0].resources.memory = '16G'; }, '39:15 invalid-format 16G is not a size with a binary unit (Ki, Mi, Gi, Ti, Pi) (for example 16Gi)'],
    ['a range whose address is not its first', site, (data) => { data.addresses.block.v4 = '10.1.0.1/16'; }, '33:9 invalid-format 10.1.0.1/16 is not an address range whose address is the first of the range (for example 10.20.0.0/16)'],
    ['a day that the calendar does not have', 'platform.yaml', (platform) => { platform.effectiveDate = '2026-02-30'; }, '10:16 invalid-format 2026-02-30 is not a calendar day YYYY-MM-DD (for example 2026-11-21)'],
    ['a key of a table in the wrong form', 'clusters/shared-north.yaml', (cluster) => { cluster.controlPlane.machines = { 'Domain A': 1 }; }, '32:5 invalid-key the key Domain A is not allowed here (use an id)'],
  ])('%s is told at its place', (_name, name, change, expected) => {
    expect(about(name, loadFixture({ [name]: change }).findings)).toEqual([expected]);
  });

  it('tells all defects of all files at once, sorted', () => {
    const { findings } = loadFixture({ [land]: (system) => { system.kind = 'x'; system.surplus = 1; }, 'sites/north.yaml': 'a: [', 'platform.yaml': null });
    expect(findings.map((finding) => `${finding.file} ${finding.code}`)).toEqual([
      'platform.yaml missing-file', 'sites/north.yaml yaml-syntax', `${land} value-not-allowed`, `${land} unknown-key`,
    ]);
  });

  it('leaves the file as it was read', () => {
    const catalog = loadFixture({ [file]: sound });
    expect(catalog.text(file)).toBe(sound);
    expect(catalog.locate({ file, pointer: '/names/en' })).toEqual({ line: 2, column: 20 });
    expect(catalog.locate({ file, pointer: '/names/en' }, 'key')).toEqual({ line: 2, column: 16 });
    expect(catalog.locate({ file, pointer: '/names/fr' })).toEqual({ line: 2, column: 8 });
    expect(catalog.locate({ file: 'nowhere.yaml', pointer: '/a' })).toEqual({ line: 1, column: 1 });
    expect(catalog.has({ file, pointer: '/names/en' })).toBe(true);
    expect(catalog.has({ file, pointer: '/names/fr' })).toBe(false);
  });
});
