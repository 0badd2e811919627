/** What was decoded is remembered by the bytes of the objects: a run after it asks for less and answers the same. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readExport } from '../../review/read.ts';
import { readFlows } from '../../scripts/read-flows.ts';
import { writeExport, type FixtureObject } from '../review/fixture.ts';
import { load } from '../stacks/support.ts';

const { estate } = load();
const folder = mkdtempSync(join(tmpdir(), 'ndc-read-flows-'));
const objects = join(folder, 'objects');
const policy = (port: number): FixtureObject => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'n' }, spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [{ port }] }] } });
const write = (port: number, pointer = '/components/0') => writeExport(objects, [{ stack: 'ndc-1-shared-1--moc--procedure', targetCluster: 'ndc-1-shared-1', objects: [
  { object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n', labels: { app: 'n' } } } },
  { object: policy(port), source: { file: 'tenants/moc/systems/procedure.yaml', pointer } },
] }]);

/** Policies as they are read, and how many objects were parsed for them. */
function read() {
  const exported = readExport(objects);
  const content = vi.fn(exported.content);
  const [cluster, ...others] = readFlows(estate, { ...exported, content });
  expect(others).toEqual([]);
  return { cluster: cluster!, policies: cluster!.policies, parsed: content.mock.calls.length };
}

beforeAll(() => vi.stubEnv('NDC_CACHE', join(folder, 'cache')));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('an export is decoded once; what changes is decoded again', () => {
  write(80);
  const first = read();
  expect(first.parsed).toBe(2);
  expect(first.policies).toMatchObject([{ id: 'NetworkPolicy n/p', ingress: [{ peers: [{ kind: 'addresses', range: '10.0.0.0/8', except: ['10.1.0.0/16'] }], ports: [{ protocol: 'TCP', first: 80, last: 80 }] }] }]);
  const second = read();
  expect(second.parsed).toBe(0);
  expect(second.policies).toEqual(first.policies);
  expect(second.cluster.matrix).toEqual(first.cluster.matrix);
  expect([...second.cluster.namespaces]).toEqual([...first.cluster.namespaces]);

  write(81);
  expect(read()).toMatchObject({ parsed: 2, policies: [{ ingress: [{ ports: [{ first: 81 }] }] }] });
  write(81, '/components/1');
  expect(read()).toMatchObject({ parsed: 2, policies: [{ source: { pointer: '/components/1' } }] });
  expect(read().parsed).toBe(0);
});

test('a policy that cannot be read is an error each time', () => {
  write(80);
  writeFileSync(join(objects, 'ndc-1-shared-1--moc--procedure/networkpolicy.n.p.yaml'), 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: n}\nspec: {podSelector: {}, policyTypes: [Sideways]}\n');
  for (const _ of [1, 2]) expect(() => read()).toThrow('ndc-1-shared-1--moc--procedure/networkpolicy.n.p.yaml: spec.policyTypes.0: Invalid option');
});
