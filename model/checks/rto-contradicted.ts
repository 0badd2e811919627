import { measured, proofOf } from '../derive/evidence.ts';
import { levelOf, systemOf } from '../derive/placements.ts';
import { parseSeconds } from '../units.ts';
import { missingFact, type Check } from './check.ts';

/** Measure of drill evidence that holds the seconds of a whole restore. */
export const restoreMeasure = 'restoreSeconds';

/** A single instance comes back by a restore alone. How long that takes is known from a drill, never from a formula: no sourced throughput exists. */
export const rtoContradicted: Check = {
  code: 'rto-contradicted',
  severity: 'error',
  title: { en: 'A single instance and a recovery time that no restore has kept', vi: 'Một bản duy nhất và thời gian khôi phục (RTO) chưa được chứng minh' },
  run({ estate, report }) {
    return [...estate.databases.values()].filter(({ data }) => data.instances === 1).flatMap((database) => {
      const { rto } = database.data.objectives;
      const seconds = measured(proofOf(estate, 'drill', database.id), restoreMeasure);
      const hint = { en: 'run at least 2 instances, or promise what a restore drill has shown', vi: 'chạy ít nhất 2 bản, hoặc cam kết theo kết quả diễn tập khôi phục' };
      if (seconds === undefined) {
        const system = systemOf(estate, database);
        return [report(database, '/objectives/rto', { ...missingFact(system && levelOf(estate, system).state), hint,
          message: { en: `an RTO of ${rto} is promised for a single instance; no restore drill says how long a restore takes`, vi: `cam kết RTO ${rto} cho một bản duy nhất; chưa có diễn tập khôi phục cho biết thời gian khôi phục` } })];
      }
      return seconds <= parseSeconds(rto)! ? [] : [report(database, '/objectives/rto', { hint,
        message: { en: `an RTO of ${rto} is promised for a single instance, but the last drill took ${seconds} s to restore it`, vi: `cam kết RTO ${rto} cho một bản duy nhất, nhưng lần diễn tập gần nhất mất ${seconds} giây để khôi phục` } })];
    });
  },
};
