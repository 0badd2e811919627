/** Words of the reports, in both languages. Terms follow the glossary of the domain (hệ thống thông tin, cấp độ, bên thuê, …). */
import type { Severity, Status, Text } from '../model/finding.ts';
import type { Action } from './change.ts';
import type { RuleResult } from './rules.ts';
import type { StackKind } from './stack-id.ts';

export const severityWords: Record<Severity, Text> = {
  error: { vi: 'Lỗi', en: 'Error' },
  warning: { vi: 'Cảnh báo', en: 'Warning' },
  info: { vi: 'Thông tin', en: 'Information' },
};

export const statusWords: Record<Status, Text> = {
  fail: { vi: 'không đạt', en: 'fails' },
  unknown: { vi: 'chưa xác định', en: 'unknown' },
};

export const resultWords: Record<RuleResult['result'], Text> = {
  pass: { vi: 'đạt', en: 'pass' },
  fail: { vi: 'không đạt', en: 'fail' },
  unknown: { vi: 'chưa xác định', en: 'unknown' },
};

export const actionWords: Record<Action, Text> = {
  created: { vi: 'tạo mới', en: 'created' },
  moved: { vi: 'chuyển chỗ', en: 'moved' },
  changed: { vi: 'thay đổi', en: 'changed' },
  replaced: { vi: 'thay mới', en: 'replaced' },
  destroyed: { vi: 'xóa', en: 'destroyed' },
};

export const stackKindWords: Record<StackKind, Text> = {
  machines: { vi: 'máy của cụm', en: 'machines of a cluster' },
  crds: { vi: 'định nghĩa loại tài nguyên', en: 'resource definitions' },
  operator: { vi: 'operator', en: 'operators' },
  guardrails: { vi: 'hàng rào bảo vệ', en: 'guard rails' },
  services: { vi: 'dịch vụ của cụm', en: 'services of a cluster' },
  exchange: { vi: 'cổng chia sẻ dữ liệu', en: 'data exchange gateways' },
  vault: { vi: 'kho sao lưu', en: 'backup vaults' },
  tenant: { vi: 'phần chung của bên thuê', en: 'tenant-wide parts' },
  system: { vi: 'hệ thống thông tin', en: 'information systems' },
  data: { vi: 'cơ sở dữ liệu của hệ thống', en: 'databases of systems' },
  copies: { vi: 'bản sao có khóa của hệ thống trong cụm sao lưu', en: 'locked copies of systems in vaults' },
};

const siteKinds: Record<string, Text> = { central: { vi: 'trung tâm quốc gia', en: 'national center' }, regional: { vi: 'trung tâm vùng', en: 'regional center' } };
const siteStatuses: Record<string, Text> = {
  operating: { vi: 'đang hoạt động', en: 'operating' },
  modelled: { vi: 'vị trí quy hoạch của danh mục, chưa có nguồn xác nhận', en: 'planning slot, no source confirms it' },
  planned: { vi: 'mới công bố; không tính vào dung lượng hay dự phòng', en: 'announced; counts for nothing yet' },
};
const regions: Record<string, Text> = { north: { vi: 'Bắc', en: 'north' }, central: { vi: 'Trung', en: 'central' }, south: { vi: 'Nam', en: 'south' } };
const clusterRoles: Record<string, Text> = {
  management: { vi: 'quản lý', en: 'management' },
  shared: { vi: 'dùng chung', en: 'shared' },
  dedicated: { vi: 'dành riêng', en: 'dedicated' },
  vault: { vi: 'kho sao lưu', en: 'vault' },
};
const tenantKinds: Record<string, Text> = {
  ministry: { vi: 'bộ', en: 'ministry' },
  'ministerial-agency': { vi: 'cơ quan ngang bộ', en: 'ministerial-level agency' },
  province: { vi: 'tỉnh, thành phố', en: 'province or city' },
  'state-body': { vi: 'cơ quan nhà nước khác', en: 'other state body' },
  'political-body': { vi: 'tổ chức chính trị', en: 'political body' },
  'special-body': { vi: 'cơ quan đặc thù', en: 'special body' },
};
const states: Record<string, Text> = {
  pending: { vi: 'chờ cấp phép', en: 'pending' },
  requested: { vi: 'đã đề nghị', en: 'requested' },
  approved: { vi: 'đã phê duyệt', en: 'approved' },
  provisioned: { vi: 'đã dựng', en: 'provisioned' },
  operating: { vi: 'đang vận hành', en: 'operating' },
  retiring: { vi: 'đang ngừng', en: 'retiring' },
  retired: { vi: 'đã ngừng', en: 'retired' },
};
const kinds: Record<string, Text> = {
  platform: { vi: 'nền tảng', en: 'platform' }, site: { vi: 'trung tâm dữ liệu', en: 'site' }, device: { vi: 'thiết bị mạng chính', en: 'main network device' },
  cluster: { vi: 'cụm', en: 'cluster' }, tenant: { vi: 'bên thuê', en: 'tenant' }, system: { vi: 'hệ thống thông tin', en: 'information system' },
  database: { vi: 'cơ sở dữ liệu', en: 'database' }, offer: { vi: 'bản chia sẻ', en: 'offer' }, use: { vi: 'bản sử dụng', en: 'use' },
  grant: { vi: 'bản cấp phép', en: 'grant' }, partner: { vi: 'đối tác bên ngoài', en: 'outside party' },
};
const modes: Record<string, Text> = {
  query: { vi: 'tra cứu', en: 'query' }, sync: { vi: 'đồng bộ', en: 'sync' }, 'upward-sync': { vi: 'đồng bộ lên CSDL tổng hợp', en: 'upward sync' }, media: { vi: 'đóng gói', en: 'media' },
};
const variants: Record<string, Text> = {
  standard: { vi: 'chuẩn', en: 'standard' }, geospatial: { vi: 'không gian địa lý', en: 'geospatial' }, timeseries: { vi: 'chuỗi thời gian', en: 'time series' },
};
const zones: Record<string, Text> = { edge: { vi: 'biên', en: 'edge' }, app: { vi: 'ứng dụng', en: 'app' }, data: { vi: 'dữ liệu', en: 'data' }, mgmt: { vi: 'quản trị', en: 'management' } };

const tables = { siteKinds, siteStatuses, regions, clusterRoles, tenantKinds, states, kinds, modes, variants, zones } as const;

/** The word for a value of the catalog; the value itself when there is none. */
export function word(table: keyof typeof tables, value: string): Text {
  return tables[table][value] ?? { vi: value, en: value };
}

/** A whole number with the thousands mark of each language. */
export function number(value: number): Text {
  const groups = (mark: string) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, mark);
  return { vi: groups('.'), en: groups(',') };
}

/** `3 lỗi` / `3 errors`. */
export function counted(value: number, vi: string, one: string, many: string): Text {
  const shown = number(value);
  return { vi: `${shown.vi} ${vi}`, en: `${shown.en} ${value === 1 ? one : many}` };
}
