/** Exceptions of admission on the real catalog: what they open, and that their end is a change of its own. */
import { describe, expect, it } from 'vitest';
import type { Exception } from '../../model/schema/governance.ts';
import { planGuardrails } from '../../stacks/guardrails.ts';
import { load, plannerOf } from './support.ts';

const { estate } = load();

/** Guard rails of every cluster on a day, with an exception or none. */
function guardrailsOn(asOf: string, more?: Partial<Exception>) {
  const data: Exception = {
    id: 'old-image', rule: 'admission/images', target: 'tenants/hue/systems/data-portal.yaml', reason: { vi: 'Thử', en: 'Test' }, approvedByRole: 'security-reviewer', until: '2026-12-31', ...more,
  };
  const exceptions = new Map(more === undefined ? [] : [['old-image', { kind: 'exception' as const, id: 'old-image', key: 'old-image', file: 'exceptions/old-image.yaml', folderTenant: '', data }]]);
  const planner = plannerOf({ ...estate, asOf, exceptions });
  return new Map([...estate.clusters.values()].map((cluster) => [cluster.id, planGuardrails(planner, cluster, []).props]));
}

const exceptions = (plans: ReturnType<typeof guardrailsOn>) => [...plans.values()].flatMap((props) => props.exceptions);

describe('an exception of admission', () => {
  it('opens one policy for the namespaces of one system, where it runs, and its end closes it by a change of the same stack', () => {
    const [before, last, after] = [guardrailsOn('2026-12-31'), guardrailsOn('2026-12-31', {}), guardrailsOn('2027-01-01', {})];
    const changed = (one: typeof before, other: typeof before) => [...one.keys()].filter((id) => JSON.stringify(one.get(id)) !== JSON.stringify(other.get(id)));
    expect(changed(before, last)).toEqual(['region-central-shared-1']);
    expect(exceptions(last)).toEqual([{ name: 'old-image', policy: 'images', before: '2027-01-01T00:00:00+07:00', namespaces: ['border', 'dmz', 'internal', 'internal-servers'].map((subzone) => `hue--data-portal--${subzone}`) }]);
    expect(changed(last, after)).toEqual(['region-central-shared-1']);
    expect(changed(before, after)).toEqual([]);
  });

  it.each<[string, Partial<Exception>]>([
    ['that a role without the right approved', { approvedByRole: 'evidence-officer' }],
    ['that names no system', { target: 'tenants/hue/tenant.yaml' }],
    ['of a policy that no exception may open', { rule: 'admission/retire' }],
    ['of a check', { rule: 'check/missing-zones' }],
  ])('%s opens nothing', (_, more) => {
    expect(exceptions(guardrailsOn('2026-12-31', more))).toEqual([]);
  });
});
