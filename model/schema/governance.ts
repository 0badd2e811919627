/** Exceptions, evidence, signers and external parties. */
import { z } from 'zod';
import { assumed, cidr, confidence, day, digest, field, hostName, id, port, ref, sources, text } from './scalars.ts';

export const exception = z.strictObject({
  id: id(),
  rule: field(z.stringFormat('rule-name', /^(check|review|admission|checkov)\/[A-Za-z0-9_-]+$/), 'Rule that is set aside: check/…, review/…, admission/… or checkov/…', 'Quy tắc được miễn: check/…, review/…, admission/… hoặc checkov/…'),
  target: field(z.string().min(3), 'Narrowest place: a catalog file, with # and a JSON pointer where one value is meant', 'Phạm vi hẹp nhất: tệp danh mục, kèm # và JSON pointer nếu chỉ một giá trị'),
  reason: text(),
  approvedByRole: field(ref('signer-role'), 'Role that approved', 'Vai trò phê duyệt'),
  until: field(day(), 'Last day', 'Ngày cuối cùng'),
});

export const evidence = z.strictObject({
  kind: z.enum(['drill', 'assessment', 'monitoring', 'link', 'scan', 'decision', 'lab']),
  target: field(z.string().min(3), 'tenant/system or database it proves something about', 'Hệ thống hoặc cơ sở dữ liệu được chứng minh'),
  performedAt: day(),
  validUntil: day(),
  byRole: ref('signer-role'),
  result: z.enum(['passed', 'failed']),
  measures: field(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), 'Figures that were measured', 'Số liệu đo được'),
  versions: z.record(z.string(), z.string()),
  digest: field(digest(), 'Digest of what was proved', 'Mã băm của đối tượng được chứng minh'),
  signature: z.string().min(1),
});

export const signer = z.strictObject({
  id: id(),
  role: field(id(), 'Role, never the name of a person', 'Vai trò, không ghi tên người'),
  names: text(),
  keys: field(z.array(z.string().min(20)), 'SSH public keys; empty: not appointed yet', 'Khóa công khai SSH; rỗng: chưa bổ nhiệm'),
  mayApprove: field(z.array(z.enum(['pack', 'exception', 'evidence', 'signers'])), 'What the role may sign', 'Phạm vi được ký'),
  administers: field(z.array(ref('system')).optional(), 'Controller systems that people of the role administer; empty: none; absent: not known, and its drills do not count from level 4', 'Hệ thống điều khiển mà người giữ vai trò quản trị; rỗng: không có; không ghi: chưa biết, minh chứng diễn tập không được tính từ cấp độ 4'),
});

export const partner = z.strictObject({
  id: id(),
  names: text(),
  kind: field(z.enum(['carrier', 'state-network', 'national-service', 'enterprise', 'agency-network', 'public']), 'What kind of outside party', 'Loại đối tác bên ngoài'),
  meetsDigitalGovernmentStandards: field(z.boolean().nullable(), 'Enterprise clouds only; null: not known', 'Chỉ dành cho đám mây doanh nghiệp; null: chưa biết'),
  endpoints: field(z.array(z.strictObject({
    id: id(),
    host: hostName().optional(),
    cidrs: z.array(cidr()).optional(),
    port: port(),
    protocol: z.enum(['TCP', 'UDP']),
  })), 'Named addresses that systems may reach; empty: a slot, address not known', 'Địa chỉ mà hệ thống được phép kết nối; rỗng: chưa có địa chỉ'),
  until: field(day().nullable(), 'End of the access; null: no end date known', 'Ngày kết thúc quyền kết nối; null: chưa biết'),
  confidence: confidence(),
  assumed: assumed(),
  source: sources(),
});

export type Exception = z.output<typeof exception>;
export type Evidence = z.output<typeof evidence>;
export type Signer = z.output<typeof signer>;
export type Partner = z.output<typeof partner>;
