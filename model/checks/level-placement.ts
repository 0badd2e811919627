import { hasOwnPools, runsAt, type Decision } from '../derive/decisions.ts';
import { enclaveOf } from '../derive/enclave.ts';
import { drawsOnReserve, serves, zones } from '../derive/capacity.ts';
import { activeDecisions, isPhysicallyApart, placedOn, type Placed } from '../derive/placements.ts';
import { systemRequest } from '../derive/requests.ts';
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import type { About, Check } from './check.ts';

/** Level against cluster: physically apart, own machines, or common pools that take the level and its zones. */
export const levelPlacement: Check = {
  code: 'level-placement',
  severity: 'error',
  title: { en: 'The cluster is not made for the level of the system', vi: 'Cụm không phù hợp với cấp độ của hệ thống' },
  run({ estate, report }) {
    return activeDecisions(estate).flatMap((decision) => runsAt(estate, decision).flatMap(({ cluster: id, role }) => {
      const cluster = estate.clusters.get(id)!;
      const pointer = `${decision.placementPointer}/${role === 'primary' ? 'cluster' : 'dr'}`;
      return [...ofRole(estate, decision, cluster), ...ofMachines(estate, { decision, role }, cluster)].map((about) => report(decision.grant, pointer, about));
    }));
  },
};

function ofRole(estate: Estate, decision: Decision, { id, data }: Entry<'cluster'>): About[] {
  const { key, data: { kind } } = decision.system;
  const named = data.dedicatedTo?.includes(key) === true;
  const others = placedOn(estate, id).map((placed) => placed.decision.system.key).filter((other) => other !== key);
  const words = decision.critical ? { en: 'critical to national security', vi: 'quan trọng về an ninh quốc gia' } : { en: `of level ${decision.level}`, vi: `cấp độ ${decision.level}` };
  if (data.role === 'management' || data.role === 'vault') {
    const own = enclaveOf(estate, key).clusters.has(id);
    if (kind === 'controller' && (own || (!data.dedicatedTo && !isPhysicallyApart(estate, decision)))) return [];
    return [{ message: kind === 'controller'
      ? { en: `${key} stands on ${id}, a ${data.role} cluster that ${data.dedicatedTo ? `serves ${data.dedicatedTo.join(', ')} alone` : 'others use too'}`, vi: `${key} được đặt trên ${id}, cụm ${data.role} ${data.dedicatedTo ? `chỉ phục vụ ${data.dedicatedTo.join(', ')}` : 'dùng chung với hệ thống khác'}` }
      : { en: `${key} stands on ${id}, a ${data.role} cluster, which holds controllers alone`, vi: `${key} được đặt trên ${id}, cụm ${data.role}, nơi chỉ chứa hệ thống điều khiển` },
    hint: kind === 'controller' ? { en: 'place it on the management cluster of its own enclave', vi: 'đặt trên cụm quản lý thuộc khu của chính nó' } : { en: 'place it on a shared or dedicated cluster', vi: 'đặt hệ thống trên cụm dùng chung hoặc cụm riêng' } }];
  }
  if (data.role === 'dedicated' && !named) {
    return [{ message: { en: `${id} is dedicated to ${data.dedicatedTo?.join(', ') ?? 'no system'}, not to ${key}`, vi: `${id} là cụm riêng của ${data.dedicatedTo?.join(', ') ?? '(chưa có hệ thống)'}, không phải của ${key}` },
      hint: { en: 'place it elsewhere, or name it in dedicatedTo of the cluster', vi: 'đặt hệ thống ở cụm khác, hoặc nêu tên trong dedicatedTo của cụm' } }];
  }
  if (!isPhysicallyApart(estate, decision)) return [];
  if (data.role !== 'dedicated') {
    return [{ message: { en: `${key} is ${words.en} and must stand physically apart, but ${id} is a shared cluster`, vi: `${key} là hệ thống ${words.vi}, phải tách biệt vật lý, nhưng ${id} là cụm dùng chung` },
      hint: { en: 'give it a cluster with role dedicated that names it in dedicatedTo', vi: 'cấp một cụm có role dedicated và nêu hệ thống trong dedicatedTo' } }];
  }
  return others.length === 0 ? [] : [{ message: { en: `${key} is ${words.en} and must stand alone, but ${id} also holds ${others.join(', ')}`, vi: `${key} là hệ thống ${words.vi}, phải đứng riêng, nhưng ${id} còn chứa ${others.join(', ')}` },
    hint: { en: 'move the others to clusters of their own', vi: 'chuyển các hệ thống kia sang cụm khác' } }];
}

function ofMachines(estate: Estate, placed: Placed, cluster: Entry<'cluster'>): About[] {
  const { decision } = placed;
  const { id, data } = cluster;
  if (drawsOnReserve(placed, cluster)) {
    return data.reserve ? [] : [{ message: { en: `${decision.system.key} is of level 4 and gets machines of its own, but ${id} has no reserve`, vi: `${decision.system.key} thuộc cấp độ 4 nên được cấp máy riêng, nhưng ${id} không có máy dự trữ (reserve)` },
      hint: { en: 'add a reserve to the cluster, or place the system where there is one', vi: 'thêm reserve cho cụm, hoặc đặt hệ thống ở cụm có reserve' } }];
  }
  if (data.role === 'shared' && (isPhysicallyApart(estate, decision) || hasOwnPools(decision))) return [];
  const request = systemRequest(estate, decision.system);
  const homeless = zones.filter((zone) => request[zone].pods > 0 && !data.pools.some((pool) => serves(pool, decision.level, zone)));
  return homeless.length === 0 ? [] : [{ message: { en: `no pool of ${id} takes level ${decision.level} in ${homeless.join(', ')}, so ${decision.system.key} cannot run there`, vi: `không nhóm máy nào của ${id} nhận cấp độ ${decision.level} ở vùng ${homeless.join(', ')}, nên ${decision.system.key} không chạy được tại đó` },
    hint: { en: 'add the level and the zones to a pool of the cluster', vi: 'bổ sung cấp độ và vùng vào một nhóm máy của cụm' } }];
}
