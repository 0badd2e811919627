/** Renders the releases of all stacks: definitions first, since other charts ask which kinds a cluster serves. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareText } from '../model/finding.ts';
import { isStaged, listCharts, stageChart } from '../tools/charts.ts';
import { renderReleases, type ReleaseToRender } from '../tools/render.ts';
import type { KubernetesObject } from './convert.ts';
import type { FoundRelease, ReadStack } from './read-stacks.ts';
import { servedVersions } from './scope.ts';

/** `refused`: the chart itself says no to its values, which is a fault and not a lack. */
export type RenderedRelease = { readonly objects: readonly KubernetesObject[] } | { readonly reason: string; readonly refused?: true };

/** Charts of the internal registry, by name and version, that can be made here from their pinned modules: folder and digest, or why not. */
export type StagedCharts = ReadonlyMap<string, { readonly dir: string; readonly digest: string } | { readonly reason: string }>;

/** Stages every chart that the releases name, once. */
export async function stageAll(stacks: readonly ReadStack[], onChart: (name: string) => void): Promise<StagedCharts> {
  const wanted = new Map<string, RegistryChart>();
  for (const { releases } of stacks) for (const { chart } of releases) if (chart.kind === 'registry') wanted.set(chartKey(chart), chart);
  const { unavailable } = listCharts();
  const staged = new Map<string, { dir: string; digest: string } | { reason: string }>();
  for (const [key, { name, version }] of [...wanted].sort(([a], [b]) => compareText(a, b))) {
    const missing = unavailable.find((chart) => chart.name === name);
    if (missing) {
      staged.set(key, { reason: missing.reason.en });
      continue;
    }
    try {
      // A part such as crds-envoy-gateway-2 is staged together with its first.
      if (!isStaged(name.replace(/-\d+$/, ''))) onChart(name);
      const chart = await stageChart(name);
      staged.set(key, chart.version === version.replace(/^v/, '') ? chart : { reason: `catalog/lock.yaml asks for version ${version}, tools/charts/catalog.yaml has ${chart.version}` });
    } catch (error) {
      staged.set(key, { reason: (error as Error).message });
    }
  }
  return staged;
}

type RegistryChart = Extract<FoundRelease['chart'], { kind: 'registry' }>;

const chartKey = ({ name, version }: RegistryChart) => `${name} ${version}`;

/** Answers by `<stack>/<address>`. */
export async function renderAll(stacks: readonly ReadStack[], staged: StagedCharts): Promise<Map<string, RenderedRelease>> {
  const answers = new Map<string, RenderedRelease>();
  await renderSome(stacks.filter(({ stack }) => stack.kind === 'crds'), staged, new Map(), answers);
  const versions = new Map<string, readonly string[]>();
  for (const { stack, releases } of stacks.filter((one) => one.stack.kind === 'crds')) {
    const definitions = releases.flatMap(({ address }) => {
      const answer = answers.get(`${stack.id}/${address}`);
      return answer && 'objects' in answer ? answer.objects : [];
    });
    versions.set(stack.targetCluster, servedVersions(definitions));
  }
  await renderSome(stacks.filter(({ stack }) => stack.kind !== 'crds'), staged, versions, answers);
  return answers;
}

async function renderSome(stacks: readonly ReadStack[], staged: StagedCharts, versions: ReadonlyMap<string, readonly string[]>, answers: Map<string, RenderedRelease>): Promise<void> {
  const byVersion = new Map<string, ReleaseToRender[]>();
  for (const { stack, releases } of stacks) {
    for (const release of releases) {
      const id = `${stack.id}/${release.address}`;
      const chart = chartOf(release, staged);
      if ('reason' in chart) {
        answers.set(id, chart);
        continue;
      }
      const wanted: ReleaseToRender = {
        id,
        chart: chart.dir,
        ...(chart.digest === undefined ? {} : { digest: chart.digest }),
        name: release.name,
        namespace: release.namespace,
        values: release.values,
        skipCrds: release.skipCrds,
        ...(release.chart.kind === 'registry' ? { apiVersions: versions.get(stack.targetCluster) ?? [] } : {}),
      };
      byVersion.set(stack.kubernetes, [...(byVersion.get(stack.kubernetes) ?? []), wanted]);
    }
  }
  for (const [kubeVersion, releases] of byVersion) {
    for (const [id, rendered] of await renderReleases(releases, { kubeVersion: `v${kubeVersion}` })) {
      answers.set(id, 'objects' in rendered ? { objects: rendered.objects } : { reason: rendered.error, ...(rendered.by === 'chart' ? { refused: true } : {}) });
    }
  }
}

function chartOf(release: FoundRelease, staged: StagedCharts): { readonly dir: string; readonly digest?: string } | { readonly reason: string } {
  if (release.chart.kind === 'local') return existsSync(join(release.chart.folder, 'Chart.yaml')) ? { dir: release.chart.folder } : { reason: `the synthesized output holds no chart ${basename(release.chart.folder)}` };
  return staged.get(chartKey(release.chart)) ?? { reason: `the chart ${release.chart.name} is not staged` };
}
