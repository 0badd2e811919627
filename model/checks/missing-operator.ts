import { operatorsNeeded } from '../derive/operators.ts';
import { placedOn } from '../derive/placements.ts';
import type { Check } from './check.ts';

/** A cluster has the operators of everything that is placed on it: the first roll-out would fail without. One finding for each operator. */
export const missingOperator: Check = {
  code: 'missing-operator',
  severity: 'error',
  title: { en: 'A cluster lacks an operator that its systems need', vi: 'Cụm thiếu operator mà hệ thống trên đó cần' },
  run: ({ estate, report }) => [...estate.clusters.values()].flatMap((cluster) => {
    const missing = new Map<string, { what: string; systems: string[] }>();
    for (const { decision: { system } } of placedOn(estate, cluster.id)) {
      for (const { operator, what } of operatorsNeeded(estate, system)) {
        if (cluster.data.operators.includes(operator)) continue;
        const known = missing.get(operator) ?? { what, systems: [] };
        if (!known.systems.includes(system.key)) known.systems.push(system.key);
        missing.set(operator, known);
      }
    }
    return [...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([operator, { what, systems }]) => {
      const shown = systems.length === 1 ? { en: `${systems[0]} needs`, vi: systems[0]! } : { en: `${systems.length} systems such as ${systems[0]} need`, vi: `${systems.length} hệ thống như ${systems[0]}` };
      return report(cluster, '/operators', {
        message: { en: `${shown.en} ${operator} for ${what}, and ${cluster.id} does not install it`, vi: `${shown.vi} cần ${operator} cho ${what}, nhưng ${cluster.id} không cài đặt` },
        hint: { en: `add ${operator} to operators, or place them elsewhere`, vi: `bổ sung ${operator} vào operators, hoặc đặt ở cụm khác` } });
    });
  }),
};
