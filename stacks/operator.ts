/** `<cluster>--operator-<name>`: one operator. */
import type { Construct } from 'constructs';
import { OperatorRelease, type RegistryChart } from '../constructs/operator-release.ts';
import { placementOnPool } from '../constructs/node-labels.ts';
import type { Source } from '../constructs/provenance.ts';
import { fillIn, placements, type Standin } from '../model/derive/chart-values.ts';
import type { Entry } from '../model/load/catalog.ts';
import type { Lock } from '../model/schema/platform.ts';
import { EstateStack } from './base.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { imageOf, lockedImage, type Planner } from './planner.ts';
import { managementPool } from './pool-names.ts';

export interface OperatorProps {
  readonly charts: readonly { readonly chart: RegistryChart; readonly source: Source }[];
}

export type OperatorPlan = StackPlan<'operator', OperatorProps>;

export class OperatorStack extends EstateStack {
  constructor(scope: Construct, plan: OperatorPlan) {
    super(scope, plan);
    for (const { chart, source } of plan.props.charts) {
      new OperatorRelease(this, chart.name, { repository: plan.settings.chartRepository, chart, source });
    }
  }
}

/** Charts of the lock of one kind for one operator, with their places and their values filled in. */
export function lockedCharts(planner: Planner, cluster: Entry<'cluster'>, kind: Lock['charts'][number]['kind'], operator: string): OperatorProps['charts'] {
  return planner.estate.lock.charts.flatMap((chart, index) => chart.kind === kind && chart.operator === operator
    ? [{
      chart: { name: chart.name, version: chart.version, digest: chart.digest, namespace: chart.namespace, values: fillIn(chart.values ?? {}, (standin) => factOf(planner, cluster, standin)) as Record<string, unknown> },
      source: { file: 'lock.yaml', pointer: `/charts/${index}` },
    }]
    : []);
}

function factOf(planner: Planner, cluster: Entry<'cluster'>, { word, name }: Standin): unknown {
  if (word === '$placement') {
    const placement = placementOnPool(planner.platform, managementPool(cluster));
    const which = placements.find((one) => one === name);
    if (which === undefined) throw new Error(`catalog/lock.yaml asks for the placement ${name}; there are ${placements.join(' and ')}`);
    return placement[which];
  }
  const { repository, version, digest } = lockedImage(planner, name);
  switch (word) {
    case '$image': return imageOf(planner, name);
    case '$image-repository': return `${planner.platform.imagePrefix}/${repository}`;
    case '$image-tag': return `${version}@${digest}`;
    case '$image-digest': return digest;
  }
}

/** Stacks of the cluster's operators that have a chart. */
export function planOperators(planner: Planner, cluster: Entry<'cluster'>, dependsOn: readonly string[]): OperatorPlan[] {
  const installed = new Map(cluster.data.operators.map((operator) => [operator, lockedCharts(planner, cluster, 'operator', operator)] as const).filter(([, charts]) => charts.length > 0));
  return [...installed].map(([operator, charts]) => ({
    id: stackId.operator(cluster.id, operator),
    kind: 'operator' as const,
    targetCluster: cluster.id,
    dependsOn: [...dependsOn, ...predecessors(planner, operator).filter((other) => installed.has(other)).map((other) => stackId.operator(cluster.id, other))],
    settings: planner.settings(cluster),
    props: { charts },
  }));
}

/** Operators that the lock wants to run before one. */
function predecessors(planner: Planner, operator: string): string[] {
  return [...new Set(planner.estate.lock.charts.flatMap((chart) => (chart.operator === operator ? chart.after ?? [] : [])))].sort();
}
