import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import type { FlowPort } from './network-policies.ts';
import { releaseNamespace } from './platform-namespace.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

/** What one component reaches by host name. */
export interface PartnerCaller {
  readonly name: string;
  readonly namespace: Pick<NamespaceHandle, 'name' | 'ready'>;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly hosts: readonly (Pick<FlowPort, 'port' | 'protocol'> & { readonly host: string })[];
}

export interface PartnerEgressProps {
  readonly chart: ChartSource;
  /** Name of the release; unique in the cluster, at most 53 characters. */
  readonly releaseName: string;
  /** At least one. */
  readonly components: readonly PartnerCaller[];
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** What components of a system reach by host name: partners whose addresses are not known. */
export class PartnerEgress extends Construct {
  constructor(scope: Construct, id: string, props: PartnerEgressProps) {
    super(scope, id);
    setSource(this, props.source);
    const ready = [...new Set(props.components.flatMap(({ namespace }) => namespace.ready))];
    new ChartRelease(this, 'release', {
      name: props.releaseName,
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      dependsOn: ready,
      values: { labels: props.labels, components: props.components.map(({ namespace, ...component }) => ({ ...component, namespace: namespace.name })) },
    });
  }
}
