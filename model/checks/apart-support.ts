import { runsAt, type Decision } from '../derive/decisions.ts';
import { enclaveOf } from '../derive/enclave.ts';
import { activeDecisions, isPhysicallyApart } from '../derive/placements.ts';
import type { Finding } from '../finding.ts';
import type { Check, CheckContext } from './check.ts';

const supports = { managedBy: { en: 'managed by', vi: 'được quản lý bởi', own: { en: 'management cluster', vi: 'cụm quản lý' } }, vault: { en: 'backed up to', vi: 'được sao lưu tới', own: { en: 'vault cluster', vi: 'cụm sao lưu' } } } as const;

/** A physically separate system shares no management cluster, no vault and no controller with anything outside its enclave. */
export const apartSupport: Check = {
  code: 'apart-support',
  severity: 'error',
  title: { en: 'A physically separate system shares what can change it', vi: 'Hệ thống tách biệt vật lý dùng chung thành phần có quyền thay đổi nó' },
  run: (context) => activeDecisions(context.estate).filter((decision) => isPhysicallyApart(context.estate, decision)).flatMap((decision) => ofSystem(context, decision)),
};

function ofSystem({ estate, report }: CheckContext, decision: Decision): Finding[] {
  const { key } = decision.system;
  const { clusters } = enclaveOf(estate, key);
  const outward = runsAt(estate, decision).flatMap(({ cluster: id }) => (['managedBy', 'vault'] as const).flatMap((support) => {
    const cluster = estate.clusters.get(id)!;
    const other = cluster.data[support];
    if (other === null || !clusters.has(id) || clusters.has(other)) return [];
    const words = supports[support];
    return [report(cluster, `/${support}`, {
      message: { en: `${key} stands apart, but ${id} is ${words.en} ${other}, which is not dedicated to it`, vi: `${key} đứng tách biệt, nhưng ${id} ${words.vi} ${other}, cụm không dành riêng cho hệ thống` },
      hint: { en: `name a ${words.own.en} with dedicatedTo: [${key}]`, vi: `chỉ định ${words.own.vi} có dedicatedTo: [${key}]` } })];
  }));
  // What the enclave gives to others and who else can change it is said once, with the system that owns it.
  if (![...estate.clusters.values()].some(({ data }) => data.dedicatedTo?.includes(key))) return outward;
  const inward = [...estate.clusters.values()].filter(({ id }) => !clusters.has(id)).flatMap((cluster) => (['managedBy', 'vault'] as const).flatMap((support) => {
    const other = cluster.data[support];
    return other === null || !clusters.has(other) ? [] : [report(cluster, `/${support}`, {
      message: { en: `${cluster.id} is ${supports[support].en} ${other}, which serves ${key} alone`, vi: `${cluster.id} ${supports[support].vi} ${other}, cụm chỉ dành riêng cho ${key}` },
      hint: { en: `name a ${supports[support].own.en} outside the enclave`, vi: `chỉ định ${supports[support].own.vi} nằm ngoài khu tách biệt` } })];
  }));
  const controllers = [...estate.systems.values()].flatMap((controller) => {
    const controls = controller.data.controls ?? [];
    const [inside, outside] = [controls.filter((id) => clusters.has(id)), controls.filter((id) => !clusters.has(id))];
    return inside.length === 0 || outside.length === 0 ? [] : [report(controller, '/controls', {
      message: { en: `${controller.key} controls ${inside.join(', ')} of ${key}, which stands apart, and also ${outside.join(', ')}`, vi: `${controller.key} điều khiển ${inside.join(', ')} của ${key} (tách biệt vật lý) và cả ${outside.join(', ')}` },
      hint: { en: 'give the separate system a controller of its own', vi: 'tạo hệ thống điều khiển riêng cho hệ thống tách biệt' } })];
  });
  return [...outward, ...inward, ...controllers];
}
