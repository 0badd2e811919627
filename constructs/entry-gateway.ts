import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import type { NodePlacement } from './database.ts';
import { gatewayClass } from './guard-rails.ts';
import { releaseNamespace } from './platform-namespace.ts';
import type { PlatformSettings } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

/** A declared host. */
export interface EntryHost {
  readonly host: string;
  /** Secret of its certificate. */
  readonly tlsSecret: string;
  /**
   * Secret with the authority whose certificates callers must show.
   * @default - none is asked for
   */
  readonly clientCA?: string;
  /**
   * Ranges that callers of this host come from, when they are fewer than those of the Gateway.
   * @default - those of the Gateway
   */
  readonly sourceRanges?: readonly string[];
}

export interface EntryGatewayProps {
  readonly platform: PlatformSettings;
  readonly chart: ChartSource;
  /** Name of the release; unique in the cluster. */
  readonly releaseName: string;
  /** Name of the Gateway. */
  readonly name: string;
  /** Sub-zone where the proxies run. */
  readonly namespace: NamespaceHandle;
  /** Declared host names; nothing else is served. */
  readonly hosts: readonly EntryHost[];
  /** Source ranges that are let in; empty: everyone, for entries open to the Internet. */
  readonly sourceRanges: readonly string[];
  /** Oldest version of TLS that is taken. */
  readonly tlsMinVersion: '1.2' | '1.3';
  /** Filter of web requests: an image by tag, and its digest without `sha256:`. null: none. */
  readonly filter: { readonly image: string; readonly sha256: string } | null;
  readonly placement: NodePlacement;
  /** Labels of the namespaces whose routes are accepted: the system's own. */
  readonly routeNamespaces: Readonly<Record<string, string>>;
  /** Proxy image by digest. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** The entry of one system: a Gateway with a listener for each declared host. Routes are the tenant's. */
export class EntryGateway extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: EntryGatewayProps) {
    super(scope, id);
    setSource(this, props.source);
    this.name = props.name;
    new ChartRelease(this, 'gateway', {
      name: props.releaseName,
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      dependsOn: [...props.namespace.ready],
      values: { name: props.name, namespace: props.namespace.name, labels: props.labels, gatewayClass, hosts: props.hosts, sourceRanges: props.sourceRanges, placement: props.placement, routeNamespaces: props.routeNamespaces, image: props.image, tlsMinVersion: props.tlsMinVersion, ...(props.filter ? { filter: props.filter } : {}) },
    });
  }
}
