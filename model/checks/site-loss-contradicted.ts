import { decide } from '../derive/decisions.ts';
import { parseSeconds } from '../units.ts';
import { missingFact, type Check } from './check.ts';

/** What is promised for the loss of a whole site needs a second site, and is never better than an asynchronous copy allows. */
export const siteLossContradicted: Check = {
  code: 'site-loss-contradicted',
  severity: 'error',
  title: { en: 'The promise for the loss of a site cannot be kept', vi: 'Không thể giữ cam kết khi mất cả trung tâm' },
  run({ estate, report }) {
    return [...estate.databases.values()].flatMap((database) => {
      const { objectives: { siteLoss, rpo }, backup: { walArchiveTimeout } } = database.data;
      if (siteLoss === null) return [];
      const decision = decide(estate, `${database.folderTenant}/${database.data.system}`);
      const least = [walArchiveTimeout, rpo].sort((a, b) => parseSeconds(b)! - parseSeconds(a)!)[0]!;
      return [
        ...(parseSeconds(siteLoss.rpo)! >= parseSeconds(least)! ? [] : [report(database, '/objectives/siteLoss/rpo', {
          message: least === walArchiveTimeout
            ? { en: `an RPO of ${siteLoss.rpo} is promised for the loss of the site, but copies to another site are asynchronous and a WAL segment may wait ${walArchiveTimeout}`, vi: `cam kết RPO ${siteLoss.rpo} khi mất trung tâm, nhưng bản sao sang trung tâm khác là không đồng bộ và một đoạn WAL có thể chờ ${walArchiveTimeout}` }
            : { en: `an RPO of ${siteLoss.rpo} is promised for the loss of the site, better than the ${rpo} inside the site`, vi: `cam kết RPO ${siteLoss.rpo} khi mất trung tâm, tốt hơn mức ${rpo} trong trung tâm` },
          hint: { en: `promise no less than ${least}`, vi: `cam kết không thấp hơn ${least}` } })]),
        ...(!decision || decision.placement.dr !== null ? [] : [report(database, '/objectives/siteLoss', { ...missingFact(decision.state), status: 'fail',
          message: { en: `a recovery from the loss of the site is promised, but ${decision.system.key} has no cluster at a second site`, vi: `có cam kết khôi phục khi mất trung tâm, nhưng ${decision.system.key} không có cụm tại trung tâm thứ hai` },
          hint: { en: 'set siteLoss to null until a second site is granted', vi: 'đặt siteLoss là null cho đến khi được cấp trung tâm thứ hai' } })]),
      ];
    });
  },
};
