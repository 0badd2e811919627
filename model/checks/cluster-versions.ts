import semver from 'semver';
import type { Entry } from '../load/catalog.ts';
import type { Estate } from '../estate.ts';
import type { About, Check } from './check.ts';

/** A cluster runs versions that are known to run together, and every operator has a chart in the lock. */
export const clusterVersions: Check = {
  code: 'cluster-versions',
  severity: 'error',
  title: { en: 'Versions of a cluster are not known to run together', vi: 'Chưa có căn cứ các phiên bản của cụm chạy được cùng nhau' },
  run: ({ estate, report }) => [...estate.clusters.values()].flatMap((cluster) => problems(estate, cluster).map(({ pointer, ...about }) => report(cluster, pointer, about))),
};

function problems(estate: Estate, { data }: Entry<'cluster'>): (About & { pointer: string })[] {
  const charts = estate.lock.charts.filter(({ operator, kind }) => kind === 'operator' && data.operators.includes(operator));
  const found = data.operators.flatMap((operator, index) => (estate.lock.charts.some((chart) => chart.operator === operator) ? [] : [{ pointer: `/operators/${index}`,
    message: { en: `lock.yaml has no chart of operator ${operator}`, vi: `lock.yaml không có chart của operator ${operator}` },
    hint: { en: 'add its chart with version, digest and licence to the lock', vi: 'bổ sung chart kèm phiên bản, mã băm và giấy phép vào lock' } }]));
  const sets = estate.support.sets.filter(({ kubernetes }) => kubernetes === data.kubernetes);
  if (sets.length === 0) {
    return [...found, { pointer: '/kubernetes', message: { en: `no set of support.yaml has Kubernetes ${data.kubernetes}`, vi: `support.yaml không có bộ phiên bản nào cho Kubernetes ${data.kubernetes}` },
      hint: { en: `known are ${estate.support.sets.map(({ kubernetes }) => kubernetes).join(', ')}; add a set with its source before using another`, vi: `hiện có ${estate.support.sets.map(({ kubernetes }) => kubernetes).join(', ')}; bổ sung bộ mới kèm nguồn trước khi dùng` } }];
  }
  const misfits = sets.map((set) => charts.filter(({ name, version }) => set.charts[name] !== undefined && set.charts[name] !== version).map(({ name, version }) => `${name} ${version} (known: ${set.charts[name]})`));
  const best = misfits.reduce((a, b) => (b.length < a.length ? b : a));
  if (best.length > 0) {
    found.push({ pointer: '/kubernetes', message: { en: `no set of support.yaml joins Kubernetes ${data.kubernetes} with ${best.join(', ')}`, vi: `không bộ nào trong support.yaml ghép Kubernetes ${data.kubernetes} với ${best.join(', ').replaceAll('known:', 'đã biết:')}` },
      hint: { en: 'lock the versions of a supported set, or add the set with its source', vi: 'khóa theo phiên bản của một bộ được hỗ trợ, hoặc bổ sung bộ mới kèm nguồn' } });
  }
  const last = sets.map(({ until }) => until).sort((a, b) => (b ?? '9999').localeCompare(a ?? '9999'))[0];
  if (last !== null && last !== undefined && last < estate.asOf) {
    found.push({ pointer: '/kubernetes', message: { en: `support of Kubernetes ${data.kubernetes} ended on ${last}`, vi: `Kubernetes ${data.kubernetes} đã hết hỗ trợ từ ${last}` }, hint: { en: 'move to a supported version', vi: 'chuyển sang phiên bản còn hỗ trợ' } });
  }
  if (semver.lt(data.kubernetes, `${estate.platform.podSecurityVersion.slice(1)}.0`)) {
    found.push({ pointer: '/kubernetes', message: { en: `the Pod Security standard is pinned to ${estate.platform.podSecurityVersion}, which Kubernetes ${data.kubernetes} does not know yet`, vi: `Pod Security được ghim ở ${estate.platform.podSecurityVersion}, Kubernetes ${data.kubernetes} chưa biết phiên bản này` },
      hint: { en: 'upgrade the cluster, or pin an older version in platform.yaml', vi: 'nâng cấp cụm, hoặc ghim phiên bản cũ hơn trong platform.yaml' } });
  }
  return found;
}
