/** A grant for a system that nobody asks for: without effect, or, once something runs, a system that lost its description. */
import { needsEvidence } from '../derive/decisions.ts';
import { didYouMean } from '../load/issues.ts';
import type { CatalogCheck } from './check.ts';

export const grantWithoutRequest: CatalogCheck = {
  code: 'grant-without-request',
  severity: 'warning',
  title: { en: 'A grant names a system that nobody requests', vi: 'Quyết định cấp phép nêu hệ thống không có đề nghị' },
  reads: 'catalog',
  run({ catalog, report }) {
    const tenants = new Set(catalog.entries('tenant').map(({ key }) => key));
    const usable = new Set(catalog.all.map(({ file }) => file));
    return catalog.entries('grant').filter(({ data }) => tenants.has(data.tenant)).flatMap((grant) => {
      const requested = catalog.entries('system').filter(({ folderTenant }) => folderTenant === grant.data.tenant).map(({ id }) => id);
      return grant.data.systems.flatMap(({ system }, index) => {
        const file = `tenants/${grant.data.tenant}/systems/${system}.yaml`;
        // A file that is there and cannot be used has findings of its own.
        if (requested.includes(system) || (catalog.files.includes(file) && !usable.has(file))) return [];
        return [report(grant, `/systems/${index}/system`, {
          severity: needsEvidence(grant.data.state) ? 'error' : 'warning',
          message: { en: `${grant.data.tenant} requests no system ${system}`, vi: `${grant.data.tenant} không đề nghị hệ thống ${system}` },
          hint: didYouMean(system, requested) ?? (needsEvidence(grant.data.state)
            ? { en: 'a running system is retired by `ndc tenant retire`, never by deleting its file', vi: 'hệ thống đang chạy được dừng bằng `ndc tenant retire`, không xóa tệp' }
            : { en: `remove it here, or add ${file}`, vi: `xóa tại đây, hoặc thêm ${file}` }),
        })];
      });
    });
  },
};
