import { flavorCapacity } from '../derive/pools.ts';
import { showAmount } from '../derive/capacity.ts';
import { databasesOf } from '../derive/decisions.ts';
import { placedOn } from '../derive/placements.ts';
import { parseBytes } from '../units.ts';
import type { Check } from './check.ts';

/** A vault holds at least one full copy of every volume and bucket it protects, with its worst failure domain lost. More copies need more: how well they compress is not known. */
export const vaultCapacity: Check = {
  code: 'vault-capacity',
  severity: 'error',
  title: { en: 'A vault cannot hold one copy of what it protects', vi: 'Cụm sao lưu không chứa nổi một bản sao' },
  run: ({ estate, report }) => [...estate.clusters.values()].filter(({ data }) => data.role === 'vault').flatMap((vault) => {
    const sources = [...estate.clusters.values()].filter(({ data }) => data.vault === vault.id && data.role !== 'vault').map(({ id }) => id);
    const systems = new Set(sources.flatMap((id) => placedOn(estate, id)).map(({ decision }) => decision.system));
    const need = [...systems].reduce((sum, system) => sum
      + databasesOf(estate, system.key).reduce((size, { data }) => size + (parseBytes(data.size.data) ?? 0), 0)
      + system.data.buckets.reduce((size, bucket) => size + (parseBytes(bucket.size) ?? 0), 0), 0);
    const byDomain = new Map<string, number>();
    for (const pool of vault.data.pools.filter(({ zones }) => zones.includes('data'))) {
      for (const [domain, count] of Object.entries(pool.machines)) byDomain.set(domain, (byDomain.get(domain) ?? 0) + count * flavorCapacity(pool.flavor).storage);
    }
    const have = [...byDomain.values()].reduce((sum, size) => sum + size, 0) - Math.max(0, ...byDomain.values());
    const [needed, left, short] = [showAmount('storage', need, 'up'), showAmount('storage', have, 'down'), showAmount('storage', need - have, 'up')];
    return need <= have ? [] : [report(vault, '/pools', {
      message: { en: `${vault.id} keeps the copies of ${sources.join(', ')}: one full copy needs ${needed}, left ${left} without its largest failure domain, short ${short}`, vi: `${vault.id} giữ bản sao của ${sources.join(', ')}: một bản sao đầy đủ cần ${needed}, còn ${left} khi mất miền lỗi lớn nhất, thiếu ${short}` },
      hint: { en: 'add machines that serve data to the vault', vi: 'bổ sung máy phục vụ vùng data cho cụm sao lưu' } })];
  }),
};
