import { basis, overlayNumber } from '../derive/law.ts';
import { levelOf } from '../derive/placements.ts';
import { missingFact, type Check } from './check.ts';

/** The attachment of a tenant to the specialized data network has the channels and directions that its access level and the levels of its systems ask for. */
export const tslcdAccess: Check = {
  code: 'tslcd-access',
  severity: 'error',
  title: { en: 'The tenant’s access to the specialized data network is too thin', vi: 'Kết nối mạng truyền số liệu chuyên dùng của bên thuê chưa đủ' },
  run({ estate, report }) {
    return [...estate.tenants.values()].flatMap((tenant) => {
      const levels = [...estate.systems.values()].filter(({ folderTenant }) => folderTenant === tenant.id).map((system) => levelOf(estate, system).level);
      if (levels.length === 0) return [];
      const access = tenant.data.tslcdAccess;
      if (!access) {
        return [report(tenant, '', { ...missingFact(estate.grants.get(tenant.id)?.data.state),
          message: { en: `how ${tenant.id} attaches to the specialized data network is not described`, vi: `chưa khai báo cách ${tenant.id} kết nối mạng truyền số liệu chuyên dùng` },
          hint: { en: 'add tslcdAccess with access level, channels and directions', vi: 'bổ sung tslcdAccess gồm cấp truy nhập, số kênh và số hướng' } })];
      }
      const top = Math.max(...levels);
      const overlay = `tslcd-access-${access.accessLevel === 'I' ? 1 : 2}`;
      return (['channels', 'directions'] as const).flatMap((what) => {
        const { rule, unreadSource } = overlayNumber(estate, overlay, `tslcd_${what}_min`, top);
        const words = what === 'channels' ? { en: 'channels', vi: 'kênh' } : { en: 'directions', vi: 'hướng' };
        if (!rule) {
          return what === 'directions' && access.accessLevel === 'II' ? [] : [report(tenant, `/tslcdAccess/${what}`, { severity: 'warning', status: 'unknown',
            message: { en: `how many ${words.en} access level ${access.accessLevel} needs is unknown: ${unreadSource} is missing`, vi: `chưa rõ cấp truy nhập ${access.accessLevel} cần bao nhiêu ${words.vi}: thiếu ${unreadSource}` },
            hint: { en: 'add the overlay from Circular 06/2026', vi: 'bổ sung overlay theo Thông tư 06/2026' } })];
        }
        return access[what] >= rule.value ? [] : [report(tenant, `/tslcdAccess/${what}`, {
          message: { en: `access level ${access.accessLevel} with systems up to level ${top} needs ${rule.value} ${words.en} (${basis(rule).en}), found ${access[what]}`, vi: `cấp truy nhập ${access.accessLevel} có hệ thống đến cấp độ ${top} cần ${rule.value} ${words.vi} (${basis(rule).vi}), hiện có ${access[what]}` },
          hint: { en: `order ${rule.value} ${words.en} and state them here`, vi: `đăng ký ${rule.value} ${words.vi} và khai báo tại đây` } })];
      });
    });
  },
};
