/** A tenant's folder says who the tenant is. */
import type { CatalogCheck } from './check.ts';

export const missingTenantFile: CatalogCheck = {
  code: 'missing-tenant-file',
  severity: 'error',
  title: { en: 'A tenant folder without tenant.yaml', vi: 'Thư mục bên thuê thiếu tenant.yaml' },
  reads: 'catalog',
  run({ catalog, report }) {
    const files = new Set(catalog.files);
    const folders = new Set(catalog.files.filter((file) => file.startsWith('tenants/')).map((file) => file.split('/')[1]!));
    return [...folders].filter((folder) => !files.has(`tenants/${folder}/tenant.yaml`)).map((folder) => report(`tenants/${folder}/tenant.yaml`, '', {
      message: { en: `the folder tenants/${folder} has no tenant.yaml`, vi: `thư mục tenants/${folder} không có tenant.yaml` },
      hint: { en: `add it with \`ndc tenant new ${folder}\`, or move the files to their tenant`, vi: `thêm bằng \`ndc tenant new ${folder}\`, hoặc chuyển tệp về đúng bên thuê` },
    }));
  },
};
