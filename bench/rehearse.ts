/** What a rehearsal costs: objects a second by server-side apply, and all probes, on one cluster. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../scripts/paths.ts';
import type { Place } from './measures.ts';
import { run } from './run.ts';
import { spread, type Spread } from './spread.ts';

export interface RehearseFigures {
  readonly cluster: string;
  readonly objects: number;
  /** Definitions and start-up apart. */
  readonly objectsPerSecond: Spread;
  readonly probes: number;
  readonly probeSeconds: Spread;
  /** From the start of the command to its end. */
  readonly seconds: Spread;
}

interface Result {
  readonly seconds: number;
  readonly clusters: readonly { readonly objects: number; readonly objectsPerSecond: number; readonly probes: { readonly passed: number }; readonly seconds: { readonly probes: number } }[];
}

/** The first shared cluster of the catalog; programs and definitions come from the user's cache, and the first run fills it. */
export function measureRehearse({ folder, pinned, rounds, onStep }: Place): RehearseFigures {
  const cluster = firstShared();
  const ndc = (...args: string[]) => run({ node: pinned.path, args: [join(projectRoot, 'scripts', 'ndc.js'), ...args, '--format', 'json'] });
  const [out, objects] = [join(folder, 'cdktf.out'), join(folder, 'objects')];
  ndc('synth', '--only', `${cluster}--*`, '--out', out);
  ndc('export', '--synthesized', out, '--out', objects);
  const results = Array.from({ length: rounds + 1 }, (_, round) => {
    onStep(round === 0 ? 'once, to build programs and load definitions' : `round ${round}: ${cluster}`);
    const { stdout, seconds } = ndc('rehearse', '--cluster', cluster, '--objects', objects);
    return { seconds, cluster: (JSON.parse(stdout) as Result).clusters[0]! };
  }).slice(1);
  const of = (value: (result: (typeof results)[number]) => number) => spread(results.map(value));
  return {
    cluster, objects: results[0]!.cluster.objects, probes: results[0]!.cluster.probes.passed,
    objectsPerSecond: of((result) => result.cluster.objectsPerSecond), probeSeconds: of((result) => result.cluster.seconds.probes), seconds: of(({ seconds }) => seconds),
  };
}

function firstShared(): string {
  const folder = join(projectRoot, 'catalog', 'clusters');
  const clusters = readdirSync(folder).sort().map((file) => parse(readFileSync(join(folder, file), 'utf8')) as { id: string; role: string });
  const found = clusters.find(({ role }) => role === 'shared');
  if (!found) throw new Error('the catalog has no shared cluster');
  return found.id;
}
