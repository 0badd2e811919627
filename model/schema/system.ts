/** An information system (hệ thống thông tin): the unit that has a security level. */
import { z } from 'zod';
import { assumed, cidr, cpu, duration, field, hostName, id, level, port, quantity, ref, sources, text } from './scalars.ts';

const protocol = () => z.enum(['TCP', 'UDP']);

const listener = z.strictObject({ id: id(), port: port(), protocol: protocol() });

const connection = field(z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('component'), component: ref('component'), listener: id() }),
  z.strictObject({ to: z.literal('database'), database: id().meta({ ref: 'database' }) }),
  z.strictObject({ to: z.literal('exchange'), exchange: field(ref('system'), 'Exchange platform, e.g. most/ndxp', 'Nền tảng chia sẻ, ví dụ most/ndxp') }),
  z.strictObject({ to: z.literal('partner'), partner: ref('partner'), endpoint: id() }),
]), 'What the component opens connections to', 'Nơi thành phần này mở kết nối tới');

export const component = z.strictObject({
  id: id(),
  names: text().optional(),
  subzone: field(ref('subzone'), 'Sub-zone whose namespace holds it', 'Vùng con chứa thành phần'),
  replicas: z.int().min(1).max(200),
  resources: field(z.strictObject({ cpu: cpu(), memory: quantity() }), 'Of one replica', 'Của một bản sao'),
  listeners: field(z.array(listener), 'Ports it serves', 'Cổng phục vụ'),
  connects: z.array(connection),
});

export const bucket = z.strictObject({
  id: id(),
  purpose: text(),
  size: quantity(),
  versioning: z.boolean(),
  lock: field(z.strictObject({ mode: z.enum(['compliance', 'governance']), duration: duration() }).nullable(), 'Object lock; null: none', 'Khóa đối tượng; null: không khóa'),
  retention: duration(),
});

export const systemKinds = [
  'procedure', 'lgsp', 'data-portal', 'analytics', 'document-work', 'national-database', 'sector-data', 'exchange', 'portal', 'identity', 'controller',
  'data-lake', 'reporting', 'iot-ingest', 'document-store', 'shared-platform', 'core-repository', 'data-market', 'cloud', 'telemetry', 'mobile-front-door',
] as const;

export const system = z.strictObject({
  id: id(),
  tenant: ref('tenant'),
  names: text(),
  purpose: text(),
  kind: z.enum(systemKinds),
  serves: field(z.array(ref('law-system')), 'Entries of catalog/law/national-systems.yaml that it helps to provide', 'Các mục của catalog/law/national-systems.yaml mà hệ thống góp phần thực hiện'),
  level: field(z.strictObject({
    requested: level(),
    criterion: field(ref('criterion'), 'Criterion of catalog/law/criteria.yaml that gives the level', 'Tiêu chí trong catalog/law/criteria.yaml xác định cấp độ'),
    reason: text(),
  }), 'Requested security level and why', 'Cấp độ đề xuất và lý do'),
  regime: field(z.enum(['decree-331', 'decree-85']), 'Rule pack that applies: decree-331 (in force) or decree-85 (system in transition)', 'Quy định áp dụng: decree-331 (hiện hành) hoặc decree-85 (chuyển tiếp)'),
  personalData: field(z.strictObject({
    kind: z.enum(['none', 'basic', 'sensitive']),
    people: field(z.int().min(0).nullable(), 'People whose data is held; null: not known', 'Số người có dữ liệu; null: chưa biết'),
  }), 'Personal data', 'Dữ liệu cá nhân'),
  onlineService: field(z.boolean(), 'Offers a service to people outside the agency', 'Cung cấp dịch vụ trực tuyến cho người ngoài cơ quan'),
  nationwide: field(z.boolean(), 'Serves agencies nation-wide, round the clock', 'Phục vụ các cơ quan trên toàn quốc, 24/7'),
  environment: z.enum(['production', 'staging', 'development']),
  subzones: field(z.array(ref('subzone')), 'Sub-zones it is built with; each becomes a namespace', 'Các vùng con; mỗi vùng con là một namespace'),
  components: z.array(component),
  entries: field(z.array(z.strictObject({
    host: hostName(),
    component: ref('component'),
    listener: id(),
    from: field(z.enum(['internet', 'tslcd', 'staff']), 'Where callers come from', 'Nguồn truy cập'),
    sources: field(z.array(cidr()).min(1).optional(), 'Allowed source ranges, for tslcd and staff', 'Dải nguồn được phép, đối với tslcd và staff'),
    clientCertificates: field(z.literal(true).optional(), 'Callers must show a certificate: for agencies that call each other by machine', 'Bên gọi phải xuất trình chứng thư: dành cho kết nối máy với máy giữa các cơ quan'),
  })), 'Declared entries; nothing else is exposed', 'Các cổng vào được khai báo; ngoài ra không mở gì khác'),
  objectives: field(z.strictObject({
    rpo: field(duration(), 'Most data that may be lost', 'Lượng dữ liệu được phép mất tối đa'),
    rto: field(duration(), 'Longest time to restore', 'Thời gian khôi phục tối đa'),
  }), 'Objectives; no law text seen gives a number, the owner states them', 'Mục tiêu; chưa thấy văn bản nào quy định con số, chủ quản tự xác định'),
  logs: z.strictObject({ retention: field(duration(), 'Time logs are kept', 'Thời gian lưu nhật ký') }),
  buckets: z.array(bucket),
  controls: field(z.array(ref('cluster')).optional(), 'Clusters that this controller can change', 'Các cụm mà hệ thống điều khiển này có thể thay đổi'),
  assumed: assumed(),
  source: sources(),
});

export type System = z.output<typeof system>;
export type Component = z.output<typeof component>;
export type Listener = Component['listeners'][number];
export type Connection = Component['connects'][number];
export type Bucket = z.output<typeof bucket>;
export type DeclaredEntry = System['entries'][number];
