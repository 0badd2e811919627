/** One address answers for one thing. */
import type { Entry } from '../load/catalog.ts';
import type { CatalogCheck } from './check.ts';
import { canonicalAddress } from './ranges.ts';

interface Owned {
  readonly address: string;
  readonly entry: Entry;
  readonly pointer: string;
  /** Things of one owner may share the address: several sites may ask the same resolver. */
  readonly owner: string;
}

export const duplicateAddress: CatalogCheck = {
  code: 'duplicate-address',
  severity: 'error',
  title: { en: 'One address stands for two things', vi: 'Một địa chỉ dùng cho hai đối tượng' },
  reads: 'catalog',
  run({ catalog, report }) {
    const owned: Owned[] = [
      ...catalog.entries('cluster').flatMap((entry) => (['v4', 'v6'] as const).map((family) =>
        ({ address: entry.data.addresses.apiServer[family], entry, pointer: `/addresses/apiServer/${family}`, owner: `API server ${entry.key}` }))),
      ...catalog.entries('site').flatMap((entry) => entry.data.dns.map((address, index) => ({ address, entry, pointer: `/dns/${index}`, owner: 'resolver' }))),
    ];
    const first = new Map<string, Owned>();
    return owned.flatMap(({ address, entry, pointer, owner }) => {
      const key = canonicalAddress(address);
      const other = first.get(key);
      if (!other) first.set(key, { address, entry, pointer, owner });
      // The same spelling twice in one list is the matter of `duplicate-id`.
      if (!other || (other.owner === owner && (other.entry !== entry || other.address === address))) return [];
      return [report(entry, pointer, {
        message: { en: `${address} stands at ${other.entry.file} ${other.pointer} too`, vi: `${address} cũng có tại ${other.entry.file} ${other.pointer}` },
        hint: { en: 'give each its own address', vi: 'cấp cho mỗi đối tượng một địa chỉ riêng' },
      })];
    });
  },
};
