import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import { joinName } from './names.ts';
import { releaseNamespace } from './platform-namespace.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

export interface VaultAlert {
  /** Name of the job by schedule. */
  readonly name: string;
  readonly task: 'pull' | 'seal' | 'collect';
  /** Seconds that a run may stay without success after it was due: the time between two runs. */
  readonly lateSeconds: number;
  /**
   * Age of the newest copy, in seconds, from which it is older than promised; of pulls alone.
   * @default - no copy is promised
   */
  readonly ageSeconds?: number;
}

export interface VaultAlertsProps {
  readonly chart: ChartSource;
  /** Of the object, e.g. the bucket that the jobs keep. */
  readonly name: string;
  /** Namespace of the jobs. */
  readonly namespace: Pick<NamespaceHandle, 'name' | 'ready'>;
  readonly jobs: readonly VaultAlert[];
  /** Also on every alert. */
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** Alerts about jobs of a vault that fail, and about copies that grow old. Thresholds are the caller's. */
export class VaultAlerts extends Construct {
  constructor(scope: Construct, id: string, props: VaultAlertsProps) {
    super(scope, id);
    setSource(this, props.source);
    const { name, namespace, jobs, labels } = props;
    new ChartRelease(this, 'alerts', {
      name: joinName(['alerts', name], 53),
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      dependsOn: [...namespace.ready],
      values: { name, namespace: namespace.name, labels, jobs },
    });
  }
}
