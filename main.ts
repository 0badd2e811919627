/** The CDKTF application: load the catalog, plan the stacks, build them, synthesize. `ndc synth` writes the same files, faster. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'cdktf';
import { loadCatalog } from './model/load/catalog.ts';
import { buildEstate } from './model/estate.ts';
import { provenanceOf } from './stacks/base.ts';
import { buildStack } from './stacks/build.ts';
import { planStacks } from './stacks/estate.ts';
import { createPlanner } from './stacks/planner.ts';
import { withoutStackTraces } from './synth/fast.ts';
import { stableJson } from './synth/json.ts';
import { chartPaths, copyCharts, localCharts } from './synth/local-charts.ts';
import { stackIndex } from './synth/index-files.ts';
import { programDigest } from './synth/program-digest.ts';
import { copyProviderLock } from './synth/provider-lock.ts';
import { appContext, stackFolder } from './synth/stack-files.ts';

const catalog = loadCatalog([process.env['NDC_CATALOG'] ?? fileURLToPath(new URL('catalog', import.meta.url))]);
const estate = buildEstate(catalog);
if (!estate || catalog.findings.some(({ severity }) => severity === 'error')) {
  console.error('The catalog has errors: run `npx ndc check`.');
  process.exit(1);
}

const charts = localCharts();
const plans = planStacks(createPlanner(estate, chartPaths(charts)));
const app = new App({ stackTraces: false, context: appContext });
const stacks = new Map(withoutStackTraces(() => plans.map((plan) => [plan.id, buildStack(app, plan)] as const)));
for (const plan of plans) for (const id of plan.dependsOn) stacks.get(plan.id)!.addDependency(stacks.get(id)!);
app.synth();

copyCharts(charts, app.outdir);
copyProviderLock(plans.map(({ id }) => join(app.outdir, stackFolder(id))));
const resources = [...stacks].map(([id, stack]) => {
  const provenance = provenanceOf(stack);
  writeFileSync(join(app.outdir, stackFolder(id), 'provenance.json'), stableJson(provenance));
  return Object.keys(provenance).length;
});
writeFileSync(join(app.outdir, 'stacks.json'), stableJson(stackIndex(plans, resources, programDigest())));
