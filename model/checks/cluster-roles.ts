import type { About, Check } from './check.ts';
import type { Entry } from '../load/catalog.ts';
import type { Estate } from '../estate.ts';

const say = (pointer: string, en: string, vi: string, hint: About['hint']) => ({ pointer, message: { en, vi }, hint });

/** The parts that clusters play for each other fit their roles. */
export const clusterRoles: Check = {
  code: 'cluster-roles',
  severity: 'error',
  title: { en: 'A cluster is used for what its role does not cover', vi: 'Cụm được dùng không đúng vai trò' },
  run: ({ estate, report }) => [...estate.clusters.values()].flatMap((cluster) => problems(estate, cluster).map(({ pointer, ...about }) => report(cluster, pointer, about))),
};

function problems(estate: Estate, { id, data }: Entry<'cluster'>): ReturnType<typeof say>[] {
  const manager = estate.clusters.get(data.managedBy ?? '');
  const vault = estate.clusters.get(data.vault ?? '');
  const named = data.dedicatedTo ?? [];
  const found: ReturnType<typeof say>[] = [];
  if (manager && manager.data.role !== 'management') {
    found.push(say('/managedBy', `${manager.id} manages ${id} but has role ${manager.data.role}`, `${manager.id} quản lý ${id} nhưng có vai trò ${manager.data.role}`, { en: 'name a cluster with role management', vi: 'chỉ định cụm có role management' }));
  }
  if (data.managedBy === null && data.role !== 'management') {
    found.push(say('/managedBy', `${id} has role ${data.role} and nobody manages it`, `${id} có vai trò ${data.role} và không có cụm nào quản lý`, { en: 'name a management cluster; only such a cluster manages itself', vi: 'chỉ định cụm quản lý; chỉ cụm quản lý mới tự quản lý mình' }));
  }
  if (vault && vault.data.role !== 'vault') {
    found.push(say('/vault', `${vault.id} keeps the copies of ${id} but has role ${vault.data.role}`, `${vault.id} giữ bản sao của ${id} nhưng có vai trò ${vault.data.role}`, { en: 'name a cluster with role vault', vi: 'chỉ định cụm có role vault' }));
  }
  if (data.role === 'dedicated' && named.length === 0) {
    found.push(say('/role', `${id} is dedicated to no system`, `${id} là cụm riêng nhưng không nêu hệ thống nào`, { en: 'name its system in dedicatedTo', vi: 'nêu hệ thống trong dedicatedTo' }));
  }
  if (data.role === 'shared' && named.length > 0) {
    found.push(say('/dedicatedTo', `${id} is a shared cluster and names ${named.join(', ')} in dedicatedTo`, `${id} là cụm dùng chung nhưng nêu ${named.join(', ')} trong dedicatedTo`, { en: 'remove dedicatedTo, or make the role dedicated', vi: 'bỏ dedicatedTo, hoặc đổi role thành dedicated' }));
  }
  if (data.role !== 'shared' && data.reserve) {
    found.push(say('/reserve', `${id} has role ${data.role}, and only shared clusters give machines from a reserve`, `${id} có vai trò ${data.role}; chỉ cụm dùng chung mới cấp máy từ reserve`, { en: 'turn the reserve into a pool', vi: 'chuyển reserve thành một nhóm máy' }));
  }
  return found;
}
