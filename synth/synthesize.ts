/** Writes the Terraform JSON of the estate: all stacks, some of them, or those that differ from a base. */
import { constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import picomatch from 'picomatch';
import type { Estate } from '../model/estate.ts';
import type { AnyStackPlan } from '../stacks/any-plan.ts';
import { planStacks } from '../stacks/estate.ts';
import { createPlanner } from '../stacks/planner.ts';
import { cdktfManifest, stackDigest, stackIndex, type IndexedStack } from './index-files.ts';
import { stableJson } from './json.ts';
import { chartPaths, copyCharts, localCharts, type LocalChart } from './local-charts.ts';
import { programDigest } from './program-digest.ts';
import { copyProviderLock } from './provider-lock.ts';
import { stackFiles, stackFolder } from './stack-files.ts';
import { startWriter } from './writer.ts';

export interface SynthesizeOptions {
  /** Loads the estate, which is let go before anything is built. */
  readonly loadEstate: () => Estate;
  /** Output folder, e.g. `cdktf.out`; replaced as a whole, or left as it is on failure. */
  readonly out: string;
  /** Glob over stack ids. */
  readonly only?: string | undefined;
  /** Output of a base; stacks whose plan and program are the same are taken from there. */
  readonly base?: string | undefined;
  readonly onStep?: (text: string) => void;
  readonly onProgress?: (done: number, all: number) => void;
}

export interface SynthesizeResult {
  readonly stacks: number;
  readonly resources: number;
  readonly out: string;
  /** Stacks taken from the base, with the reason why that is safe. */
  readonly reused: readonly string[];
  readonly built: readonly string[];
}

export async function synthesize(options: SynthesizeOptions): Promise<SynthesizeResult> {
  const out = resolve(options.out);
  const draft = `${out}.draft-${process.pid}`;
  const copies: Promise<void>[] = [];
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(join(draft, 'stacks'), { recursive: true });
    options.onStep?.('reading the catalog');
    const charts = localCharts();
    const program = programDigest();
    const plans = planned(options, charts);
    if (plans.length === 0 && options.only !== undefined) throw new Error(`no stack matches ${options.only}`);
    const known = options.base === undefined ? new Map<string, IndexedStack>() : readIndex(options.base);
    const reusable = new Set(known.size === 0 ? [] : plans.filter((plan) => known.get(plan.id)?.digest === stackDigest(plan, program)));
    const reused = plans.filter((plan) => reusable.has(plan));
    const built = plans.filter((plan) => !reusable.has(plan));
    options.onStep?.(`building ${built.length} stacks${reused.length > 0 ? `, taking ${reused.length} from the base` : ''}`);
    copies.push(...reused.map(({ id }) => copyStack(options.base!, draft, id)));
    const [counts] = await Promise.all([build(built, draft, (done) => options.onProgress?.(done, built.length)), ...copies]);
    const resourcesOf = new Map<string, number>([
      ...reused.map(({ id }) => [id, known.get(id)!.resources] as const),
      ...built.map(({ id }, index) => [id, counts[index]!] as const),
    ]);
    const resources = plans.map(({ id }) => resourcesOf.get(id)!);
    copyCharts(charts, draft);
    copyProviderLock(plans.map(({ id }) => join(draft, stackFolder(id))));
    writeFileSync(join(draft, 'manifest.json'), stableJson(cdktfManifest(plans)));
    writeFileSync(join(draft, 'stacks.json'), stableJson(stackIndex(plans, resources, program)));
    replaceFolder(draft, out);
    return {
      stacks: plans.length,
      resources: resources.reduce((sum, count) => sum + count, 0),
      out,
      reused: reused.map(({ id }) => id),
      built: built.map(({ id }) => id),
    };
  } finally {
    // None may still write when the draft goes.
    await Promise.allSettled(copies);
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Plans of the wanted stacks. A function of its own, so that the estate can go before anything is built. */
function planned({ loadEstate, only }: SynthesizeOptions, charts: readonly LocalChart[]): AnyStackPlan[] {
  const wanted = picomatch(only ?? '**');
  return planStacks(createPlanner(loadEstate(), chartPaths(charts))).filter(({ id }) => wanted(id));
}

/** Rows of an output's `stacks.json` by id; empty when there is none. */
export function readIndex(out: string): Map<string, IndexedStack> {
  const file = join(out, 'stacks.json');
  if (!existsSync(file)) return new Map();
  return new Map((JSON.parse(readFileSync(file, 'utf8')) as IndexedStack[]).map((row) => [row.id, row]));
}

/** Builds stacks and writes their files below `out`; resources of each, in their order. */
async function build(plans: readonly AnyStackPlan[], out: string, onProgress: (done: number) => void): Promise<number[]> {
  const writer = startWriter(plans.length);
  try {
    const counts: number[] = [];
    for (const plan of plans) {
      const { resources, folder } = stackFiles(plan, out);
      await writer.write(folder);
      onProgress(counts.push(resources));
    }
    await writer.finish();
    return counts;
  } finally {
    await writer.close();
  }
}

async function copyStack(base: string, out: string, id: string): Promise<void> {
  const folder = join(out, stackFolder(id));
  mkdirSync(folder, { recursive: true });
  await Promise.all(['cdk.tf.json', 'provenance.json'].map((file) => copyFile(join(base, stackFolder(id), file), join(folder, file), constants.COPYFILE_FICLONE)));
}

/** Puts a finished folder in the place of another; whoever reads sees the old one or the new one. */
export function replaceFolder(draft: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const old = `${target}.old-${process.pid}`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(draft, target);
  rmSync(old, { recursive: true, force: true });
}
