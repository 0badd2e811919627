import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { machineNode } from '../../bench/nodes.ts';
import { report, type Figures } from '../../bench/report.ts';
import { run, runWithPeak } from '../../bench/run.ts';
import { sameStacks } from '../../bench/same.ts';
import { inTurn, ratios, spread } from '../../bench/spread.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-bench-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('figures of repeated runs', () => {
  it('sums them up by least, middle and most', () => {
    expect(spread([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
    expect(spread([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, max: 4 });
    expect(() => spread([])).toThrow('there is no figure to sum up');
  });

  it('compares round by round, not the best of one with the worst of another', () => {
    expect(ratios([10, 40], [1, 8])).toEqual({ min: 5, median: 7.5, max: 10 });
  });

  it('takes the measures in turn and leaves out what cannot be measured', () => {
    const order: string[] = [];
    const measure = (name: string) => () => order.push(name);
    expect(inTurn(2, { a: measure('a'), b: measure('b'), none: undefined })).toEqual({ a: [1, 3], b: [2, 4], none: [] });
    expect(order).toEqual(['a', 'b', 'a', 'b']);
  });
});

describe('the machine\'s own Node', () => {
  function program(name: string, version: string): string {
    const bin = join(folder, name);
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'node'), `#!/bin/sh\necho v${version}\n`);
    chmodSync(join(bin, 'node'), 0o755);
    return bin;
  }
  const pinned = { path: 'any', version: '24.1.0' };

  it('is the first on PATH that no package brought', () => {
    const path = [program('node_modules/.bin', '24.1.0'), join(folder, 'none'), program('usr', '20.2.0'), program('later', '18.0.0')].join(delimiter);
    expect(machineNode(pinned, path)).toEqual({ path: join(folder, 'usr', 'node'), version: '20.2.0' });
  });

  it('is none when it is the pinned version, or when there is no other', () => {
    expect(machineNode(pinned, program('usr', '24.1.0'))).toBeUndefined();
    expect(machineNode(pinned, program('node_modules/.bin', '20.2.0'))).toBeUndefined();
  });
});

describe('holding two outputs against each other', () => {
  const write = (out: string, stacks: Readonly<Record<string, unknown>>) => {
    for (const [name, content] of Object.entries(stacks)) {
      mkdirSync(join(folder, out, 'stacks', name), { recursive: true });
      writeFileSync(join(folder, out, 'stacks', name, 'cdk.tf.json'), JSON.stringify(content));
    }
    return join(folder, out);
  };

  it('counts the stacks that say the same, whatever the order of keys and the metadata of CDKTF', () => {
    const left = write('left', { a: { resource: { x: { one: { '//': { path: 'a' }, name: 'n', size: 1 } } } }, b: {} });
    const right = write('right', { a: { '//': {}, resource: { x: { one: { size: 1, name: 'n' } } } }, b: {} });
    expect(sameStacks(left, right)).toBe(2);
  });

  it('refuses outputs that differ', () => {
    const left = write('left', { a: { resource: 1 } });
    expect(() => sameStacks(left, write('other', { a: { resource: 2 } }))).toThrow('the stack a differs');
    expect(() => sameStacks(left, write('more', { a: { resource: 1 }, b: {} }))).toThrow('do not hold the same stacks');
  });
});

describe('the table', () => {
  const machine: Figures['machine'] = { processors: 2, node: '24.1.0', machineNode: '20.2.0', load: { before: 0.12, after: 1.94 } };
  const even = (value: number) => ({ min: value, median: value, max: value });

  it('shows figures beside what is aimed at, and says which are missed', () => {
    const text = report({
      machine, rounds: 3,
      estate: {
        stacks: 8, resources: 200, same: 8,
        seconds: { ours: even(1), oursCold: even(2), plain: even(12), plainOnMachineNode: even(14) },
        times: { plain: { min: 9, median: 12, max: 13 }, plainAgainstCold: even(6), plainOnMachineNode: even(14) },
        peakMB: { ours: 300.2, plain: 500 },
      },
      change: { file: 'tenants/a/systems/b.yaml', built: 2, reused: 6, seconds: { changed: even(1), full: even(2), fullCold: even(4) }, share: { ofFull: even(0.5), ofFullCold: even(0.25) } },
    });
    expect(text.split('\n')).toEqual([
      'measure                              min      median   max      target',
      '',
      'whole estate: 8 stacks, 200 resources, 8 stacks the same in both',
      'ndc synth, warm cache                 1.00 s   1.00 s   1.00 s',
      'ndc synth, empty cache                2.00 s   2.00 s   2.00 s',
      'plain CDKTF, tsx, Node 24.1.0        12.00 s  12.00 s  12.00 s',
      'plain CDKTF, tsx, Node 20.2.0        14.00 s  14.00 s  14.00 s',
      'plain against ours, Node 24.1.0        9.0 ×   12.0 ×   13.0 ×  at least 10 times  met',
      'plain against ours with empty cache    6.0 ×    6.0 ×    6.0 ×',
      'plain against ours, Node 20.2.0       14.0 ×   14.0 ×   14.0 ×',
      'peak memory, ndc synth                         301 MB',
      'peak memory, plain CDKTF                       500 MB',
      '',
      'one changed file (tenants/a/systems/b.yaml): 2 stacks built, 6 left as in the base',
      'check + synth --base                  1.00 s   1.00 s   1.00 s',
      'check + synth, warm cache             2.00 s   2.00 s   2.00 s',
      'check + synth, empty cache            4.00 s   4.00 s   4.00 s',
      'share of the full run, both warm        50 %     50 %     50 %',
      'share of the full run, empty cache      25 %     25 %     25 %  under 20 %         MISSED',
      '',
      '2 processors, Node 24.1.0, the machine\'s own Node: 20.2.0, 3 rounds, load 0.1 before and 1.9 after',
      '',
    ]);
  });
});

describe('figures measured from outside', () => {
  it('are those of the peak in the process, threads included', () => {
    const script = join(folder, 'grow.mjs');
    writeFileSync(script, `import { Worker } from 'node:worker_threads';
if (process.argv[2] === 'thread') new Worker('globalThis.kept = Buffer.alloc(120 * 2 ** 20, 1)', { eval: true });
console.log('said');`);
    const node = process.execPath;
    const [small, large] = [runWithPeak({ node, args: [script] }), runWithPeak({ node, args: [script, 'thread'] })];
    expect(small.stdout).toBe('said\n');
    expect(large.peakMB - small.peakMB).toBeGreaterThan(100);
    expect(large.seconds).toBeGreaterThan(0);
  });

  it('are none when the program fails', () => {
    expect(() => run({ node: process.execPath, args: ['-e', 'console.error("what went wrong"); process.exit(3)'] })).toThrow('what went wrong');
  });
});
