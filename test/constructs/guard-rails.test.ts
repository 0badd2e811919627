import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { GuardRails, internetAddresses, type AcceptedFlow, type AdmissionException, type GuardRailsProps, type Identities, type Ranges } from '../../constructs/guard-rails.ts';
import { PlatformNamespace } from '../../constructs/platform-namespace.ts';
import { markPositions, markValues, tenantMarks } from '../../constructs/platform-labels.ts';
import { objections } from './chart-values.ts';
import { built, chart, labels, platform, source } from './support.ts';

const nobody: Required<Identities> = { users: [], groups: [] };
const controlPlane: Required<Ranges> = { v4: ['10.0.0.10/32'], v6: ['fd00::10/128'] };
const least: GuardRailsProps = {
  platform, chart, controlPlane, nodes: { v4: ['10.0.0.0/24'], v6: ['fd00::/64'] }, bmc: { v4: [], v6: [] },
  identities: { platform: { users: [], groups: ['ndc:runner'] }, operators: nobody, breakGlass: { users: [], groups: ['ndc:break-glass'] } },
  storageClasses: { 1: [], 2: [], 3: [], 4: [], 5: [] }, exposedParts: [], gateways: false, accepts: [], exceptions: [], labels, source,
};

const scrape: Required<AcceptedFlow> = {
  name: 'scrape', direction: 'ingress', ports: [{ port: 9187, protocol: 'TCP' }],
  subject: { namespaceSelector: { matchLabels: { 'ndc.example/zone': 'data' } }, podSelector: {} }, peer: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ndc-monitoring' } }, podSelector: {} },
};

const oldImage: Required<AdmissionException> = { name: 'old-image', policy: 'images', namespaces: ['mae--land--dmz'], before: '2027-02-01T00:00:00+07:00' };

const rails = (props: GuardRailsProps) => built((stack) => {
  new GuardRails(stack, 'guard-rails', props);
});

describe('GuardRails', () => {
  it('takes the least: no operators, no storage, nothing exposed', () => {
    const { release } = rails(least);
    expect(release.values).toMatchObject({ exposedParts: [], gatewayClass: '', identities: { operators: nobody }, addresses: { bmc: { v4: [], v6: [] } } });
    expect(release.attributes).not.toHaveProperty('depends_on');
    expect(objections('guardrails', release.values)).toEqual([]);
  });

  it('takes every prop: one release that waits for the namespace of its record', () => {
    const result = built((stack) => {
      const releases = new PlatformNamespace(stack, 'releases', { platform, name: 'ndc-releases', part: 'releases', podSecurity: 'restricted', source });
      const props: Required<GuardRailsProps> = {
        ...least, accepts: [scrape], exceptions: [oldImage], bmc: { v4: ['10.9.0.0/24'], v6: ['fd09::/64'] }, exposedParts: ['exchange'], gateways: true,
        identities: { ...least.identities, operators: { users: [], groups: ['system:serviceaccounts:cnpg-system'] } },
        storageClasses: { 1: ['ndc-level-1'], 2: ['ndc-level-2'], 3: ['ndc-level-3'], 4: ['ndc-level-4'], 5: ['ndc-level-5'] }, dependsOn: releases.ready,
      };
      new GuardRails(stack, 'guard-rails', props);
    });
    const { attributes, values, address } = result.release;
    expect(attributes).toMatchObject({ name: 'guardrails', namespace: 'ndc-releases', chart: chart.path, depends_on: [expect.stringMatching(/^kubernetes_namespace_v1\.releases_/)] });
    expect(values).toEqual({
      labels, labelDomain: 'ndc.example', registryPrefix: 'registry.example/images',
      identities: { platform: { users: [], groups: ['ndc:runner'] }, operators: { users: [], groups: ['system:serviceaccounts:cnpg-system'] }, breakGlass: { users: [], groups: ['ndc:break-glass'] } },
      systemNamespaces: ['kube-system'], exposedParts: ['exchange'], gatewayClass: 'ndc',
      storageClasses: { 1: ['ndc-level-1'], 2: ['ndc-level-2'], 3: ['ndc-level-3'], 4: ['ndc-level-4'], 5: ['ndc-level-5'] },
      isolation: { positions: markPositions, values: markValues },
      addresses: {
        metadata: { v4: ['169.254.169.254/32'], v6: ['fd00:ec2::254/128'] }, controlPlane,
        nodes: { v4: ['10.0.0.0/24'], v6: ['fd00::/64'] }, bmc: { v4: ['10.9.0.0/24'], v6: ['fd09::/64'] }, internet: internetAddresses,
      },
      accepts: [scrape], exceptions: [oldImage],
    });
    expect(result.sources[address]).toEqual(source);
    expect(objections('guardrails', values)).toEqual([]);
  });

  it('compares as many marks, of the same digits, as namespaces carry', () => {
    const { isolation } = rails(least).release.values as { isolation: { positions: number; values: string[] } };
    for (const tenant of ['mae', 'mps', 'ca-mau', 'a'.repeat(40)]) {
      expect(tenantMarks(tenant)).toHaveLength(isolation.positions);
      expect(tenantMarks(tenant).filter((mark) => !isolation.values.includes(mark))).toEqual([]);
    }
  });

  it('has no prop that names a tenant', () => {
    const names: Record<keyof GuardRailsProps, true> = {
      platform: true, chart: true, controlPlane: true, nodes: true, bmc: true, identities: true, storageClasses: true, exposedParts: true, gateways: true, accepts: true, exceptions: true, labels: true, source: true, dependsOn: true,
    };
    expect(Object.keys(names).filter((name) => /tenant|system/i.test(name))).toEqual([]);
  });

  it('takes for the Internet what is neither private nor shared, each address once', () => {
    const ranges = internetAddresses.v4.map((range) => ipaddr.IPv4.parseCIDR(range));
    const at = (address: string) => ranges.filter((range) => ipaddr.IPv4.parse(address).match(range)).length;
    for (const address of ['8.8.8.8', '1.1.1.1', '203.113.131.1', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0', '9.255.255.255', '11.0.0.0', '0.0.0.0', '255.255.255.255', '224.0.0.1']) expect([address, at(address)]).toEqual([address, 1]);
    for (const address of ['10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255']) expect([address, at(address)]).toEqual([address, 0]);
    const size = ranges.reduce((sum, [, bits]) => sum + 2 ** (32 - bits), 0);
    expect(size).toBe(2 ** 32 - 2 ** 24 - 2 ** 22 - 2 ** 20 - 2 ** 16);
  });
});
