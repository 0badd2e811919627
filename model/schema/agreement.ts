/** The two halves of a data-sharing agreement: it exists only where an offer and a use match. */
import { z } from 'zod';
import { assumed, day, field, id, ref, sources, text } from './scalars.ts';

const validity = {
  from: field(day(), 'First day', 'Ngày bắt đầu'),
  until: field(day(), 'Last day', 'Ngày kết thúc'),
};

export const sharingModes = ['query', 'sync', 'upward-sync', 'media'] as const;

export const offer = z.strictObject({
  id: id(),
  tenant: ref('tenant'),
  database: field(id().meta({ ref: 'database' }), 'Database that is offered', 'Cơ sở dữ liệu được chia sẻ'),
  mode: field(z.enum(sharingModes), 'query: through the platform; sync: part or all to the user; upward-sync: to the synthetic database; media: packaged', 'query: tra cứu qua nền tảng; sync: đồng bộ tới bên dùng; upward-sync: đồng bộ lên CSDL tổng hợp; media: đóng gói'),
  channel: field(ref('system'), 'Exchange platform that carries it', 'Nền tảng chia sẻ thực hiện'),
  consumers: field(z.union([z.literal('any-agency'), z.array(ref('tenant')).min(1)]), 'Who may use it', 'Bên được dùng'),
  legalBasis: text(),
  limits: field(z.strictObject({
    requestsPerSecond: field(z.int().min(1), 'Of one consumer', 'Của một bên dùng'),
    bulkCopy: field(z.boolean(), 'May whole tables be copied', 'Có được sao chép toàn bộ hay không'),
  }), 'Limits', 'Giới hạn'),
  ...validity,
  assumed: assumed(),
  source: sources(),
});

export const use = z.strictObject({
  id: id(),
  tenant: ref('tenant'),
  offer: field(ref('offer'), 'tenant/offer', 'bên-cung-cấp/mã-chia-sẻ'),
  system: field(ref('own-system'), 'System of this tenant that reads', 'Hệ thống của bên thuê này sử dụng dữ liệu'),
  component: field(id(), 'Component that opens the connection', 'Thành phần mở kết nối'),
  mode: field(z.enum(sharingModes), 'Must equal the mode of the offer', 'Phải trùng với hình thức trong bản chia sẻ'),
  purpose: text(),
  requestsPerSecond: z.int().min(1),
  ...validity,
  assumed: assumed(),
  source: sources(),
});

export type Offer = z.output<typeof offer>;
export type Use = z.output<typeof use>;
