import type { ITerraformDependable } from 'cdktf';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1/index.js';
import { Construct } from 'constructs';
import { joinName } from './names.ts';
import { zoneLabels, type PlatformSettings, type ZoneIdentity } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';

export interface ZoneNamespaceProps {
  readonly platform: PlatformSettings;
  readonly identity: ZoneIdentity;
  readonly source: Source;
  /**
   * Pod Security standard that is enforced, audited and warned of.
   * @default 'restricted'
   */
  readonly podSecurity?: { readonly standard: 'restricted' } | { readonly standard: 'baseline'; readonly reason: string };
  /**
   * Host names that routes in it may name, as an annotation that admission reads.
   * @default [] - a route names no host and takes that of its listener
   */
  readonly hosts?: readonly string[];
}

/** A namespace of a sub-zone, made here or by another stack. */
export interface NamespaceHandle {
  readonly name: string;
  readonly identity: ZoneIdentity;
  /** What must exist before objects go into it; empty when another stack makes it. */
  readonly ready: readonly ITerraformDependable[];
}

/** Handle of a namespace that another stack makes; the stack graph sees to the order. */
export function namespaceOfOtherStack(identity: ZoneIdentity): NamespaceHandle {
  return { name: zoneNamespaceName(identity), identity, ready: [] };
}

/** The namespace of one sub-zone of a system, with the labels that guard rails select on. */
export class ZoneNamespace extends Construct implements NamespaceHandle {
  /** `<tenant>--<system>--<subzone>`, at most 63 characters. */
  readonly name: string;
  readonly identity: ZoneIdentity;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ZoneNamespaceProps) {
    super(scope, id);
    setSource(this, props.source);
    const { platform, identity } = props;
    const podSecurity = props.podSecurity ?? { standard: 'restricted' as const };
    const annotations = {
      ...(podSecurity.standard === 'restricted' ? {} : { [`${platform.labelDomain}/pod-security-reason`]: podSecurity.reason }),
      ...(props.hosts && props.hosts.length > 0 ? { [`${platform.labelDomain}/hosts`]: props.hosts.join(',') } : {}),
    };
    this.identity = identity;
    this.name = zoneNamespaceName(identity);
    const resource = new NamespaceV1(this, 'namespace', {
      metadata: {
        name: this.name,
        labels: {
          ...zoneLabels(platform, identity),
          ...podSecurityLabels(platform, podSecurity.standard),
        },
        ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      },
      waitForDefaultServiceAccount: false,
    });
    this.ready = [resource];
  }
}

/** Name of a sub-zone's namespace. Stable for ever. */
export function zoneNamespaceName(identity: Pick<ZoneIdentity, 'tenant' | 'system' | 'subzone'>): string {
  return joinName([identity.tenant, identity.system, identity.subzone]);
}

/** Labels that make the API server enforce a Pod Security standard, pinned to a version. */
export function podSecurityLabels(platform: PlatformSettings, standard: 'restricted' | 'baseline' | 'privileged'): Record<string, string> {
  return Object.fromEntries(['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, standard],
    [`pod-security.kubernetes.io/${mode}-version`, platform.podSecurityVersion],
  ]));
}
