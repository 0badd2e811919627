/** What planning needs beside the estate: settings of a cluster's stacks and the paths of local charts. */
import type { ChartSource } from '../constructs/chart-release.ts';
import type { PlatformSettings } from '../constructs/platform-labels.ts';
import type { Source } from '../constructs/provenance.ts';
import type { Estate } from '../model/estate.ts';
import type { Entry } from '../model/load/catalog.ts';
import type { Lock } from '../model/schema/platform.ts';
import type { StackSettings } from './plan.ts';

export interface Planner {
  readonly estate: Estate;
  readonly platform: PlatformSettings;
  /** Local chart by name, with the hash of its content in the path. */
  chart(name: string): ChartSource;
  /** Settings of the stacks whose state describes something at the site of a cluster. */
  settings(cluster: Entry<'cluster'>): StackSettings;
}

/** @param charts path of each local chart, relative to a stack's folder */
export function createPlanner(estate: Estate, charts: ReadonlyMap<string, string>): Planner {
  const { domains, registry, podSecurityVersion } = estate.platform;
  const platform: PlatformSettings = { labelDomain: domains.label, podSecurityVersion, imagePrefix: `${registry.host}/${registry.images}` };
  const providerVersion = (name: string) => {
    const found = estate.lock.providers.find((provider) => provider.name === name);
    if (!found) throw new Error(`catalog/lock.yaml names no provider ${name}`);
    return found.version;
  };
  const providers = { kubernetes: providerVersion('kubernetes'), helm: providerVersion('helm') };
  return {
    estate,
    platform,
    chart: (name) => {
      const path = charts.get(name);
      if (path === undefined) throw new Error(`there is no local chart ${name}`);
      return { kind: 'local', path };
    },
    settings: (cluster) => {
      const site = estate.sites.get(cluster.data.site);
      if (!site?.data.stateStore) throw new Error(`site ${cluster.data.site} of cluster ${cluster.id} has no state store`);
      return { platform, state: site.data.stateStore, providers, kubernetes: cluster.data.kubernetes, chartRepository: `oci://${registry.host}/${registry.charts}` };
    },
  };
}

/** Place of a value in an entry's file. */
export function at(entry: Entry, pointer = ''): Source {
  return { file: entry.file, pointer };
}

/** Place of the element of a list that answers a question. */
export function atItem<T>(entry: Entry, list: string, items: readonly T[], matches: (item: T) => boolean): Source {
  const index = items.findIndex(matches);
  return { file: entry.file, pointer: index < 0 ? `/${list}` : `/${list}/${index}` };
}

/** Image of catalog/lock.yaml by name. */
export function lockedImage(planner: Planner, name: string): Lock['images'][number] {
  const image = planner.estate.lock.images.find((candidate) => candidate.name === name);
  if (!image) throw new Error(`catalog/lock.yaml names no image ${name}`);
  return image;
}

/** Reference of an image of catalog/lock.yaml, by digest. */
export function imageOf(planner: Planner, name: string): string {
  const { repository, digest } = lockedImage(planner, name);
  return `${planner.platform.imagePrefix}/${repository}@${digest}`;
}

/** Mount of a cluster's Kubernetes login in the secret store; each cluster has its own. */
export function secretLogin(cluster: Entry<'cluster'>): string {
  return `kubernetes-${cluster.id}`;
}
