/**
 * The baseline: the same catalog, the same plans and the same stack classes as an ordinary CDKTF app. One `App`, stack traces as CDKTF
 * sets them, its own `toTerraform` with metadata, its own `synth` in one process. It holds the catalog against no check, writes no provenance
 * and copies no chart, which is less than `ndc synth` does.
 *
 * Usage: node --import tsx bench/plain.ts <catalog> <output folder>
 */
import './older-node.ts';
import { App, TerraformStack } from 'cdktf';
import { buildEstate } from '../model/estate.ts';
import { loadCatalog } from '../model/load/catalog.ts';
import { EstateStack } from '../stacks/base.ts';
import { buildStack } from '../stacks/build.ts';
import { planStacks } from '../stacks/estate.ts';
import { createPlanner } from '../stacks/planner.ts';
import { chartPaths, localCharts } from '../synth/local-charts.ts';
import { appContext } from '../synth/stack-files.ts';

const [catalog, outdir] = process.argv.slice(2);
if (catalog === undefined || outdir === undefined) throw new Error('usage: plain.ts <catalog> <output folder>');

// The stock method instead of ours; what ours adds at the end stands as overrides, as in any app.
const stock = Object.getOwnPropertyDescriptor(TerraformStack.prototype, 'toTerraform')!;
Object.defineProperty(EstateStack.prototype, 'toTerraform', stock);

const estate = buildEstate(loadCatalog([catalog]));
if (!estate) throw new Error(`the catalog ${catalog} cannot be used: run \`npx ndc check\``);
const plans = planStacks(createPlanner(estate, chartPaths(localCharts())));
const app = new App({ outdir, context: appContext });
const stacks = new Map(plans.map((plan) => {
  const stack = buildStack(app, plan);
  for (const [key, value] of Object.entries(stack.stackOverrides)) stack.addOverride(key, value);
  return [plan.id, stack] as const;
}));
for (const plan of plans) for (const id of plan.dependsOn) stacks.get(plan.id)!.addDependency(stacks.get(id)!);
app.synth();
