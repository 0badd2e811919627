/** Child process: writes the stacks of the plans in a file. `node write-plans.ts <plans.json> <out>`; says which CDKTF it ran on. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AnyStackPlan } from '../../stacks/any-plan.ts';
import { stackFiles } from '../../synth/stack-files.ts';
import { writeFolder } from '../../synth/write-folder.ts';

const [plans = '', out = ''] = process.argv.slice(2);
for (const plan of JSON.parse(readFileSync(plans, 'utf8')) as AnyStackPlan[]) writeFolder(stackFiles(plan, out).folder);
const loaded = Object.keys(createRequire(import.meta.url).cache);
process.stdout.write(JSON.stringify({
  cdktf: loaded.filter((file) => /\/node_modules\/cdktf\//.test(file)).length,
  cdktn: loaded.filter((file) => /\/node_modules\/cdktn\//.test(file)).length,
}));
