import { parseSeconds } from '../units.ts';
import type { Check } from './check.ts';

/** A locked bucket is versioned, and nothing is locked for longer than it is kept. */
export const bucketLock: Check = {
  code: 'bucket-lock',
  severity: 'error',
  title: { en: 'Lock, versions and retention of a bucket contradict each other', vi: 'Khóa, phiên bản và thời gian giữ của kho đối tượng mâu thuẫn' },
  run: ({ estate, report }) => [...estate.systems.values()].flatMap((system) => system.data.buckets.flatMap(({ id, versioning, lock, retention }, index) => [
    ...(!lock || versioning ? [] : [report(system, `/buckets/${index}/versioning`, {
      message: { en: `${id} is locked but keeps no versions: S3 object lock works on versions alone`, vi: `${id} bị khóa nhưng không giữ phiên bản: khóa đối tượng S3 chỉ có tác dụng trên phiên bản` },
      hint: { en: 'set versioning to true', vi: 'đặt versioning là true' } })]),
    ...(!lock || parseSeconds(lock.duration)! <= parseSeconds(retention)! ? [] : [report(system, `/buckets/${index}/lock/duration`, {
      message: { en: `objects of ${id} are locked for ${lock.duration}, longer than the ${retention} they are kept: deletions would be refused`, vi: `đối tượng của ${id} bị khóa ${lock.duration}, dài hơn thời gian giữ ${retention}: lệnh xóa sẽ bị từ chối` },
      hint: { en: 'lock for the retention at most', vi: 'thời gian khóa không vượt quá thời gian giữ' } })]),
  ])),
};
