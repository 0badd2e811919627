/** The steps of a planned switch-over of a system's databases to its other site: each a change of the catalog of its own, reviewed and applied before the next. */
import { databasesOf, decide, type Decision } from '../model/derive/decisions.ts';
import { activeDecisions } from '../model/derive/placements.ts';
import { shortfalls, poolDemands } from '../model/derive/capacity.ts';
import { linksBetween, siteOf } from '../model/derive/sites.ts';
import { copySites } from '../model/derive/switch-over.ts';
import type { Estate } from '../model/estate.ts';
import type { Source, Text } from '../model/finding.ts';
import { reached, type Objectives, type Reached } from './reached.ts';

export type StepName = 'demote' | 'promote' | 'finish';

export interface SwitchStep {
  readonly step: StepName;
  readonly state: 'done' | 'next' | 'later';
  readonly does: Text;
  /** Cluster whose objects the step changes; nothing changes anywhere else. */
  readonly cluster: string;
  /** What to write at `where`, as YAML. */
  readonly write: string;
  /** How to see that the step is done, before the next one is asked for. */
  readonly proof: { readonly what: Text; readonly commands: readonly string[] };
  /** Do the databases take writes after this step? */
  readonly takesWrites: boolean;
}

export interface SwitchOver {
  readonly kind: 'switch-over';
  readonly asOf: string;
  readonly system: string;
  readonly from: string;
  readonly to: string;
  readonly databases: readonly string[];
  /** The place in the catalog that every step changes. */
  readonly where: Source;
  readonly steps: readonly SwitchStep[];
  /** Is there room for all of the system at the other site beside what runs there? */
  readonly hasRoom: boolean;
  /** Private links between both sites. */
  readonly links: number;
  /** What the last exercises have shown, by database. */
  readonly shown: readonly { readonly database: string; readonly reached: Objectives<Reached> }[];
  readonly ok: boolean;
}

/** Why there is nothing to switch over. */
export type NoSwitchOver = { readonly reason: 'pending' | 'no-second-site' | 'no-copy-there' | 'already-there' | 'no-database' | 'other-way'; readonly sites: readonly string[] };

/** @param to site whose copy is to take writes */
export function planSwitchOver(estate: Estate, systemKey: string, to: string): SwitchOver | NoSwitchOver {
  const decision = decide(estate, systemKey);
  if (!decision) return { reason: 'pending', sites: [] };
  const sites = copySites(estate, decision);
  if (!sites) return { reason: 'no-second-site', sites: [] };
  const databases = databasesOf(estate, systemKey).map(({ id }) => id);
  if (!sites.includes(to)) return { reason: 'no-copy-there', sites };
  if (databases.length === 0) return { reason: 'no-database', sites };
  const target = decision.primarySite ?? sites[0];
  if (decision.switchOver && target !== to) return { reason: 'other-way', sites };
  if (!decision.switchOver && target === to) return { reason: 'already-there', sites };
  const from = sites.find((site) => site !== to)!;
  const { cluster, dr } = decision.placement;
  const [here, there] = siteOf(estate, cluster)?.id === from ? [cluster, dr!] : [dr!, cluster];
  const hasRoom = roomFor(estate, decision, there);
  const links = linksBetween(estate.sites.get(from)!, estate.sites.get(to)!).length;
  return {
    kind: 'switch-over', asOf: estate.asOf, system: systemKey, from, to, databases,
    where: { file: decision.grant.file, pointer: `/systems/${decision.index}` },
    steps: steps(estate, decision, { from, to, here, there, databases }),
    hasRoom, links,
    shown: databases.map((database) => ({ database, reached: reached(estate, database, 'copy') })),
    ok: hasRoom && links > 0,
  };
}

interface Move {
  readonly from: string;
  readonly to: string;
  readonly here: string;
  readonly there: string;
  readonly databases: readonly string[];
}

