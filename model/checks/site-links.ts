import { basis, leastNumber, listed, isolationLevel } from '../derive/law.ts';
import type { Decision } from '../derive/decisions.ts';
import { activeDecisions } from '../derive/placements.ts';
import { distinct, linksBetween, siteOf } from '../derive/sites.ts';
import type { Estate } from '../estate.ts';
import { missingFact, type Check } from './check.ts';

const redundant = 2;

/** Where law asks for redundant links, a system's two sites, and its site and vault, are joined by links that are not lost together. One finding for each pair of sites. */
export const siteLinks: Check = {
  code: 'site-links',
  severity: 'error',
  title: { en: 'Links between main and standby site are not redundant', vi: 'Kênh giữa trung tâm chính và dự phòng chưa dự phòng' },
  run({ estate, report }) {
    const seen = new Set<string>();
    return activeDecisions(estate).flatMap((decision) => pairs(estate, decision).flatMap(({ to, why, least }) => {
      const [here, there] = [siteOf(estate, decision.placement.cluster), siteOf(estate, to)];
      if (!here || !there || here === there || seen.has(`${here.id} ${there.id}`)) return [];
      const links = linksBetween(here, there);
      const ways = distinct(links.map(({ direction }) => direction));
      if (links.length >= least && ways >= least) return [];
      seen.add(`${here.id} ${there.id}`);
      return [report(here, '/uplinks', { ...(links.length === 0 ? missingFact(decision.state) : {}),
        message: { en: `${decision.system.key} needs ${least} links on different directions between ${here.id} and ${there.id} (${why}); described are ${links.length} on ${ways}`, vi: `${decision.system.key} cần ${least} kênh khác hướng giữa ${here.id} và ${there.id} (${why}); hiện khai báo ${links.length} kênh, ${ways} hướng` },
        hint: { en: `describe uplinks of kind site-link with to: ${there.id}`, vi: `khai báo uplinks loại site-link có to: ${there.id}` } })];
    }));
  },
};

/** Clusters elsewhere that a system must reach by redundant links, and why. */
function pairs(estate: Estate, decision: Decision): { to: string; why: string; least: number }[] {
  const question = { regime: decision.system.data.regime, level: isolationLevel(decision) };
  const standby = listed(estate, { ...question, key: 'redundancy' }, 'redundant-main-to-standby-links').rule;
  const backup = leastNumber(estate, { ...question, key: 'backup_links_min' }).rule;
  const vault = estate.clusters.get(decision.placement.cluster)?.data.vault ?? null;
  return [
    ...(standby && decision.placement.dr !== null ? [{ to: decision.placement.dr, why: basis(standby).en, least: redundant }] : []),
    ...(backup && vault !== null ? [{ to: vault, why: basis(backup).en, least: backup.value }] : []),
  ];
}
