/** A database of a system, run by CloudNativePG. */
import { z } from 'zod';
import { assumed, confidence, cpu, cron6, duration, field, id, level, maintenance, quantity, ref, sources, text } from './scalars.ts';

/** Exactly one of `equals` (text) and `atLeast` (number) is what the answer must be. */
const drillCheck = z.strictObject({
  id: id(),
  names: text(),
  sql: field(z.string().regex(/^\s*(select|with|values|table)\s/i).max(4000), 'One SELECT of one value; it runs with a role that can read and nothing else', 'Một câu SELECT trả về một giá trị; chạy bằng vai trò chỉ được đọc'),
  equals: field(z.string().optional(), 'The answer, as text', 'Kết quả, dạng văn bản'),
  atLeast: field(z.number().optional(), 'The least answer, a number', 'Kết quả tối thiểu, dạng số'),
}).refine(({ equals, atLeast }) => (equals === undefined) !== (atLeast === undefined), { error: 'give equals or atLeast, one of the two' });

export const database = z.strictObject({
  id: field(id(), 'Unique over the whole catalog', 'Duy nhất trong toàn danh mục'),
  tenant: ref('tenant'),
  system: field(ref('own-system'), 'System of the same tenant that holds it', 'Hệ thống của cùng bên thuê chứa cơ sở dữ liệu'),
  names: text(),
  nameStatus: field(z.enum(['official', 'descriptive']), 'descriptive: own wording, not an official title', 'descriptive: tên mô tả, không phải tên chính thức'),
  lists: field(z.array(ref('law-list')), 'Official lists that name it', 'Các danh sách chính thức có nêu tên'),
  owner: field(z.strictObject({ status: z.enum(['seen', 'inferred']), confidence: confidence() }), 'How the owner is known', 'Cơ sở xác định chủ quản'),
  levelFloor: field(z.strictObject({ value: level(), basis: z.string().min(3) }), 'Least level of its system; a default by the wording of the law, never a fact', 'Cấp độ tối thiểu của hệ thống; mặc định theo câu chữ văn bản, không phải dữ kiện'),
  classification: field(z.strictObject({
    data: field(z.enum(['ordinary', 'important', 'core']), 'Kind by the Data Law', 'Phân loại theo Luật Dữ liệu'),
    personal: z.enum(['none', 'basic', 'sensitive']),
    people: field(z.int().min(0).nullable(), 'People whose data is held; null: not known', 'Số người có dữ liệu; null: chưa biết'),
  }), 'Sensitivity', 'Độ nhạy cảm'),
  engine: field(z.strictObject({
    kind: z.literal('postgresql'),
    version: z.int().min(16).max(18),
    variant: field(z.enum(['standard', 'geospatial', 'timeseries']), 'Image and sizes: standard, geospatial (PostGIS), timeseries (stream ingest)', 'Biến thể: chuẩn, không gian địa lý, chuỗi thời gian'),
  }), 'Database engine', 'Hệ quản trị cơ sở dữ liệu'),
  size: field(z.strictObject({ data: quantity(), wal: quantity() }), 'Volumes of one instance', 'Dung lượng của một bản'),
  resources: field(z.strictObject({ cpu: cpu(), memory: quantity() }), 'Of one instance', 'Của một bản'),
  instances: field(z.int().min(1).max(7), 'Instances at each site', 'Số bản tại mỗi trung tâm'),
  synchronous: field(z.strictObject({ mode: z.enum(['none', 'quorum']), standbys: z.int().min(0).max(6) }), 'Instances that must confirm a commit', 'Số bản phải xác nhận giao dịch'),
  pooler: field(z.strictObject({ instances: z.int().min(1).max(10), mode: z.enum(['session', 'transaction']) }), 'Connection pooler', 'Bộ gộp kết nối'),
  objectives: field(z.strictObject({
    rpo: field(duration(), 'Most data that may be lost inside the site', 'Dữ liệu được phép mất tối đa trong trung tâm'),
    rto: duration(),
    siteLoss: field(z.strictObject({ rpo: duration(), rto: duration() }).nullable(), 'Objectives when the whole site is lost; null: none promised', 'Mục tiêu khi mất cả trung tâm; null: không cam kết'),
  }), 'Objectives stated by the owner', 'Mục tiêu do chủ quản xác định'),
  backup: field(z.strictObject({
    base: z.strictObject({
      interval: field(duration(), 'Longest time between two base backups', 'Khoảng cách dài nhất giữa hai bản sao lưu đầy đủ'),
      schedule: field(cron6(), 'Six cron fields, seconds first', 'Sáu trường cron, giây đứng đầu'),
      duration: field(duration(), 'Time one base backup takes at most', 'Thời gian tối đa của một lần sao lưu đầy đủ'),
      missedTolerated: field(z.int().min(0).max(7), 'Base backups in a row that may fail', 'Số lần sao lưu liên tiếp được phép hỏng'),
    }),
    walArchiveTimeout: field(duration(), 'Longest time before a WAL segment is archived', 'Thời gian dài nhất trước khi lưu trữ một đoạn WAL'),
    idle: field(duration().optional(), 'Longest time without a transaction that is normal; absent: it is written to all the time', 'Thời gian dài nhất không có giao dịch được coi là bình thường; không ghi: luôn có giao dịch'),
    window: field(duration(), 'Promised window of points in time', 'Khoảng thời gian khôi phục được cam kết'),
    retention: field(duration(), 'Recovery window that retention deletion keeps', 'Khoảng thời gian giữ bản sao lưu'),
    lock: field(z.strictObject({ mode: z.enum(['compliance', 'governance']), duration: duration() }).nullable(), 'Object lock from the write of each object; null: none', 'Khóa đối tượng kể từ khi ghi; null: không khóa'),
    slack: field(duration(), 'At least archive timeout and clock skew', 'Tối thiểu bằng thời gian chờ lưu trữ và lệch đồng hồ'),
  }), 'Backup settings', 'Thiết lập sao lưu'),
  drill: field(z.strictObject({
    interval: field(duration(), 'Longest time between two restore drills', 'Khoảng cách dài nhất giữa hai lần diễn tập khôi phục'),
    checks: field(z.array(drillCheck).optional(), 'Questions of the owner to the restored copy', 'Câu hỏi của chủ quản đối với bản khôi phục'),
  }), 'How restores are proved', 'Cách chứng minh việc khôi phục'),
  maintenance: field(maintenance().optional(), 'Its own maintenance window; absent: the platform’s', 'Khung giờ bảo trì riêng; không ghi: theo nền tảng'),
  assumed: assumed(),
  source: sources(),
});

export type Database = z.output<typeof database>;
