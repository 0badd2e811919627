import { systemOf } from '../derive/placements.ts';
import { parseSeconds } from '../units.ts';
import type { Check } from './check.ts';

/** Without a synchronous standby, what was not archived yet is lost with the instance: no RPO below the archive timeout. */
export const rpoContradicted: Check = {
  code: 'rpo-contradicted',
  severity: 'error',
  title: { en: 'The settings cannot keep the recovery point objective', vi: 'Thiết lập không đạt được mục tiêu điểm khôi phục (RPO)' },
  run({ estate, report }) {
    return [...estate.databases.values()].flatMap((database) => {
      const { objectives: { rpo }, backup: { walArchiveTimeout }, synchronous: { mode, standbys }, instances } = database.data;
      const confirmed = mode === 'quorum' && standbys >= 1 && instances > standbys;
      if (confirmed || systemOf(estate, database) === undefined || parseSeconds(rpo)! >= parseSeconds(walArchiveTimeout)!) return [];
      return [report(database, '/objectives/rpo', {
        message: { en: `an RPO of ${rpo} is promised, but replication is asynchronous and a WAL segment may wait ${walArchiveTimeout} for its archive`, vi: `cam kết RPO ${rpo}, nhưng sao chép không đồng bộ và một đoạn WAL có thể chờ ${walArchiveTimeout} trước khi được lưu trữ` },
        hint: { en: 'set synchronous to mode quorum with at least 1 standby, or promise no less than walArchiveTimeout', vi: 'đặt synchronous ở mode quorum với ít nhất 1 standbys, hoặc cam kết không thấp hơn walArchiveTimeout' } })];
    });
  },
};
