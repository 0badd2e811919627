/** What the platform grants to a tenant. Owned by the platform, never by the tenant. */
import { z } from 'zod';
import { assumed, cpu, field, id, level, quantity, ref, sources, text } from './scalars.ts';

const placement = z.strictObject({
  cluster: field(ref('cluster'), 'Cluster that runs it', 'Cụm chạy hệ thống'),
  dr: field(ref('cluster').nullable(), 'Cluster at the second site; null: none', 'Cụm tại trung tâm thứ hai; null: không có'),
  drSite: field(ref('site').optional(), 'Second site meant for it while no cluster stands there', 'Trung tâm thứ hai dự kiến khi chưa có cụm ở đó'),
});

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
export type LifecycleState = Grant['state'];
