import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import type { NodePlacement } from './database.ts';
import { gatewayClass } from './guard-rails.ts';
import { releaseNamespace } from './platform-namespace.ts';
import type { PlatformSettings } from './platform-labels.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

export interface EntryGatewayProps {
  readonly platform: PlatformSettings;
  readonly chart: ChartSource;
  /** Name of the release; unique in the cluster. */
  readonly releaseName: string;
  /** Name of the Gateway. */
  readonly name: string;
  /** Sub-zone where the proxies run. */
  readonly namespace: NamespaceHandle;
  /** Declared host names, each with the Secret of its certificate; nothing else is served. */
  readonly hosts: readonly { readonly host: string; readonly tlsSecret: string }[];
  /** Source ranges that are let in; empty: everyone, for entries open to the Internet. */
  readonly sourceRanges: readonly string[];
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
      values: { name: props.name, namespace: props.namespace.name, labels: props.labels, gatewayClass, hosts: props.hosts, sourceRanges: props.sourceRanges, placement: props.placement, routeNamespaces: props.routeNamespaces, image: props.image },
    });
  }
}
