import { describe, expect, it } from 'vitest';
import { OperatorRelease, type OperatorReleaseProps, type RegistryChart } from '../../constructs/operator-release.ts';
import { built, source } from './support.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const cilium: Required<RegistryChart> = { name: 'cilium', version: '1.20.2', digest, namespace: 'kube-system', values: { policyEnforcementMode: 'default' } };
const props: Required<OperatorReleaseProps> = { repository: 'oci://registry.example/charts', chart: cilium, source };

describe('OperatorRelease', () => {
  it('takes every prop: the pinned chart of the internal registry, without its definitions', () => {
    const { release, sources, addresses } = built((stack) => {
      new OperatorRelease(stack, 'cilium', props);
    });
    expect(release.attributes).toMatchObject({
      name: 'cilium', namespace: 'kube-system', repository: 'oci://registry.example/charts', chart: 'cilium', version: '1.20.2', description: `chart ${digest}`,
      skip_crds: true, create_namespace: false, timeout: 900,
    });
    expect(release.values).toEqual({ policyEnforcementMode: 'default' });
    expect(addresses).toHaveLength(1);
    expect(Object.values(sources)).toEqual([source]);
  });

  it('takes the least: no values', () => {
    const { release } = built((stack) => {
      new OperatorRelease(stack, 'cilium', { ...props, chart: { ...cilium, values: {} } });
    });
    expect(release.values).toEqual({});
  });

  it('shows a changed digest in the plan although the version is the same', () => {
    const described = (chart: RegistryChart) => built((stack) => {
      new OperatorRelease(stack, 'cilium', { ...props, chart });
    }).release.attributes['description'];
    expect(described({ ...cilium, digest: `sha256:${'b'.repeat(64)}` })).not.toBe(described(cilium));
  });
});
