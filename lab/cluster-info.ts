import { apply, type Access } from './api.ts';

/** What kubeadm publishes for nodes that join: the one object that may be read without credentials. */
export async function clusterInfo(admin: Access): Promise<void> {
  const namespace = 'kube-public';
  const meta = (name: string) => ({ name, namespace });
  const role = 'kubeadm:bootstrap-signer-clusterinfo';
  const published = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: '', cluster: { server: admin.server, 'certificate-authority-data': Buffer.from(admin.authority).toString('base64') } }],
  };
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  await Promise.all([
    apply(admin, `/api/v1/namespaces/${namespace}/configmaps/cluster-info`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('cluster-info'), data: { kubeconfig: JSON.stringify(published) } }),
    apply(admin, `${rbac}/roles/${role}`, {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: meta(role), rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['cluster-info'], verbs: ['get'] }],
    }),
    apply(admin, `${rbac}/rolebindings/${role}`, {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: meta(role),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role }, subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'system:anonymous' }],
    }),
  ]);
}
