import { describe, expect, it } from 'vitest';
import { EntryGateway, type EntryGatewayProps } from '../../constructs/entry-gateway.ts';
import { gatewayClass } from '../../constructs/guard-rails.ts';
import { placementOnPool } from '../../constructs/node-labels.ts';
import { namespaceOfOtherStack, ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { objections } from './chart-values.ts';
import { built, chart, identity, image, labels, platform, source } from './support.ts';

const edge = { ...identity, zone: 'edge', subzone: 'border' } as const;
const props: Required<EntryGatewayProps> = {
  platform, chart, releaseName: 'entry--mae--land', name: 'land', namespace: namespaceOfOtherStack(edge),
  hosts: [{ host: 'dat.mae.gov.vn', tlsSecret: 'tls--dat-mae-gov-vn' }, { host: 'land.mae.gov.vn', tlsSecret: 'tls--land-mae-gov-vn' }],
  sourceRanges: ['10.0.0.0/8', 'fd00::/8'], placement: placementOnPool(platform, 'general'),
  routeNamespaces: { 'ndc.example/tenant': 'mae', 'ndc.example/system': 'land' }, image, labels, source,
};

describe('EntryGateway', () => {
  it('takes the least: one host, open to everyone', () => {
    const hosts = [{ host: 'land.mae.gov.vn', tlsSecret: 'tls--land-mae-gov-vn' }];
    const { release } = built((stack) => {
      new EntryGateway(stack, 'entry', { ...props, hosts, sourceRanges: [], labels: {} });
    });
    expect(release.values).toMatchObject({ hosts, sourceRanges: [], labels: {} });
  });

  it('takes every prop: a release with a listener for each declared host and routes from the system\'s own namespaces', () => {
    const { release, addresses, sources } = built((stack) => {
      expect(new EntryGateway(stack, 'entry', props).name).toBe('land');
    });
    expect(addresses).toHaveLength(1);
    expect(release.attributes).toMatchObject({ name: 'entry--mae--land', namespace: 'ndc-releases', chart: chart.path });
    expect(release.values).toEqual({
      name: 'land', namespace: 'mae--land--border', labels, gatewayClass, hosts: props.hosts, sourceRanges: ['10.0.0.0/8', 'fd00::/8'], placement: placementOnPool(platform, 'general'),
      routeNamespaces: { 'ndc.example/tenant': 'mae', 'ndc.example/system': 'land' }, image,
    });
    expect(Object.values(sources)).toEqual([source]);
  });

  it('waits for a namespace of its own stack', () => {
    const { release } = built((stack) => {
      new EntryGateway(stack, 'entry', { ...props, namespace: new ZoneNamespace(stack, 'namespace', { platform, identity: edge, source }) });
    });
    expect(release.attributes['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });

  it('makes values that the chart takes', () => {
    const { release } = built((stack) => {
      new EntryGateway(stack, 'entry', props);
    });
    expect(objections('entry', release.values)).toEqual([]);
  });
});
