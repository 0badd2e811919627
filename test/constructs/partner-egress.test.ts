import { describe, expect, it } from 'vitest';
import { PartnerEgress, type PartnerCaller, type PartnerEgressProps } from '../../constructs/partner-egress.ts';
import { ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { objections } from './chart-values.ts';
import { built, chart, identity, labels, namespace, platform, source } from './support.ts';

const caller: Required<PartnerCaller> = { name: 'caller', namespace, podLabels: { 'ndc.example/component': 'caller' }, hosts: [{ host: 'api.kho-bac.gov.vn', port: 443, protocol: 'TCP' }] };
const props: Required<PartnerEgressProps> = { chart, releaseName: 'partners--mae--land', components: [caller], labels, source };

describe('PartnerEgress', () => {
  it('takes every prop: a release with a policy for each component', () => {
    const { release, sources } = built((stack) => {
      new PartnerEgress(stack, 'partners', props);
    });
    expect(release.attributes).toMatchObject({ name: 'partners--mae--land', namespace: 'ndc-releases', chart: chart.path });
    expect(release.values).toEqual({ labels, components: [{ ...caller, namespace: namespace.name }] });
    expect(sources[release.address]).toEqual(source);
    expect(objections('partner-egress', release.values)).toEqual([]);
  });

  it('waits for namespaces of its own stack, each once', () => {
    const { release } = built((stack) => {
      const own = new ZoneNamespace(stack, 'namespace', { platform, identity, source });
      new PartnerEgress(stack, 'partners', { ...props, components: [{ ...caller, namespace: own }, { ...caller, name: 'other', namespace: own }] });
    });
    expect(release.attributes['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });
});
