import { describe, expect, it } from 'vitest';
import { blockedBy, immutableRules } from '../../review/immutable.ts';

const typed = (apiVersion: string, kind: string, marked = false) => ({ apiVersion, kind, marked, inRelease: false });
const released = (apiVersion: string, kind: string) => ({ ...typed(apiVersion, kind), inRelease: true });
const change = (path: string, before: unknown = 'a', after: unknown = 'b') => ({ path, before, after });

describe('fields that an existing object cannot change', () => {
  it.each([
    [typed('storage.k8s.io/v1', 'StorageClass'), change('provisioner')],
    [typed('storage.k8s.io/v1', 'StorageClass'), change('parameters.pool')],
    [typed('rbac.authorization.k8s.io/v1', 'RoleBinding'), change('roleRef.name')],
    [typed('scheduling.k8s.io/v1', 'PriorityClass'), change('value', 1, 2)],
    [typed('v1', 'Service'), change('spec.clusterIP')],
    [typed('v1', 'Service'), { path: 'spec.clusterIP', after: 'None' }],
    [typed('v1', 'PersistentVolumeClaim'), change('spec.storageClassName')],
    [typed('v1', 'PersistentVolumeClaim'), change('spec.resources.requests.storage', '2Gi', '1Gi')],
    [typed('v1', 'Secret'), change('type')],
    [typed('v1', 'ConfigMap', true), change('data.key')],
    [typed('batch/v1', 'Job'), change('spec.template.spec.containers[name=a].image')],
    [typed('apps/v1', 'StatefulSet'), change('spec.volumeClaimTemplates[0].spec.storageClassName')],
    [typed('apps/v1', 'Deployment'), change('spec.selector.matchLabels.app')],
    [released('postgresql.cnpg.io/v1', 'Cluster'), change('spec.storage.size', '2Ti', '500Gi')],
    [released('postgresql.cnpg.io/v1', 'Cluster'), { path: 'spec.walStorage', before: { size: '1Gi' } }],
    [released('postgresql.cnpg.io/v1', 'Pooler'), change('spec.cluster.name')],
    [released('metal3.io/v1alpha1', 'BareMetalHost'), change('spec.bootMACAddress')],
    [typed('policy/v1', 'PodDisruptionBudget'), change('spec.minAvailable', 1, 2)],
  ])('blocks %o %o and says where that is written', (object, attribute) => {
    expect(blockedBy(object, attribute)?.source).toMatch(/\d+\.\d+|validation\.go/);
  });

  it.each([
    [typed('v1', 'Namespace'), change('metadata.labels.zone')],
    [typed('storage.k8s.io/v1', 'StorageClass'), change('allowVolumeExpansion', true, false)],
    [typed('rbac.authorization.k8s.io/v1', 'RoleBinding'), change('subjects[name=x].kind')],
    [typed('v1', 'PersistentVolumeClaim'), change('spec.resources.requests.storage', '1Gi', '2Gi')],
    [typed('v1', 'ConfigMap'), change('data.key')],
    [typed('apps/v1', 'StatefulSet'), change('spec.template.spec.containers[name=a].image')],
    [released('postgresql.cnpg.io/v1', 'Cluster'), change('spec.storage.size', '500Gi', '2Ti')],
    [released('postgresql.cnpg.io/v1', 'Cluster'), { path: 'spec.walStorage', after: { size: '1Gi' } }],
    [released('postgresql.cnpg.io/v1', 'Cluster'), change('spec.walStorage.size', '1Gi', '2Gi')],
    [released('postgresql.cnpg.io/v1', 'Cluster'), { path: 'spec.serviceAccountName', after: 'new' }],
    [released('policy/v1', 'PodDisruptionBudget'), change('spec.minAvailable', 1, 2)],
    [typed('example.test/v1', 'RoleBinding'), change('roleRef.name')],
  ])('lets %o %o pass', (object, attribute) => {
    expect(blockedBy(object, attribute)).toBeUndefined();
  });

  it('has a source for every rule and no rule twice', () => {
    expect(immutableRules.filter(({ source }) => source.length < 10)).toEqual([]);
    const keys = immutableRules.flatMap(({ group, kind, paths, rule }) => paths.map((path) => `${group}/${kind} ${path} ${rule ?? 'immutable'}`));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
