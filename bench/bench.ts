/** `npm run bench`: what synth, its memory, a small change and export cost, as ratios measured in one run. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { exit, printJson, Progress, withCommonOptions, type CommonOptions } from '../scripts/terminal.ts';
import { measureChange, measureEstate, measureExport, measureGrown, type Place } from './measures.ts';
import { measureDrill } from './drill.ts';
import { machineNode, pinnedNode } from './nodes.ts';
import { measureRehearse } from './rehearse.ts';
import { report, type Figures } from './report.ts';

const parts = ['estate', 'grown', 'change', 'export', 'rehearse', 'drill'] as const;
type Part = (typeof parts)[number];

interface BenchOptions extends CommonOptions {
  readonly only?: Part[];
  readonly rounds: number;
  readonly factor: number;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('must be a whole number of at least 1.');
  return value;
}

function bench(options: BenchOptions): void {
  const progress = new Progress();
  const folder = mkdtempSync(join(tmpdir(), 'ndc-bench-'));
  const before = loadavg()[0]!;
  const pinned = pinnedNode();
  const machine = machineNode(pinned);
  const chosen = options.only ?? parts;
  const measure = <T>(part: Part, work: (place: Place) => T): T | undefined => {
    if (!chosen.includes(part)) return undefined;
    const place = join(folder, part);
    mkdirSync(place);
    try {
      return work({ folder: place, pinned, machine, rounds: options.rounds, onStep: (text) => progress.step(`${part}: ${text}`) });
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  };
  try {
    const estate = measure('estate', measureEstate);
    const grown = measure('grown', (place) => measureGrown(place, options.factor));
    const change = measure('change', measureChange);
    const exported = measure('export', measureExport);
    const rehearsed = measure('rehearse', measureRehearse);
    const drills = measure('drill', measureDrill);
    const figures: Figures = {
      machine: { processors: availableParallelism(), node: pinned.version, machineNode: machine?.version ?? null, load: { before, after: loadavg()[0]! } },
      rounds: options.rounds,
      ...(estate ? { estate } : {}),
      ...(grown ? { grown } : {}),
      ...(change ? { change } : {}),
      ...(exported ? { export: exported } : {}),
      ...(rehearsed ? { rehearse: rehearsed } : {}),
      ...(drills ? { drill: drills } : {}),
    };
    progress.done();
    if (options.format === 'json') printJson(figures);
    else process.stdout.write(report(figures));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const command = withCommonOptions(new Command('bench'))
  .description('measure synth against plain CDKTF, memory at ten times the estate, one changed file, export, a rehearsal and restores; docs/bench.md says how')
  .addOption(new Option('--only <part...>', 'what to measure').choices([...parts]))
  .option('--rounds <number>', 'how often each is run, in turn', count, 5)
  .option('--factor <number>', 'how many times the tenants of today', count, 10)
  .action(bench);

try {
  command.parse();
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exit.failure;
}
