import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1/index.js';
import { ClusterRoleV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-v1/index.js';
import { Construct } from 'constructs';
import { platformGroup } from './groups.ts';
import { groupSubject } from './namespace-access.ts';
import { setSource, type Source } from './provenance.ts';

export interface PlatformClusterRolesProps {
  readonly source: Source;
}

const read = ['get', 'list', 'watch'];

/** Everything of the core group except Secrets. */
const core = [
  'componentstatuses', 'configmaps', 'endpoints', 'events', 'limitranges', 'namespaces', 'nodes', 'persistentvolumeclaims', 'persistentvolumes', 'pods', 'pods/log', 'podtemplates',
  'replicationcontrollers', 'resourcequotas', 'serviceaccounts', 'services',
];

/** Groups of the API that hold no secret values. */
const groups = [
  'admissionregistration.k8s.io', 'apiextensions.k8s.io', 'apiregistration.k8s.io', 'apps', 'autoscaling', 'barmancloud.cnpg.io', 'batch', 'ceph.rook.io', 'cert-manager.io', 'cilium.io',
  'cluster.x-k8s.io', 'bootstrap.cluster.x-k8s.io', 'controlplane.cluster.x-k8s.io', 'infrastructure.cluster.x-k8s.io', 'coordination.k8s.io', 'csi.ceph.io', 'discovery.k8s.io', 'external-secrets.io',
  'flowcontrol.apiserver.k8s.io', 'gateway.envoyproxy.io', 'gateway.networking.k8s.io', 'ipam.metal3.io', 'metal3.io', 'metrics.k8s.io', 'networking.k8s.io', 'node.k8s.io', 'objectbucket.io', 'operator.cluster.x-k8s.io',
  'policy', 'policy.networking.k8s.io', 'postgresql.cnpg.io', 'rbac.authorization.k8s.io', 'scheduling.k8s.io', 'storage.k8s.io', 'velero.io',
];

/** What people of the platform may do in a cluster: engineers and auditors look, people in an emergency do everything and are audited. */
export class PlatformClusterRoles extends Construct {
  constructor(scope: Construct, id: string, props: PlatformClusterRolesProps) {
    super(scope, id);
    setSource(this, props.source);
    const reader = new ClusterRoleV1(this, 'reader', {
      metadata: { name: 'ndc:platform-reader' },
      rule: [{ apiGroups: [''], resources: core, verbs: read }, { apiGroups: groups, resources: ['*'], verbs: read }],
    });
    new ClusterRoleBindingV1(this, 'readers', {
      metadata: { name: 'ndc:platform-reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'ndc:platform-reader' },
      subject: [groupSubject(platformGroup.engineer), groupSubject(platformGroup.auditor)],
      dependsOn: [reader],
    });
    new ClusterRoleBindingV1(this, 'break-glass', {
      metadata: { name: 'ndc:break-glass' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subject: [groupSubject(platformGroup.breakGlass)],
    });
  }
}
