import { Construct } from 'constructs';
import { NamespaceAccess, rolesOfZone } from './namespace-access.ts';
import { NamespaceQuota } from './namespace-quota.ts';
import { DefaultDeny, FlowPolicy, type Flow } from './network-policies.ts';
import { componentLabel, type PlatformSettings, type Zone } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';
import { WorkloadIdentity } from './workload-identity.ts';
import { ZoneNamespace } from './zone-namespace.ts';

/** What may run in one sub-zone. Amounts are sums over all pods of the sub-zone, headroom included. */
export interface SubzoneProps {
  readonly subzone: string;
  readonly zone: Zone;
  /** Node pool of its pods. */
  readonly pool: string;
  readonly quota: { readonly cpu: string; readonly memory: string; readonly pods: number; readonly storage: string; readonly loadBalancers: number };
  readonly source: Source;
}

/** One component with the flows the catalog declares for it. */
export interface ComponentProps {
  readonly id: string;
  readonly subzone: string;
  readonly ingress: readonly Flow[];
  readonly egress: readonly Flow[];
  readonly source: Source;
}

export interface TenantSystemProps {
  readonly platform: PlatformSettings;
  readonly tenant: string;
  readonly system: string;
  /** Decided security level, 1 to 5. */
  readonly level: number;
  readonly subzones: readonly SubzoneProps[];
  readonly components: readonly ComponentProps[];
  /** What every pod may reach, such as name servers. */
  readonly everyPodReaches: readonly Flow[];
  /**
   * Host names of its entries: the only ones that its routes may name.
   * @default []
   */
  readonly hosts?: readonly string[];
  readonly source: Source;
}

/** Everything a system of a tenant stands on in one cluster: a namespace for each sub-zone with quota, people's roles, default deny and the declared flows. */
export class TenantSystem extends Construct {
  /** By sub-zone. */
  readonly namespaces: ReadonlyMap<string, ZoneNamespace>;

  constructor(scope: Construct, id: string, props: TenantSystemProps) {
    super(scope, id);
    setSource(this, props.source);
    const { platform, tenant, system, level } = props;
    const namespaces = new Map<string, ZoneNamespace>();
    for (const { subzone, zone, pool, quota, source } of props.subzones) {
      const namespace = new ZoneNamespace(this, subzone, { platform, identity: { tenant, system, zone, subzone, level, pool }, source, ...(props.hosts ? { hosts: props.hosts } : {}) });
      new NamespaceQuota(namespace, 'quota', { namespace, source, ...quota });
      new NamespaceAccess(namespace, 'access', { namespace, source, roles: rolesOfZone(zone) });
      new DefaultDeny(namespace, 'default-deny', { namespace, source, egress: props.everyPodReaches });
      namespaces.set(subzone, namespace);
    }
    this.namespaces = namespaces;
    for (const component of props.components) {
      const namespace = namespaces.get(component.subzone);
      if (!namespace) throw new Error(`component ${component.id} lies in ${component.subzone}, which the system ${tenant}/${system} does not have`);
      new WorkloadIdentity(namespace, `identity-${component.id}`, { platform, namespace, component: component.id, source: component.source });
      new FlowPolicy(namespace, `flows-${component.id}`, {
        namespace,
        name: `flows-${component.id}`,
        source: component.source,
        podLabels: { [componentLabel(platform)]: component.id },
        ingress: component.ingress,
        egress: component.egress,
      });
    }
  }
}
