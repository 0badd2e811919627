import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1/index.js';
import { RoleV1 } from '@cdktf/provider-kubernetes/lib/role-v1/index.js';
import { Construct } from 'constructs';
import type { ChartSource } from './chart-release.ts';
import { tenantGroup } from './groups.ts';
import { joinName } from './names.ts';
import { groupSubject, NamespaceAccess } from './namespace-access.ts';
import { NamespaceQuota } from './namespace-quota.ts';
import { DefaultDeny } from './network-policies.ts';
import type { PlatformSettings } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';
import { SecretStoreReference } from './secret-store-reference.ts';
import { ZoneNamespace } from './zone-namespace.ts';

export interface TenantLandingZoneProps {
  readonly platform: PlatformSettings;
  readonly tenant: string;
  readonly secretStore: { readonly chart: ChartSource; readonly server: string; readonly path: string; readonly mountPath: string };
  readonly source: Source;
}

/** What a ministry, province or agency has once in a cluster: a namespace of its own administration, its groups' roles and its secret store. */
export class TenantLandingZone extends Construct {
  /** Namespace of the tenant's administration; no pods run there. */
  readonly namespace: ZoneNamespace;
  readonly secrets: SecretStoreReference;

  constructor(scope: Construct, id: string, props: TenantLandingZoneProps) {
    super(scope, id);
    const { platform, tenant, source } = props;
    setSource(this, source);
    const identity = { tenant, system: landingZoneSystem, zone: 'mgmt' as const, subzone: 'administration', level: landingZoneLevel };
    const namespace = new ZoneNamespace(this, 'namespace', { platform, identity, source });
    this.namespace = namespace;
    new NamespaceQuota(this, 'quota', { namespace, source, cpu: '0', memory: '0', pods: 0 });
    new DefaultDeny(this, 'default-deny', { namespace, source });
    new NamespaceAccess(this, 'access', { namespace, source, roles: ['admin', 'auditor', 'data-officer'] });
    const metadata = { namespace: namespace.name, name: 'ndc-data-requests' };
    const role = new RoleV1(this, 'data-requests', {
      metadata,
      rule: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
      dependsOn: [...namespace.ready],
    });
    new RoleBindingV1(this, 'data-requests-officer', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
      subject: [groupSubject(tenantGroup(tenant, 'data-officer'))],
      dependsOn: [role],
    });
    this.secrets = new SecretStoreReference(this, 'secrets', {
      chart: props.secretStore.chart,
      name: joinName(['secrets', tenant], 53),
      namespaces: [namespace],
      server: props.secretStore.server,
      path: props.secretStore.path,
      mountPath: props.secretStore.mountPath,
      role: tenant,
      labels: { [`${platform.labelDomain}/tenant`]: tenant },
      source,
    });
  }
}

/** System label of the landing zone; reserved, so no system of a tenant can have this id. */
export const landingZoneSystem = 'landing-zone';

/** The landing zone runs nothing, so it has the lowest level, whatever systems come and go. */
const landingZoneLevel = 1;
