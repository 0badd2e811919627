import type { Check } from './check.ts';

/** A production control plane keeps the majority of etcd when any one failure domain is lost. */
export const controlPlaneQuorum: Check = {
  code: 'control-plane-quorum',
  severity: 'error',
  title: { en: 'One lost failure domain stops the control plane', vi: 'Mất một miền lỗi làm dừng control plane' },
  run: ({ estate, report }) => [...estate.clusters.values()].filter(({ data }) => data.environment === 'production').flatMap((cluster) => {
    const machines = Object.entries(cluster.data.controlPlane.machines);
    const total = machines.reduce((sum, [, count]) => sum + count, 0);
    const majority = Math.floor(total / 2) + 1;
    const fatal = machines.filter(([, count]) => total - count < majority).map(([domain]) => domain).sort();
    if (total === 0 || fatal.length > 0) {
      return [report(cluster, '/controlPlane/machines', {
        message: total === 0 ? { en: `${cluster.id} has no control plane machine`, vi: `${cluster.id} không có máy control plane` }
          : { en: `${total} control plane machines need ${majority} for a majority; without ${fatal.join(' or ')} fewer are left`, vi: `${total} máy control plane cần ${majority} máy để đủ đa số; khi mất ${fatal.join(' hoặc ')} thì không còn đủ` },
        hint: { en: 'put an odd number of machines, at least 3, on at least 3 failure domains', vi: 'bố trí số máy lẻ, ít nhất 3, trên ít nhất 3 miền lỗi' } })];
    }
    return total % 2 === 1 ? [] : [report(cluster, '/controlPlane/machines', { severity: 'warning',
      message: { en: `${total} control plane machines tolerate no more losses than ${total - 1}`, vi: `${total} máy control plane không chịu lỗi tốt hơn ${total - 1} máy` },
      hint: { en: 'use an odd number', vi: 'dùng số lẻ' } })];
  }),
};
