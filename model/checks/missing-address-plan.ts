/** A site that counts has an address plan; only a planned one may lack it. */
import type { CatalogCheck } from './check.ts';

export const missingAddressPlan: CatalogCheck = {
  code: 'missing-address-plan',
  severity: 'error',
  title: { en: 'A site has no address plan', vi: 'Trung tâm chưa có quy hoạch địa chỉ' },
  reads: 'catalog',
  run({ catalog, report }) {
    return catalog.entries('site').filter(({ data }) => data.addresses === undefined && data.status !== 'planned').map((entry) => report(entry, '/addresses', {
      message: { en: `the site is ${entry.data.status} but has no addresses`, vi: `trung tâm ở trạng thái ${entry.data.status} nhưng chưa có addresses` },
      hint: { en: 'enter the ranges the network operator gave, or set the status to planned', vi: 'nhập các dải do đơn vị vận hành mạng cấp, hoặc đặt trạng thái planned' },
    }));
  },
};
