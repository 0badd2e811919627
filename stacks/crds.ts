/** `<cluster>--crds`: custom resource definitions alone, so that each exists before its first use. */
import type { Construct } from 'constructs';
import { ChartRelease } from '../constructs/chart-release.ts';
import type { Entry } from '../model/load/catalog.ts';
import { EstateStack } from './base.ts';
import { stackId } from './ids.ts';
import { lockedCharts, type OperatorProps } from './operator.ts';
import type { StackPlan } from './plan.ts';
import type { Planner } from './planner.ts';

export type CrdsProps = OperatorProps;

export type CrdsPlan = StackPlan<'crds', CrdsProps>;

/** Definitions that every cluster needs, whatever its operators: the guard rails use them. */
const always = ['network-policy-api'];

export class CrdsStack extends EstateStack {
  constructor(scope: Construct, plan: CrdsPlan) {
    super(scope, plan);
    for (const { chart, source } of plan.props.charts) {
      new ChartRelease(this, chart.name, {
        name: chart.name,
        namespace: 'kube-system',
        chart: { kind: 'registry', repository: plan.settings.chartRepository, chart: chart.name, version: chart.version, digest: chart.digest },
        values: chart.values,
        source,
        skipCrds: false,
      });
    }
  }
}

export function planCrds(planner: Planner, cluster: Entry<'cluster'>, dependsOn: readonly string[]): CrdsPlan {
  return {
    id: stackId.crds(cluster.id),
    kind: 'crds',
    targetCluster: cluster.id,
    dependsOn,
    settings: planner.settings(cluster),
    props: { charts: [...always, ...cluster.data.operators].flatMap((operator) => lockedCharts(planner, cluster, 'crds', operator)) },
  };
}