function steps(estate: Estate, decision: Decision, { from, to, here, there, databases }: Move): SwitchStep[] {
  const started = decision.switchOver?.step;
  const state = (step: StepName): SwitchStep['state'] => {
    const at = started === undefined ? 0 : started === 'demote' ? 1 : 2;
    const position = (['demote', 'promote', 'finish'] as const).indexOf(step);
    return position < at ? 'done' : position === at ? 'next' : 'later';
  };
  const label = `${estate.platform.domains.label}/database`;
  const ask = (cluster: string, database: string, path: string) => `kubectl --context ${cluster} get clusters.postgresql.cnpg.io --all-namespaces --selector ${label}=${database} --output jsonpath='${path}'`;
  const tokens = databases.map((id) => `    ${id}: <status.demotionToken of ${id} at ${from}>`).join('\n');
  // Going home needs no primarySite once it is done: the first cluster of the placement is the primary by default.
  const home = siteOf(estate, decision.placement.cluster)?.id === to;
  return [
    {
      step: 'demote', state: state('demote'), cluster: here, takesWrites: false,
      does: { vi: `Bản tại ${from} ngừng nhận ghi, lưu trữ hết WAL và để lại mã bàn giao. Từ đây đến hết bước sau không nơi nào nhận ghi.`, en: `The copy at ${from} stops taking writes, archives all its WAL and leaves a token. From here to the end of the next step nobody takes writes.` },
      write: `primarySite: ${to}\nswitchOver: {step: demote}`,
      proof: { what: { vi: 'Mỗi cơ sở dữ liệu báo một mã bàn giao', en: 'Each database reports a token' }, commands: databases.map((id) => ask(here, id, '{.items[0].status.demotionToken}')) },
    },
    {
      step: 'promote', state: state('promote'), cluster: there, takesWrites: true,
      does: { vi: `Bản tại ${to} phát lại đến đúng mã bàn giao rồi nhận ghi; bản tại ${from} thành bản dự phòng của nó. Không mất giao dịch nào.`, en: `The copy at ${to} replays exactly to the token and takes writes; the copy at ${from} becomes its standby. No commit is lost.` },
      write: `primarySite: ${to}\nswitchOver:\n  step: promote\n  tokens:\n${tokens}`,
      proof: { what: { vi: 'Mã đã dùng được ghi lại và cụm sẵn sàng', en: 'The token that was used is recorded and the cluster is ready' }, commands: databases.map((id) => ask(there, id, '{.items[0].status.lastPromotionToken} {.items[0].status.phase}')) },
    },
    {
      step: 'finish', state: state('finish'), cluster: there, takesWrites: true,
      does: { vi: 'Bỏ mã bàn giao đã dùng; hai bản giữ vai trò mới.', en: 'The used token is removed; both copies keep their new roles.' },
      write: home ? '# neither primarySite nor switchOver' : `primarySite: ${to}`,
      proof: { what: { vi: `Bản tại ${from} đang nhận WAL từ ${to}`, en: `The copy at ${from} receives WAL from ${to}` }, commands: databases.map((id) => ask(here, id, '{.items[0].status.phase}')) },
    },
  ];
}

/** Does the whole system fit the common pools of the cluster that takes over? Systems with pools of their own have them at both sites already. */
function roomFor(estate: Estate, decision: Decision, clusterId: string): boolean {
  const cluster = estate.clusters.get(clusterId)!;
  return shortfalls(cluster.data, poolDemands(estate, cluster, (one) => (one.system.key === decision.system.key ? 'all' : 'data'))).length === 0;
}

/** Switch-overs that the catalog says are under way. */
export function switchOversUnderWay(estate: Estate): SwitchOver[] {
  return activeDecisions(estate).flatMap(({ switchOver, primarySite, system }) => {
    const plan = switchOver && switchOver.step !== 'forced' && primarySite !== undefined ? planSwitchOver(estate, system.key, primarySite) : undefined;
    return plan && 'kind' in plan ? [plan] : [];
  });
}

/** Systems whose databases have a copy at a second site. */
export function switchable(estate: Estate): string[] {
  return activeDecisions(estate).filter((decision) => copySites(estate, decision) && databasesOf(estate, decision.system.key).length > 0).map(({ system }) => system.key);
}
