/** What is measured. Each measure is a function of where it may write; it gives figures and judges nothing. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../scripts/paths.ts';
import { growCatalog } from './grow.ts';
import type { FoundNode } from './nodes.ts';
import { newCache, newRepository } from './places.ts';
import { run, runWithPeak, type Program } from './run.ts';
import { sameStacks } from './same.ts';
import { inTurn, ratios, spread, type Spread } from './spread.ts';

export interface Place {
  /** Empty folder for this measure. */
  readonly folder: string;
  readonly pinned: FoundNode;
  readonly machine: FoundNode | undefined;
  readonly rounds: number;
  readonly onStep: (text: string) => void;
}

interface Synthesized {
  readonly stacks: number;
  readonly resources: number;
  readonly reused?: { readonly count: number };
  readonly built?: readonly string[];
}

const ndc = (place: Place, cache: string, args: readonly string[], folder?: string): Program => ({
  node: place.pinned.path,
  args: [join(folder ?? projectRoot, 'scripts', 'ndc.js'), ...args, '--format', 'json'],
  env: { NDC_CACHE: cache },
  ...(folder === undefined ? {} : { folder }),
});
const catalog = join(projectRoot, 'catalog');
const answer = (stdout: string) => JSON.parse(stdout) as Synthesized;

export interface EstateFigures {
  readonly stacks: number;
  readonly resources: number;
  /** Stacks that are the same in the output of ours and of the baseline. */
  readonly same: number;
  readonly seconds: { readonly ours: Spread; readonly oursCold: Spread; readonly plain: Spread; readonly plainOnMachineNode?: Spread };
  readonly times: { readonly plain: Spread; readonly plainAgainstCold: Spread; readonly plainOnMachineNode?: Spread };
  readonly peakMB: { readonly ours: number; readonly plain: number };
}

/** The whole estate: ours with a warm and with an empty cache, plain CDKTF on the same Node, and on the machine's own. */
export function measureEstate(place: Place): EstateFigures {
  const { folder, machine, onStep } = place;
  const cache = newCache(join(folder, 'cache'));
  const outputs = { ours: join(folder, 'ours'), plain: join(folder, 'plain') };
  const synth = (own: string) => ndc(place, own, ['synth', '--catalog', catalog, '--out', outputs.ours]);
  const plain = (node: string): Program => ({ node, tsx: true, args: [join(projectRoot, 'bench', 'plain.ts'), catalog, outputs.plain] });
  onStep('once each, to fill caches and to compare the output');
  const first = { ours: runWithPeak(synth(cache)), plain: runWithPeak(plain(place.pinned.path)) };
  const same = sameStacks(outputs.ours, outputs.plain);
  const cold = join(folder, 'cold');
  const seconds = inTurn(place.rounds, {
    ours: () => run(synth(cache)).seconds,
    plain: () => run(plain(place.pinned.path)).seconds,
    oursCold: () => {
      rmSync(cold, { recursive: true, force: true });
      return run(synth(newCache(cold))).seconds;
    },
    plainOnMachineNode: machine ? () => run(plain(machine.path)).seconds : undefined,
  }, (name, round) => onStep(`round ${round}: ${name}`));
  const onMachine = machine ? seconds.plainOnMachineNode : undefined;
  const { stacks, resources } = answer(first.ours.stdout);
  return {
    stacks, resources, same,
    seconds: { ours: spread(seconds.ours), oursCold: spread(seconds.oursCold), plain: spread(seconds.plain), ...(onMachine ? { plainOnMachineNode: spread(onMachine) } : {}) },
    times: { plain: ratios(seconds.plain, seconds.ours), plainAgainstCold: ratios(seconds.plain, seconds.oursCold), ...(onMachine ? { plainOnMachineNode: ratios(onMachine, seconds.ours) } : {}) },
    peakMB: { ours: first.ours.peakMB, plain: first.plain.peakMB },
  };
}

export interface GrownFigures {
  readonly factor: number;
  readonly stacks: number;
  readonly resources: number;
  /** With an empty cache, which reads and validates every file, and with a warm one. */
  readonly cold: { readonly seconds: number; readonly peakMB: number };
  readonly warm: { readonly seconds: number; readonly peakMB: number };
}

