/** Words that are parts of stack names cannot be ids of tenants and systems. */
import type { Finding } from '../finding.ts';
import type { CatalogCheck } from './check.ts';

/** Stacks of a cluster that belong to no tenant: `<cluster>--<word>`. */
const tenantWords = new Set(['machines', 'crds', 'guardrails', 'services', 'exchange', 'vault']);
/** `<cluster>--<tenant>--<word>`. */
const systemWords = new Set(['data', 'machines']);

export const reservedId: CatalogCheck = {
  code: 'reserved-id',
  severity: 'error',
  title: { en: 'An id is a word of the names of stacks', vi: 'Mã trùng với từ dành riêng trong tên stack' },
  reads: 'catalog',
  run({ catalog, report }) {
    const about = (id: string): Pick<Finding, 'message' | 'hint'> => ({
      message: { en: `${id} is reserved for names of stacks`, vi: `${id} là từ dành riêng cho tên stack` },
      hint: { en: 'choose another id', vi: 'chọn mã khác' },
    });
    return [
      ...catalog.entries('tenant').filter(({ id }) => tenantWords.has(id) || id.startsWith('operator-')).map((entry) => report(entry, '/id', about(entry.id))),
      ...catalog.entries('system').filter(({ id }) => systemWords.has(id)).map((entry) => report(entry, '/id', about(entry.id))),
    ];
  },
};
