/** A tenant: a body that owns information systems. */
import { z } from 'zod';
import { assumed, confidence, field, hostName, id, ref, sources, text } from './scalars.ts';

const unit = field(text().nullable(), 'Unit or provider; null: not named yet', 'Đơn vị, nhà cung cấp; null: chưa nêu tên');

const layer = (en: string, vi: string) => field(z.strictObject({
  unit,
  contactRole: field(z.string().min(3).nullable(), 'Role to contact, never the name of a person; null: not named yet', 'Vai trò đầu mối, không ghi tên người; null: chưa có'),
  receiver: field(z.strictObject({ partner: ref('partner'), endpoint: id() }).nullable().optional(), 'Where logs are fed to: an endpoint of a partner; null: not named yet. For professionalMonitoring and nationalLink', 'Nơi nhận nhật ký: địa chỉ của một đối tác; null: chưa có. Dành cho professionalMonitoring và nationalLink'),
  note: text().optional(),
}).optional(), en, vi);

export const tenant = z.strictObject({
  id: id(),
  kind: z.enum(['ministry', 'ministerial-agency', 'province', 'state-body', 'political-body', 'special-body']),
  code: field(z.string().min(1).max(12), 'Official code: two digits of a province, abbreviation of a ministry', 'Mã chính thức: mã tỉnh hai chữ số, chữ viết tắt của bộ'),
  names: text(),
  class: field(z.enum(['hosted', 'on-premises']), 'hosted: systems run in the national centers; on-premises: own network, connected through the exchange only', 'hosted: hệ thống chạy tại trung tâm quốc gia; on-premises: mạng riêng, chỉ kết nối qua nền tảng chia sẻ'),
  domain: field(z.strictObject({ name: hostName(), status: z.enum(['seen', 'unconfirmed']) }).nullable(), 'Web domain; unconfirmed ones are never used in objects', 'Tên miền; tên chưa xác nhận không được dùng'),
  region: field(z.enum(['north', 'central', 'south']).optional(), 'Deployment region (our own grouping)', 'Vùng triển khai (cách nhóm của dự án)'),
  localAdministration: field(z.strictObject({
    tiers: field(z.literal(2), 'Province and commune; there is no district level', 'Tỉnh và xã; không còn cấp huyện'),
    communes: field(z.int().min(1), 'Communes, wards and special zones: users of the province, not tenants', 'Xã, phường, đặc khu: nhóm người dùng của tỉnh, không phải bên thuê'),
    confidence: confidence(),
  }).optional(), 'Provinces only', 'Chỉ dành cho tỉnh'),
  mergedFrom: z.array(z.string()).optional(),
  protection: field(z.strictObject({
    onSiteForce: layer('Layer 1: on-site force', 'Lớp 1: lực lượng tại chỗ'),
    professionalMonitoring: layer('Layer 2: professional monitoring and protection', 'Lớp 2: giám sát, bảo vệ chuyên nghiệp'),
    independentAssessment: layer('Layer 3: independent periodic assessment', 'Lớp 3: kiểm tra, đánh giá độc lập, định kỳ'),
    nationalLink: layer('Layer 4: link to the national monitoring system', 'Lớp 4: kết nối hệ thống giám sát quốc gia'),
  }), 'Four-layer protection: who protects (never the network zones)', 'Bảo vệ 4 lớp: ai bảo vệ (không phải vùng mạng)'),
  dataOfficerRole: field(z.string().min(3).nullable(), 'Role of the focal point for data; null: not named yet', 'Vai trò lãnh đạo phụ trách dữ liệu; null: chưa có'),
  tslcdAccess: field(z.strictObject({
    accessLevel: field(z.enum(['I', 'II']), 'I: central bodies; II: the rest (our reading of Circular 06/2026)', 'I: cơ quan trung ương; II: còn lại (cách hiểu của dự án)'),
    channels: z.int().min(1),
    directions: z.int().min(1),
  }).optional(), 'Attachment to the specialized data network', 'Kết nối mạng truyền số liệu chuyên dùng'),
  assumed: assumed(),
  source: sources(),
});

export type Tenant = z.output<typeof tenant>;
export type ProtectionLayer = keyof Tenant['protection'];
