import { databasesOf, primaryCluster, type Decision } from '../derive/decisions.ts';
import { activeDecisions } from '../derive/placements.ts';
import { isNational, lacksRoom, recoveryOf, roomAfter, survivesFromLevel, type Absence } from '../derive/site-loss.ts';
import { siteOf } from '../derive/sites.ts';
import type { Estate } from '../estate.ts';
import type { Text } from '../finding.ts';
import { missingFact, type About, type Check } from './check.ts';

/** National databases of level 4 and above survive the loss of any one site: a copy elsewhere, and room for it. One finding for each that would not. */
export const siteLossSurvival: Check = {
  code: 'site-loss-survival',
  severity: 'error',
  title: { en: 'A national database does not survive the loss of a site', vi: 'Cơ sở dữ liệu quốc gia không trụ được khi mất một trung tâm' },
  run: ({ estate, report }) => activeDecisions(estate).filter(({ level }) => level >= survivesFromLevel).flatMap((decision) => {
    const national = databasesOf(estate, decision.system.key).filter((database) => isNational(database, decision.system));
    const about = national.length === 0 ? undefined : problem(estate, decision);
    return about === undefined ? [] : national.map((database) => report(database, '/objectives/siteLoss', about(database.id)));
  }),
};

function problem(estate: Estate, decision: Decision): ((database: string) => About) | undefined {
  const here = siteOf(estate, primaryCluster(estate, decision));
  if (!here) return undefined;
  const recovery = recoveryOf(estate, decision);
  if (recovery.kind === 'copy') {
    const cluster = estate.clusters.get(recovery.cluster)!;
    if (!lacksRoom({ decision, role: 'dr' }, cluster, roomAfter(estate, cluster, here.id))) return undefined;
    return (database) => ({
      message: { en: `${database} does not survive the loss of ${here.id}: ${cluster.id} has no room for all that recovers there at once`, vi: `${database} không trụ được khi mất ${here.id}: ${cluster.id} không đủ chỗ cho mọi hệ thống cùng chuyển tới` },
      hint: { en: 'add machines to the recovery cluster; capacity and capacity-site-loss say how many', vi: 'bổ sung máy cho cụm dự phòng; xem số lượng ở capacity và capacity-site-loss' },
    });
  }
  const why = absence[recovery.why];
  const kept: Text = recovery.kind === 'backup'
    ? { en: `only its backups are kept at ${recovery.site} (${recovery.vault})`, vi: `chỉ còn bản sao lưu tại ${recovery.site} (${recovery.vault})` }
    : { en: 'nothing of it is kept elsewhere', vi: 'không còn gì ở nơi khác' };
  return (database) => ({ ...missingFact(decision.state), status: 'fail',
    message: { en: `${database} does not survive the loss of ${here.id}: ${why.en}; ${kept.en}`, vi: `${database} không trụ được khi mất ${here.id}: ${why.vi}; ${kept.vi}` },
    hint: { en: 'grant a cluster at a second site that counts; ndc simulate site-loss shows what follows', vi: 'cấp một cụm tại trung tâm thứ hai hợp lệ; xem hệ quả bằng ndc simulate site-loss' },
  });
}

/** Why there is no copy that would take over, in words. */
const absence: Readonly<Record<Absence, Text>> = {
  none: { en: 'it has no copy at a second site', vi: 'không có bản sao tại trung tâm thứ hai' },
  'same-site': { en: 'its copy stands at the same site', vi: 'bản sao đặt cùng trung tâm' },
  planned: { en: 'its second site is only planned and does not count', vi: 'trung tâm thứ hai mới chỉ được quy hoạch nên không được tính' },
};
