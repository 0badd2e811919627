import { basis, demanded, isolationLevel } from '../derive/law.ts';
import { mostAdvanced, mostDemanding, placedOn } from '../derive/placements.ts';
import { siteOf } from '../derive/sites.ts';
import { missingFact, type Check } from './check.ts';

/** Copies lie on infrastructure of their own, at another site than what they are copies of. */
export const vaultPlacement: Check = {
  code: 'vault-placement',
  severity: 'error',
  title: { en: 'Backups have no place apart', vi: 'Bản sao lưu chưa có nơi lưu tách biệt' },
  run({ estate, report }) {
    return [...estate.clusters.values()].flatMap((cluster) => {
      const here = siteOf(estate, cluster.id);
      if (cluster.data.vault !== null) {
        const there = siteOf(estate, cluster.data.vault);
        return !here || here !== there ? [] : [report(cluster, '/vault', {
          message: { en: `the vault ${cluster.data.vault} stands at ${here.id}, the site of ${cluster.id}: a lost site takes the copies along`, vi: `cụm sao lưu ${cluster.data.vault} đặt tại ${here.id}, cùng trung tâm với ${cluster.id}: mất trung tâm là mất cả bản sao` },
          hint: { en: 'name a vault cluster at the recovery partner', vi: 'chỉ định cụm sao lưu tại trung tâm dự phòng' } })];
      }
      const held = placedOn(estate, cluster.id).filter(({ role }) => role === 'primary').map(({ decision }) => decision);
      const top = mostDemanding(held);
      if (!top || cluster.data.role === 'vault') return [];
      const { rule } = demanded(estate, { regime: top.system.data.regime, level: isolationLevel(top), key: 'backup_separate_infrastructure' });
      return !rule ? [] : [report(cluster, '/vault', { ...missingFact(mostAdvanced(held.map(({ state }) => state))), status: 'fail',
        message: { en: `${cluster.id} holds systems up to level ${top.level}, whose copies must lie apart (${basis(rule).en}), and names no vault`, vi: `${cluster.id} chứa hệ thống đến cấp độ ${top.level}, bản sao phải lưu trên hạ tầng tách biệt (${basis(rule).vi}), nhưng chưa nêu cụm sao lưu` },
        hint: { en: 'name a vault cluster at another site that counts', vi: 'chỉ định cụm sao lưu tại một trung tâm hợp lệ khác' } })];
    });
  },
};
