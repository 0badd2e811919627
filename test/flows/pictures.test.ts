/** Pictures stay readable: parties with the same flows share a box, every port has its label, and a tenant's picture holds its own systems. */
import { expect, test } from 'vitest';
import { clusterFlows } from '../../flows/cluster-flows.ts';
import { clusterSvg } from '../../flows/format/cluster-svg.ts';
import { systemSvgs } from '../../flows/format/system-svg.ts';
import { load } from '../stacks/support.ts';
import { networkPolicy } from './fixture.ts';

const { estate } = load();
const { label: domain } = estate.platform.domains;
const namespace = (system: string, subzone: string, zone: string) => [`moc--${system}--${subzone}`, { [`${domain}/tenant`]: 'moc', [`${domain}/system`]: system, [`${domain}/subzone`]: subzone, [`${domain}/zone`]: zone }] as const;
const namespaces = [namespace('procedure', 'dmz', 'edge'), namespace('procedure', 'internal-servers', 'app')];
const web = networkPolicy('moc--procedure--dmz', 'web', { podSelector: { matchLabels: { [`${domain}/component`]: 'web' } }, policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 8443 }] }], egress: [{ ports: [{ port: 8080 }] }, { ports: [{ port: 9000 }, { port: 9001 }] }] });
const api = networkPolicy('moc--procedure--internal-servers', 'api', { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { [`${domain}/component`]: 'web' } } }], ports: [{ port: 8080 }, { port: 9000 }, { port: 9001 }] }] });
const others = networkPolicy('moc--procedure--dmz', 'others', { podSelector: { matchExpressions: [{ key: `${domain}/component`, operator: 'NotIn', values: ['web'] }] }, policyTypes: ['Ingress', 'Egress'] });
const flows = clusterFlows(estate, estate.clusters.get('ndc-1-shared-1')!, [{ policies: [web, api, others], namespaces, pods: [] }]);
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);

test('callers of one kind with the same flows are one box that names them all', () => {
  const { svg } = systemSvgs(flows, estate, 'en', 'moc')[0]!;
  const boxes = texts(svg).filter((text) => text.startsWith('staff/'));
  // As callers, and as what is reached.
  expect(boxes).toEqual([expect.stringMatching(/^staff\/\* \(\d\d\)$/), boxes[0]]);
  expect(svg).toMatch(/<title>[^<]*staff\/mae\n[^<]*staff\/moc\n/);
});

test('ports are told in short', () => {
  expect(texts(systemSvgs(flows, estate, 'en', 'moc')[0]!.svg)).toEqual(expect.arrayContaining(['TCP 8443', 'TCP 8080, 9000-9001']));
});

test('two lines to one box with different ports have a label each, one over the other', () => {
  const one = clusterFlows(estate, flows.cluster, [{ policies: [api, others, networkPolicy('moc--procedure--dmz', 'web', { podSelector: { matchLabels: { [`${domain}/component`]: 'web' } }, policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 8443 }] }, { from: [{ namespaceSelector: {} }], ports: [{ port: 8081 }] }] })], namespaces, pods: [] }]);
  const { svg } = systemSvgs(one, estate, 'en', 'moc')[0]!;
  const heights = new Map([...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" text-anchor="end"[^>]*>TCP (8443|8081, 8443)</g)].map(([, x, y, port]) => [port, { x, y: Number(y) }]));
  expect(heights.get('8443')!.x).toBe(heights.get('8081, 8443')!.x);
  expect(Math.abs(heights.get('8443')!.y - heights.get('8081, 8443')!.y)).toBe(11);
});

test('a cluster is drawn with the systems of one tenant alone when it is named', () => {
  const systems = (tenant?: string) => texts(clusterSvg(flows, estate, 'vi', tenant)).filter((text) => /^[a-z-]+\/[a-z-]+$/.test(text));
  expect(systems()).toEqual(['moc/procedure']);
  expect(systems('moc')).toEqual(['moc/procedure']);
  expect(systems('mae')).toEqual([]);
});
