import type { About, Check } from './check.ts';
import type { Database } from '../schema/database.ts';

/** Instances and synchronous standbys fit together, and one lost instance does not stop commits. */
export const replicasContradicted: Check = {
  code: 'replicas-contradicted',
  severity: 'error',
  title: { en: 'Instances and synchronous standbys contradict each other', vi: 'Số bản và số bản dự phòng đồng bộ mâu thuẫn' },
  run: ({ estate, report }) => [...estate.databases.values()].flatMap((database) => {
    const found = problem(database.data);
    return found ? [report(database, found.pointer, found)] : [];
  }),
};

function problem({ instances, synchronous: { mode, standbys } }: Database): (About & { pointer: string }) | undefined {
  if (mode === 'none') {
    return standbys === 0 ? undefined : { pointer: '/synchronous/standbys',
      message: { en: `${standbys} synchronous standbys with mode none: nobody would wait for them`, vi: `${standbys} bản dự phòng đồng bộ với mode none: không ai chờ xác nhận` },
      hint: { en: 'set mode to quorum, or standbys to 0', vi: 'đặt mode là quorum, hoặc standbys là 0' } };
  }
  if (standbys === 0) {
    return { pointer: '/synchronous/standbys', message: { en: 'mode quorum with 0 standbys confirms nothing', vi: 'mode quorum với 0 standbys không xác nhận gì' }, hint: { en: 'set standbys to at least 1, or mode to none', vi: 'đặt standbys ít nhất là 1, hoặc mode là none' } };
  }
  if (instances < standbys + 1) {
    return { pointer: '/instances',
      message: { en: `${instances} instances cannot have ${standbys} synchronous standbys; at least ${standbys + 1} are needed`, vi: `${instances} bản không thể có ${standbys} bản dự phòng đồng bộ; cần ít nhất ${standbys + 1}` },
      hint: { en: `set instances to ${standbys + 2}, so that one may fail`, vi: `đặt instances là ${standbys + 2} để chịu được một bản hỏng` } };
  }
  return instances > standbys + 1 ? undefined : { pointer: '/instances', severity: 'warning',
    message: { en: `${instances} instances with ${standbys} synchronous standbys: one lost instance stops every commit`, vi: `${instances} bản với ${standbys} bản dự phòng đồng bộ: mất một bản là ngừng mọi giao dịch` },
    hint: { en: `set instances to ${standbys + 2}`, vi: `đặt instances là ${standbys + 2}` } };
}
