/** What this project does differently from CDKTF, held against CDKTF itself, on the largest stack of each kind of the real catalog. */
import { App, TerraformStack } from 'cdktf';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildStack } from '../../stacks/build.ts';
import type { AnyStackPlan } from '../../stacks/any-plan.ts';
import { withoutStackTraces } from '../../synth/fast.ts';
import { appContext } from '../../synth/stack-files.ts';
import { load } from '../stacks/support.ts';
import { oneOfEachKind } from './support.ts';

let plans: AnyStackPlan[];

beforeAll(() => {
  plans = oneOfEachKind(load().plans);
});

const build = (plan: AnyStackPlan) => buildStack(new App({ stackTraces: false, context: appContext }), plan);
const throughText = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

type Tree = Record<string, unknown>;

/** Without CDKTF's comments, which stand at the top and in every block. */
function withoutComments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutComments);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '//').map(([key, item]) => [key, withoutComments(item)]));
}

function over(below: Tree, above: Tree): Tree {
  const result: Tree = { ...below };
  for (const [key, value] of Object.entries(above)) {
    result[key] = value !== null && typeof value === 'object' && !Array.isArray(value) && typeof result[key] === 'object' ? over(result[key] as Tree, value as Tree) : value;
  }
  return result;
}

describe('the Terraform JSON of each kind of stack', () => {
  it('is CDKTF\'s own, without comments and with the overrides of the base', () => {
    expect(plans.map(({ kind }) => kind).sort()).toEqual(['copies', 'crds', 'data', 'exchange', 'guardrails', 'machines', 'operator', 'own-pools', 'services', 'system', 'tenant', 'vault']);
    for (const plan of plans) {
      const stack = withoutStackTraces(() => build(plan));
      stack.ensureBackendExists();
      const stock = TerraformStack.prototype.toTerraform.call(stack) as Tree;
      expect(throughText(stack.toTerraform()), plan.id).toEqual(throughText(over(withoutComments(stock) as Tree, stack.stackOverrides)));
    }
  });

  it('does not need CDKTF\'s preparation: no stack refers to another', () => {
    for (const plan of plans) {
      const prepared = withoutStackTraces(() => build(plan));
      prepared.prepareStack();
      const plain = withoutStackTraces(() => build(plan));
      plain.ensureBackendExists();
      expect(JSON.stringify(plain.toTerraform()), plan.id).toBe(JSON.stringify(prepared.toTerraform()));
      expect(prepared.dependencies, plan.id).toEqual([]);
    }
  });

  it('is the same with stack traces on', () => {
    for (const plan of plans) expect(JSON.stringify(withoutStackTraces(() => build(plan)).toTerraform()), plan.id).toBe(JSON.stringify(build(plan).toTerraform()));
  });

  it('is the same alone and beside all other stacks in one app', () => {
    const together = withoutStackTraces(() => {
      const app = new App({ stackTraces: false, context: appContext });
      return plans.map((plan) => buildStack(app, plan)).map((stack) => JSON.stringify(stack.toTerraform()));
    });
    expect(withoutStackTraces(() => plans.map((plan) => JSON.stringify(build(plan).toTerraform())))).toEqual(together);
  });
});
