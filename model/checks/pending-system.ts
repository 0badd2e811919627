/** A request without a grant: not an error, but the ministry should see that it waits. */
import { decide } from '../derive/decisions.ts';
import type { Check } from './check.ts';

export const pendingSystem: Check = {
  code: 'pending-system',
  severity: 'info',
  title: { en: 'A system waits for a grant', vi: 'Hệ thống đang chờ cấp phép' },
  run: ({ estate, report }) => [...estate.systems.values()].filter(({ key }) => decide(estate, key) === undefined).map((system) => report(system, '/id', {
    message: { en: `the system ${system.key} is requested and not granted yet`, vi: `hệ thống ${system.key} đã đề nghị nhưng chưa được cấp` },
    hint: { en: `the platform decides it in grants/${system.folderTenant}.yaml; until then nothing is built`, vi: `nền tảng quyết định trong grants/${system.folderTenant}.yaml; trước đó chưa có gì được dựng` },
  })),
};
