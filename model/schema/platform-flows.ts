/** Flows that the platform itself needs in every cluster: who reaches whom, on which port, and why. */
import { z } from 'zod';
import { zone } from './cluster.ts';
import { field, id, port, text } from './scalars.ts';

const labelKey = () => z.stringFormat('label-key', /^((\{domain\}|[a-z0-9]([-a-z0-9.]*[a-z0-9])?)\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
const pods = () => field(z.record(labelKey(), z.string()), 'Labels of its pods; empty: every pod. {domain} stands for the domain of labels, {database} and {pooler} for the names of one database', 'Nhãn của pod; rỗng: mọi pod. {domain} thay cho tên miền của nhãn, {database} và {pooler} thay cho tên của một cơ sở dữ liệu');

/** Addresses that a part may stand for; model/derive/platform-flows.ts knows them. */
export const addressSets = ['api-server', 'entries', 'other-site-replication', 'other-site-entries', 'protected-entries'] as const;

const part = z.discriminatedUnion('in', [
  z.strictObject({ id: id(), in: z.literal('namespace'), namespace: id(), pods: pods(), names: text() }),
  z.strictObject({
    id: id(), in: z.literal('systems'),
    zone: field(zone().optional(), 'Zone of the namespaces; absent: all', 'Vùng mạng của namespace; không có: mọi vùng'),
    pods: pods(),
    labelled: field(labelKey().optional(), 'Label its pods carry, whatever the value', 'Nhãn mà pod mang, bất kể giá trị'),
    names: text(),
  }),
  z.strictObject({ id: id(), in: z.literal('database'), pods: pods(), names: text() }),
  z.strictObject({ id: id(), in: z.literal('addresses'), of: z.enum(addressSets), names: text() }),
  z.strictObject({ id: id(), in: z.literal('own-node'), names: text() }),
]);

const flowPort = z.strictObject({ port: port(), endPort: port().optional(), protocol: z.enum(['TCP', 'UDP']) });

export const platformFlows = z.strictObject({
  parts: field(z.array(part), 'Who takes part in the flows', 'Các bên tham gia luồng'),
  flows: field(z.array(z.strictObject({
    id: id(),
    from: field(id(), 'Part that opens the connection', 'Bên mở kết nối'),
    to: field(id(), 'Part that is reached', 'Bên được kết nối tới'),
    ports: z.array(flowPort).min(1),
    guard: field(z.literal('accept').optional(), 'Accepted by the guard rails too, whatever policies a namespace holds', 'Được hàng rào chấp nhận, bất kể chính sách trong namespace'),
    reason: text(),
    source: z.string().min(3),
  })), 'Flows that are needed whatever tenants declare', 'Các luồng cần có, bất kể bên thuê khai báo gì'),
  open: field(z.array(z.strictObject({ namespace: id(), reason: text() })), 'Platform namespaces that are not closed, and why', 'Namespace của nền tảng chưa đóng, và lý do'),
});

export type PlatformFlows = z.output<typeof platformFlows>;
export type FlowPart = PlatformFlows['parts'][number];
export type PlatformFlow = PlatformFlows['flows'][number];
