import { runsAt } from '../derive/decisions.ts';
import { activeDecisions } from '../derive/placements.ts';
import type { Check } from './check.ts';

/** Production, staging and development stand apart: a system runs on clusters of its own environment, and so do the clusters that serve it. */
export const environmentPlacement: Check = {
  code: 'environment-placement',
  severity: 'error',
  title: { en: 'System and cluster belong to different environments', vi: 'Hệ thống và cụm thuộc hai môi trường khác nhau' },
  run({ estate, report }) {
    const systems = activeDecisions(estate).flatMap((decision) => runsAt(estate, decision).flatMap(({ cluster, role }) => {
      const { environment } = estate.clusters.get(cluster)!.data;
      const wanted = decision.system.data.environment;
      return environment === wanted ? [] : [report(decision.grant, `${decision.placementPointer}/${role === 'primary' ? 'cluster' : 'dr'}`, {
        message: { en: `${decision.system.key} is a ${wanted} system, but ${cluster} is a ${environment} cluster`, vi: `${decision.system.key} là hệ thống môi trường ${wanted}, nhưng ${cluster} là cụm môi trường ${environment}` },
        hint: { en: `place it on a ${wanted} cluster`, vi: `đặt hệ thống trên cụm môi trường ${wanted}` } })];
    }));
    const clusters = [...estate.clusters.values()].flatMap((cluster) => (['managedBy', 'vault'] as const).flatMap((support) => {
      const other = estate.clusters.get(cluster.data[support] ?? '');
      return !other || other.data.environment === cluster.data.environment ? [] : [report(cluster, `/${support}`, {
        message: { en: `${cluster.id} is a ${cluster.data.environment} cluster, but ${other.id} is a ${other.data.environment} cluster`, vi: `${cluster.id} là cụm môi trường ${cluster.data.environment}, nhưng ${other.id} là cụm môi trường ${other.data.environment}` },
        hint: { en: `name a ${cluster.data.environment} cluster`, vi: `chỉ định cụm môi trường ${cluster.data.environment}` } })];
    }));
    return [...systems, ...clusters];
  },
};
