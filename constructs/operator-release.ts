import { Construct } from 'constructs';
import { ChartRelease } from './chart-release.ts';
import { setSource, type Source } from './provenance.ts';

/** A chart of the internal registry, as catalog/lock.yaml pins it. */
export interface RegistryChart {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface OperatorReleaseProps {
  /** OCI repository of charts in the internal registry. */
  readonly repository: string;
  readonly chart: RegistryChart;
  readonly source: Source;
}

/** One operator: its upstream chart from the internal registry at a pinned version and digest, without its definitions. */
export class OperatorRelease extends Construct {
  constructor(scope: Construct, id: string, props: OperatorReleaseProps) {
    super(scope, id);
    setSource(this, props.source);
    const { chart, repository } = props;
    new ChartRelease(this, 'operator', {
      name: chart.name,
      namespace: chart.namespace,
      chart: { kind: 'registry', repository, chart: chart.name, version: chart.version, digest: chart.digest },
      values: chart.values,
      source: props.source,
      timeout: 900,
    });
  }
}