/** An estate several times as large: peak memory of `ndc synth`, checks included. */
export function measureGrown(place: Place, factor: number): GrownFigures {
  const { folder, onStep } = place;
  const grown = join(folder, 'catalog');
  onStep(`writing a catalog ${factor} times as large`);
  growCatalog(catalog, grown, factor);
  const synth = ndc(place, newCache(join(folder, 'cache')), ['synth', '--catalog', grown, '--out', join(folder, 'out')]);
  onStep('empty cache');
  const cold = runWithPeak(synth);
  onStep('warm cache');
  const warm = runWithPeak(synth);
  const { stacks, resources } = answer(cold.stdout);
  return { factor, stacks, resources, cold: { seconds: cold.seconds, peakMB: cold.peakMB }, warm: { seconds: warm.seconds, peakMB: warm.peakMB } };
}

export interface ChangeFigures {
  /** File that was changed. */
  readonly file: string;
  readonly built: number;
  readonly reused: number;
  readonly seconds: { readonly changed: Spread; readonly full: Spread; readonly fullCold: Spread };
  /** Share of the full run that the change takes: everything warm, and against a full run with empty caches. */
  readonly share: { readonly ofFull: Spread; readonly ofFullCold: Spread };
}

/** One changed file of a tenant: check and synth against a cached base, and the full check and synth of the same catalog. */
export function measureChange(place: Place): ChangeFigures {
  const { folder, onStep } = place;
  onStep('copying the project');
  const repository = newRepository(join(folder, 'project'));
  const shared = ['programs', 'charts', 'renders'];
  const cache = newCache(join(folder, 'cache'), shared);
  const own = (base: boolean) => ndc(place, cache, ['synth', ...(base ? ['--base', 'HEAD'] : []), '--out', join(folder, base ? 'changed' : 'full')], repository);
  onStep('making the base, once');
  run(own(true));
  const file = changeOneFile(repository);
  onStep('once each, to fill caches');
  run(ndc(place, cache, ['check'], repository));
  run(own(false));
  const changed = answer(run(own(true)).stdout);
  const cold = join(folder, 'cold');
  const both = (synth: Program, at = cache) => run(ndc(place, at, ['check'], repository)).seconds + run({ ...synth, env: { NDC_CACHE: at } }).seconds;
  const seconds = inTurn(place.rounds, {
    changed: () => both(own(true)),
    full: () => both(own(false)),
    fullCold: () => {
      rmSync(cold, { recursive: true, force: true });
      return both(own(false), newCache(cold));
    },
  }, (name, round) => onStep(`round ${round}: ${name}`));
  return {
    file, built: changed.built?.length ?? 0, reused: changed.reused?.count ?? 0,
    seconds: { changed: spread(seconds.changed), full: spread(seconds.full), fullCold: spread(seconds.fullCold) },
    share: { ofFull: ratios(seconds.changed, seconds.full), ofFullCold: ratios(seconds.changed, seconds.fullCold) },
  };
}

/** One more replica of a component: what a tenant asks for most often. */
function changeOneFile(repository: string): string {
  const folder = join(repository, 'catalog', 'tenants');
  for (const tenant of readdirSync(folder).sort()) {
    const systems = join(folder, tenant, 'systems');
    for (const name of existsSync(systems) ? readdirSync(systems).sort() : []) {
      const text = readFileSync(join(systems, name), 'utf8');
      if (!text.includes('replicas: 2\n')) continue;
      writeFileSync(join(systems, name), text.replace('replicas: 2\n', 'replicas: 3\n'));
      return `tenants/${tenant}/systems/${name}`;
    }
  }
  throw new Error('no system of the catalog has a component with two replicas to change');
}

export interface ExportFigures {
  readonly objects: number;
  readonly cold: { readonly seconds: number; readonly objectsPerSecond: number };
  readonly warm: { readonly seconds: Spread; readonly objectsPerSecond: Spread };
}

/** Export of all objects: once with every release rendered anew, then from the cache. */
export function measureExport(place: Place): ExportFigures {
  const { folder, onStep } = place;
  const cache = newCache(join(folder, 'cache'), ['programs', 'charts']);
  const out = join(folder, 'cdktf.out');
  run(ndc(place, cache, ['synth', '--catalog', catalog, '--out', out]));
  const all = ndc(place, cache, ['export', '--synthesized', out, '--out', join(folder, 'objects')]);
  onStep('empty cache of renderings');
  const cold = run(all);
  const { objects } = JSON.parse(cold.stdout) as { objects: number };
  const { warm } = inTurn(place.rounds, { warm: () => run(all).seconds }, (_, round) => onStep(`round ${round}: warm`));
  return {
    objects,
    cold: { seconds: cold.seconds, objectsPerSecond: objects / cold.seconds },
    warm: { seconds: spread(warm), objectsPerSecond: spread(warm.map((seconds) => objects / seconds)) },
  };
}
