import { basis, listed } from '../derive/law.ts';
import { levelOf } from '../derive/placements.ts';
import { databasesOf } from '../derive/decisions.ts';
import type { Check } from './check.ts';

/** Where the level asks for load balancing, what serves others does not run once: an upgrade or a lost machine would stop it. */
export const singleInstance: Check = {
  code: 'single-instance',
  severity: 'error',
  title: { en: 'A part that must not stop runs once', vi: 'Thành phần không được dừng nhưng chỉ chạy một bản' },
  run: ({ estate, report }) => [...estate.systems.values()].filter(({ data }) => data.environment === 'production').flatMap((system) => {
    const { level } = levelOf(estate, system);
    const { rule } = listed(estate, { regime: system.data.regime, level, key: 'redundancy' }, 'load-balancing');
    if (!rule) return [];
    const hint = { en: 'run at least 2', vi: 'chạy ít nhất 2 bản' };
    const why = { en: `level ${level} asks for load balancing (${basis(rule).en})`, vi: `cấp độ ${level} yêu cầu cân bằng tải (${basis(rule).vi})` };
    const components = system.data.components.flatMap(({ id, replicas, listeners }, index) => (listeners.length === 0 || replicas > 1 ? [] : [report(system, `/components/${index}/replicas`, { hint,
      message: { en: `${id} serves others and runs once; ${why.en}`, vi: `${id} phục vụ thành phần khác nhưng chỉ chạy một bản; ${why.vi}` } })]));
    const databases = databasesOf(estate, system.key).filter(({ data }) => data.instances === 1).map((database) => report(database, '/instances', { hint,
      message: { en: `${database.id} runs once; ${why.en}`, vi: `${database.id} chỉ chạy một bản; ${why.vi}` } }));
    const poolers = databasesOf(estate, system.key).filter(({ data }) => data.pooler.instances === 1).map((database) => report(database, '/pooler/instances', { hint,
      message: { en: `the pooler of ${database.id} runs once; ${why.en}`, vi: `bộ gộp kết nối của ${database.id} chỉ chạy một bản; ${why.vi}` } }));
    return [...components, ...databases, ...poolers];
  }),
};
