import type { Check } from './check.ts';

/** Management and vault clusters are information systems themselves, and whoever makes a cluster is known to control it. */
export const missingController: Check = {
  code: 'missing-controller',
  severity: 'error',
  title: { en: 'Nobody answers for what controls a cluster', vi: 'Chưa có hệ thống điều khiển chịu trách nhiệm về cụm' },
  run: ({ estate, report }) => [...estate.clusters.values()].flatMap((cluster) => {
    const { role, controller: own, managedBy } = cluster.data;
    const hint = (system: string) => ({ en: `add ${cluster.id} to controls of ${system}`, vi: `bổ sung ${cluster.id} vào controls của ${system}` });
    if ((role === 'management' || role === 'vault') && own === undefined) {
      return [report(cluster, '/role', {
        message: { en: `${cluster.id} is a ${role} cluster and names no controller`, vi: `${cluster.id} là cụm ${role} nhưng chưa nêu hệ thống điều khiển` },
        hint: { en: 'name the information system that it is in controller', vi: 'nêu hệ thống thông tin tương ứng trong controller' } })];
    }
    const named = estate.systems.get(own ?? '');
    const wrong = named && named.data.kind !== 'controller' ? [report(cluster, '/controller', {
      message: { en: `${named.key} is named as controller of ${cluster.id}, but its kind is ${named.data.kind}`, vi: `${named.key} được nêu là hệ thống điều khiển của ${cluster.id}, nhưng thuộc loại ${named.data.kind}` },
      hint: { en: 'name a system of kind controller', vi: 'nêu hệ thống thuộc loại controller' } })] : [];
    const makers = [own, estate.clusters.get(managedBy ?? '')?.data.controller].flatMap((key) => estate.systems.get(key ?? '') ?? []);
    const silent = makers.filter((maker) => !maker.data.controls?.includes(cluster.id));
    return [...wrong, ...[...new Set(silent)].map((maker) => report(maker, maker.data.controls ? '/controls' : '', {
      message: { en: `${maker.key} makes or is ${cluster.id}, but does not say that it controls it`, vi: `${maker.key} tạo ra hoặc chính là ${cluster.id}, nhưng không khai là điều khiển cụm này` },
      hint: hint(maker.key) }))];
  }),
};
