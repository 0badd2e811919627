import { describe, expect, it } from 'vitest';
import { EntryGateway, type EntryGatewayProps, type EntryHost } from '../../constructs/entry-gateway.ts';
import { gatewayClass } from '../../constructs/guard-rails.ts';
import { placementOnPool } from '../../constructs/node-labels.ts';
import { namespaceOfOtherStack, ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { objections } from './chart-values.ts';
import { built, chart, identity, image, labels, platform, source } from './support.ts';

const edge = { ...identity, zone: 'edge', subzone: 'border' } as const;
const dat: Required<EntryHost> = { host: 'dat.mae.gov.vn', tlsSecret: 'tls--dat-mae-gov-vn', clientCA: 'client-ca--dat-mae-gov-vn', sourceRanges: ['10.0.0.0/9'] };
const props: Required<EntryGatewayProps> = {
  platform, chart, releaseName: 'entry--mae--land', name: 'land', namespace: namespaceOfOtherStack(edge),
  hosts: [dat, { host: 'land.mae.gov.vn', tlsSecret: 'tls--land-mae-gov-vn' }],
  sourceRanges: ['10.0.0.0/8', 'fd00::/8'], tlsMinVersion: '1.3', filter: { image: 'registry.example/images/coraza-proxy-wasm:0.6.0', sha256: '0'.repeat(64) }, placement: placementOnPool(platform, 'general'),
  routeNamespaces: { 'ndc.example/tenant': 'mae', 'ndc.example/system': 'land' }, image, labels, source,
};

describe('EntryGateway', () => {
  it('takes the least: one host, open to everyone', () => {
    const hosts = [{ host: 'land.mae.gov.vn', tlsSecret: 'tls--land-mae-gov-vn' }];
    const { release } = built((stack) => {
      new EntryGateway(stack, 'entry', { ...props, hosts, sourceRanges: [], filter: null, tlsMinVersion: '1.2', labels: {} });
    });
    expect(release.values).toMatchObject({ hosts, sourceRanges: [], tlsMinVersion: '1.2', labels: {} });
    expect(release.values).not.toHaveProperty('filter');
  });

  it('takes every prop: a release with a listener for each declared host and routes from the system\'s own namespaces', () => {
    const { release, addresses, sources } = built((stack) => {
      expect(new EntryGateway(stack, 'entry', props).name).toBe('land');
    });
    expect(addresses).toHaveLength(1);
    expect(release.attributes).toMatchObject({ name: 'entry--mae--land', namespace: 'ndc-releases', chart: chart.path });
    expect(release.values).toEqual({
      name: 'land', namespace: 'mae--land--border', labels, gatewayClass, hosts: props.hosts, sourceRanges: ['10.0.0.0/8', 'fd00::/8'], placement: placementOnPool(platform, 'general'),
      routeNamespaces: { 'ndc.example/tenant': 'mae', 'ndc.example/system': 'land' }, image, tlsMinVersion: '1.3', filter: props.filter,
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
