import { administeredBy } from '../derive/placements.ts';
import { siteOf } from '../derive/sites.ts';
import type { Entry } from '../load/catalog.ts';
import type { Estate } from '../estate.ts';
import type { About, Check } from './check.ts';

/** A vault protects from whoever took over the protected site only where nothing of that site reaches it: neither its management cluster nor its administrators. */
export const vaultReach: Check = {
  code: 'vault-reach',
  severity: 'error',
  title: { en: 'The protected site reaches its own vault', vi: 'Trung tâm được bảo vệ với tới được cụm sao lưu của mình' },
  run: ({ estate, report }) => [...estate.clusters.values()].flatMap((vault) => {
    const guarded = [...estate.clusters.values()].filter(({ id, data }) => data.vault === vault.id && siteOf(estate, id) !== siteOf(estate, vault.id));
    const byManager = managed(estate, vault, guarded);
    // A manager that reaches both is told once, not again as its controller.
    const administrators = byManager.length > 0 ? [vault.data.controller].filter((key) => key !== undefined) : administeredBy(estate, vault.id);
    return [...byManager, ...controlled(estate, vault, administrators, guarded)].map(({ pointer, ...about }) => report(vault, pointer, about));
  }),
};

type Found = About & { readonly pointer: string };

function managed(estate: Estate, vault: Entry<'cluster'>, guarded: readonly Entry<'cluster'>[]): Found[] {
  const manager = estate.clusters.get(vault.data.managedBy ?? '');
  if (!manager) return [];
  const reached = guarded.filter(({ id, data }) => id === manager.id || data.managedBy === manager.id || data.site === manager.data.site).map(({ id }) => id);
  return reached.length === 0 ? [] : [{
    pointer: '/managedBy',
    message: { en: `${manager.id} manages the vault ${vault.id} and stands with, or manages, what it keeps copies of: ${reached.join(', ')}`, vi: `${manager.id} quản lý cụm sao lưu ${vault.id}, đồng thời cùng nơi hoặc quản lý các cụm mà nó giữ bản sao: ${reached.join(', ')}` },
    hint: { en: 'name a management cluster at the site of the vault that manages none of them', vi: 'chỉ định cụm quản lý tại nơi đặt cụm sao lưu và không quản lý cụm nào trong số đó' },
  }];
}

/** The groups of administrators follow from the systems that control a cluster and what makes it. */
function controlled(estate: Estate, vault: Entry<'cluster'>, administrators: readonly string[], guarded: readonly Entry<'cluster'>[]): Found[] {
  const sites = new Set(guarded.map(({ data }) => data.site));
  const others = [...estate.clusters.values()].filter(({ id, data }) => id !== vault.id && sites.has(data.site));
  return administrators.flatMap((controller) => {
    const shared = others.filter(({ id }) => administeredBy(estate, id).includes(controller)).map(({ id }) => id);
    return shared.length === 0 ? [] : [{
      pointer: '/controller',
      severity: 'warning' as const,
      message: { en: `${controller} controls the vault ${vault.id} and ${shared.join(', ')} at a site whose copies it keeps: one group of administrators reaches both`, vi: `${controller} điều khiển cụm sao lưu ${vault.id} và cả ${shared.join(', ')} tại trung tâm có bản sao ở đó: một nhóm quản trị với tới cả hai` },
      hint: { en: 'give the vault, and the cluster that makes it, controller systems of their own', vi: 'dùng hệ thống điều khiển riêng cho cụm sao lưu và cho cụm tạo ra nó' },
    }];
  });
}
