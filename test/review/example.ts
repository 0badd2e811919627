/** A base and a change of it that together hold every kind of change; on the small catalog of test/model/fixture.ts. */
import { configMap, database, from, namespace, networkPolicy, roleBinding, type FixtureStack } from './fixture.ts';

const app = 'mae--land--internal-servers';
const data = 'mae--land--database-servers';
const zone = (name: string) => ({ 'ndc.gov.vn/tenant': 'mae', 'ndc.gov.vn/system': 'land', 'ndc.gov.vn/zone': name, 'ndc.gov.vn/level': '4' });
const priorityClass = (value: number) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'ndc-level-4' }, value });
const system = { file: 'tenants/mae/systems/land.yaml', pointer: '/components/1' };
const databases = { file: 'tenants/mae/databases/land.yaml', pointer: '' };
const operator = { file: 'clusters/shared-north.yaml', pointer: '/operators/1' };

export const before: readonly FixtureStack[] = [
  {
    stack: 'shared-north--mae--land', dependsOn: ['shared-north--guardrails'],
    objects: [
      { object: namespace(app, zone('app')), source: system }, { object: namespace(data, zone('data')), source: system },
      { object: networkPolicy(app, 'flows-server', [from({ 'ndc.gov.vn/subzone': 'dmz' }, 8080)]), source: system },
      { object: roleBinding(app, 'ndc-developer', 'ndc:tenant-developer', ['ndc:tenant:mae:developer']), source: system },
      { object: configMap(app, 'settings', { mode: 'plan', script: 'line one\nline two\nline three\n' }), source: system },
      { object: configMap(app, 'moves', { a: '1' }), source: system },
    ],
  },
  {
    stack: 'shared-north--mae--land--data', dependsOn: ['shared-north--mae--land'],
    objects: [
      { object: database(data, 'land', { instances: 3, storage: { size: '200Gi' } }), release: 'land', source: databases },
      { object: { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Pooler', metadata: { namespace: data, name: 'land-rw' }, spec: { cluster: { name: 'land' }, instances: 2 } }, release: 'land', source: databases },
    ],
  },
  { stack: 'shared-north--ca-mau--procedure', objects: [{ object: namespace('ca-mau--procedure--internal-servers', {}), source: { file: 'tenants/ca-mau/systems/procedure.yaml', pointer: '' } }] },
  { stack: 'shared-north--guardrails', objects: [{ object: priorityClass(4000) }, { object: configMap('ndc', 'same', {}) }] },
  { stack: 'shared-north--operator-cnpg', objects: [{ object: namespace('cnpg-system'), release: 'cnpg', source: operator }] },
];

export const after: readonly FixtureStack[] = [
  {
    stack: 'shared-north--mae--land', dependsOn: ['shared-north--guardrails', 'shared-north--services'],
    objects: [
      { object: namespace(app, { ...zone('app'), 'ndc.gov.vn/level': '5' }), source: system }, { object: namespace(data, zone('data')), source: system },
      { object: networkPolicy(app, 'flows-server', [from({ 'ndc.gov.vn/subzone': 'dmz' }, 8443), from({ 'ndc.gov.vn/subzone': 'management' }, 9090)]), source: system },
      { object: networkPolicy(app, 'default-deny', []), source: system },
      { object: roleBinding(app, 'ndc-developer', 'ndc:tenant-admin', ['ndc:tenant:mae:developer', 'ndc:tenant:mae:admin']), source: system },
      { object: configMap(app, 'settings', { mode: '<script>alert(1)</script>', script: 'line one\nline 2\nline three\n' }), source: system },
    ],
  },
  { stack: 'shared-north--mae', objects: [{ object: configMap(app, 'moves', { a: '1' }), source: { file: 'tenants/mae/tenant.yaml', pointer: '' } }] },
  {
    stack: 'shared-north--mae--land--data', dependsOn: ['shared-north--mae--land'],
    objects: [
      { object: database(data, 'land', { instances: 5, storage: { size: '100Gi' } }), release: 'land', source: databases },
      { object: { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Pooler', metadata: { namespace: data, name: 'land-rw' }, spec: { cluster: { name: 'land' }, instances: 4 } }, release: 'land', source: databases },
    ],
  },
  { stack: 'shared-north--guardrails', objects: [{ object: priorityClass(5000) }, { object: configMap('ndc', 'same', {}) }] },
  { stack: 'shared-north--operator-cnpg', unrendered: [{ release: 'cnpg', chart: 'cnpg', version: '1.0.0', reason: 'the chart is not mirrored: its digest is 64 zeros' }] },
];
