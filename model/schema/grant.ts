/** What the platform grants to a tenant. Owned by the platform, never by the tenant. */
import { z } from 'zod';
import { assumed, cpu, field, id, level, quantity, ref, sources, text } from './scalars.ts';

const placement = z.strictObject({
  cluster: field(ref('cluster'), 'Cluster that runs it', 'Cụm chạy hệ thống'),
  dr: field(ref('cluster').nullable(), 'Cluster at the second site; null: none', 'Cụm tại trung tâm thứ hai; null: không có'),
  drSite: field(ref('site').optional(), 'Second site meant for it while no cluster stands there', 'Trung tâm thứ hai dự kiến khi chưa có cụm ở đó'),
});

/** A move of the primary copy to the other site. Each step is a change of its own, reviewed and applied before the next; see docs/databases.md. */
const switchOver = z.discriminatedUnion('step', [
  z.strictObject({ step: field(z.literal('demote'), 'The former primary stops taking writes and leaves a token', 'Bản chính cũ ngừng nhận ghi và để lại mã bàn giao') }),
  z.strictObject({
    step: field(z.literal('promote'), 'The other copy replays up to the token and takes writes', 'Bản kia phát lại đến mã bàn giao rồi nhận ghi'),
    tokens: field(z.record(id(), z.stringFormat('demotion-token', (text) => isToken(text))), 'Demotion token of each database, as the former primary reports it (status.demotionToken): positions in the WAL, no secret', 'Mã bàn giao của từng cơ sở dữ liệu do bản chính cũ báo (status.demotionToken): vị trí trong WAL, không phải bí mật'),
  }),
  z.strictObject({
    step: field(z.literal('forced'), 'The former primary is lost: the other copy takes writes at once, and what had not arrived is lost', 'Mất bản chính cũ: bản kia nhận ghi ngay, phần chưa kịp sao chép sẽ mất'),
    reason: text(),
  }),
]);

/** What a token says: positions in the WAL of one database. Names of CloudNativePG 1.30, pkg/utils/parser.go. */
const tokenKeys = ['latestCheckpointTimelineID', 'redoWalFile', 'databaseSystemIdentifier', 'latestCheckpointREDOLocation', 'timeOfLatestCheckpoint', 'operatorVersion'] as const;

/** Base64 of a JSON object with every key that the operator asks for. */
function isToken(text: string): boolean {
  if (text.length > 4096 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  try {
    const value = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Readonly<Record<string, unknown>> | null;
    return tokenKeys.every((key) => typeof value?.[key] === 'string' && value[key] !== '');
  } catch {
    return false;
  }
}

export const lifecycleStates = ['requested', 'approved', 'provisioned', 'operating', 'retiring', 'retired'] as const;

export const grant = z.strictObject({
  tenant: ref('tenant'),
  state: field(z.enum(lifecycleStates), 'Lifecycle; nothing is applicable before approved, evidence is due from provisioned on', 'Vòng đời; chưa được triển khai trước approved, phải có minh chứng từ provisioned'),
  placement: field(placement, 'Where systems go unless they say otherwise', 'Nơi đặt mặc định của các hệ thống'),
  systems: field(z.array(z.strictObject({
    system: id().meta({ ref: 'own-system' }),
    level: field(level(), 'Decided level', 'Cấp độ được quyết định'),
    critical: field(z.boolean(), 'Critical to national security: physical separation at any level', 'Quan trọng về an ninh quốc gia: tách biệt vật lý ở mọi cấp độ'),
    placement: placement.optional(),
    primarySite: field(ref('site').optional(), 'Site whose copy of the databases takes writes; absent: the site of placement.cluster. A change of it is a switch-over', 'Trung tâm có bản cơ sở dữ liệu nhận ghi; không ghi: trung tâm của placement.cluster. Đổi giá trị này là chuyển vai trò'),
    switchOver: field(switchOver.optional(), 'Step of a switch-over to primarySite; absent: none is under way', 'Bước chuyển vai trò sang primarySite; không ghi: không có việc chuyển'),
  })), 'Decided level and place of each system; a system that is not named here is pending', 'Cấp độ và nơi đặt từng hệ thống; hệ thống không có ở đây là đang chờ'),
  quota: field(z.strictObject({
    cpu: cpu(),
    memory: quantity(),
    storage: quantity(),
    namespaces: z.int().min(0),
    databases: z.int().min(0),
  }), 'Most that all systems of the tenant may request together, at one site', 'Tổng tối đa các hệ thống của bên thuê được yêu cầu, tại một trung tâm'),
  note: text().optional(),
  assumed: assumed(),
  source: sources(),
});

export type Grant = z.output<typeof grant>;
export type Placement = z.output<typeof placement>;
export type SwitchOver = z.output<typeof switchOver>;
export type LifecycleState = Grant['state'];
