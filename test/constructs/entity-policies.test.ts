import { describe, expect, it } from 'vitest';
import { EntityPolicies, type ApiServerFlow, type EntityPoliciesProps } from '../../constructs/entity-policies.ts';
import { PlatformNamespace } from '../../constructs/platform-namespace.ts';
import { objections } from './chart-values.ts';
import { built, chart, labels, platform, source } from './support.ts';

const webhook: Required<ApiServerFlow> = {
  name: 'database-webhook', direction: 'ingress', ports: [{ port: 9443, protocol: 'TCP' }],
  subject: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'cnpg-system' } }, podSelector: {} },
};
const least: EntityPoliciesProps = { platform, chart, apiServer: [], labels, source };

describe('EntityPolicies', () => {
  it('takes the least: no flow with the API server', () => {
    const { release } = built((stack) => {
      new EntityPolicies(stack, 'entities', least);
    });
    expect(release.values).toEqual({ labels, labelDomain: 'ndc.example', apiServer: [] });
    expect(release.attributes).not.toHaveProperty('depends_on');
    expect(objections('cilium-zones', release.values)).toEqual([]);
  });

  it('takes every prop: one release that waits for the namespace of its record', () => {
    const { release, sources } = built((stack) => {
      const releases = new PlatformNamespace(stack, 'releases', { platform, name: 'ndc-releases', part: 'releases', podSecurity: 'restricted', source });
      const props: Required<EntityPoliciesProps> = { ...least, apiServer: [webhook], dependsOn: releases.ready };
      new EntityPolicies(stack, 'entities', props);
    });
    expect(release.attributes).toMatchObject({ name: 'cilium-zones', namespace: 'ndc-releases', chart: chart.path, depends_on: [expect.stringMatching(/^kubernetes_namespace_v1\.releases_/)] });
    expect(release.values).toMatchObject({ apiServer: [webhook] });
    expect(sources[release.address]).toEqual(source);
    expect(objections('cilium-zones', release.values)).toEqual([]);
  });
});
