/** Plans of the real catalog: ids, order, places, provenance, second sites. */
import { beforeAll, describe, expect, it } from 'vitest';
import { decisions, hasOwnPools, runsAt } from '../../model/derive/decisions.ts';
import { tenantMarks } from '../../constructs/platform-labels.ts';
import type { Source } from '../../model/finding.ts';
import type { DatabasePlan } from '../../stacks/data.ts';
import { stackId } from '../../stacks/ids.ts';
import type { AnyStackPlan, StackKind } from '../../stacks/any-plan.ts';
import { load, ofKind, type Loaded } from './support.ts';

let real: Loaded;
let byId: ReadonlyMap<string, AnyStackPlan>;

beforeAll(() => {
  real = load();
  byId = new Map(real.plans.map((plan) => [plan.id, plan]));
});

const ids = (kind: StackKind) => new Set(ofKind(real.plans, kind).map(({ id }) => id));

describe('plans of the real catalog', () => {
  it('have ids that are different, sorted, and safe as folders and state keys', () => {
    const found = real.plans.map(({ id }) => id);
    expect(found).toEqual([...new Set(found)].sort());
    expect(found.filter((id) => !/^[a-z0-9]+(-{1,2}[a-z0-9]+)*$/.test(id) || id.length > 120)).toEqual([]);
  });

  it('hold every kind of stack', () => {
    const kinds: Record<StackKind, true> = { machines: true, 'own-pools': true, crds: true, operator: true, guardrails: true, services: true, exchange: true, vault: true, copies: true, tenant: true, system: true, data: true };
    expect([...new Set(real.plans.map(({ kind }) => kind))].sort()).toEqual(Object.keys(kinds).sort());
  });

  it('are plain data: text and back gives the same, so a thread and a digest see all of it', () => {
    expect(JSON.parse(JSON.stringify(real.plans))).toEqual(real.plans);
  });

  it('give each cluster its machines, definitions, guard rails and services, once', () => {
    const clusters = [...real.estate.clusters.keys()];
    for (const [kind, idOf] of [['machines', stackId.machines], ['crds', stackId.crds], ['guardrails', stackId.guardrails], ['services', stackId.services]] as const) {
      expect(ids(kind)).toEqual(new Set(clusters.map(idOf)));
    }
  });

  it('target a cluster that exists; machines target the one that manages them', () => {
    expect(real.plans.filter(({ targetCluster }) => !real.estate.clusters.has(targetCluster))).toEqual([]);
    for (const cluster of real.estate.clusters.values()) {
      expect(byId.get(stackId.machines(cluster.id))?.targetCluster).toBe(cluster.data.managedBy ?? cluster.id);
    }
    for (const plan of real.plans) if (plan.kind !== 'machines' && plan.kind !== 'own-pools') expect(plan.id.split('--')[0]).toBe(plan.targetCluster);
  });

  it('keep their state at the site of the cluster that they describe', () => {
    for (const plan of real.plans) {
      const site = real.estate.sites.get(real.estate.clusters.get(plan.id.split('--')[0]!)!.data.site)!;
      expect(plan.settings.state).toEqual(site.data.stateStore);
    }
  });
});

describe('order of the stacks', () => {
  it('names only stacks that exist, and never the stack itself', () => {
    expect(real.plans.flatMap(({ id, dependsOn }) => dependsOn.filter((other) => other === id || !byId.has(other)).map((other) => `${id} → ${other}`))).toEqual([]);
  });

  it('has no cycle', () => {
    const done = new Set<string>();
    const onTheWay: string[] = [];
    const cycles: string[] = [];
    const visit = (id: string): void => {
      if (onTheWay.includes(id)) cycles.push([...onTheWay.slice(onTheWay.indexOf(id)), id].join(' → '));
      if (done.has(id) || onTheWay.includes(id)) return;
      onTheWay.push(id);
      for (const other of byId.get(id)!.dependsOn) visit(other);
      onTheWay.pop();
      done.add(id);
    };
    for (const id of byId.keys()) visit(id);
    expect(cycles).toEqual([]);
  });

  it('puts definitions before guard rails, those before operators and services, and all of them before tenants', () => {
    const before = (id: string, seen = new Set<string>()): Set<string> => {
      for (const other of byId.get(id)?.dependsOn ?? []) if (!seen.has(other)) before(other, seen.add(other));
      return seen;
    };
    for (const { id, targetCluster } of ofKind(real.plans, 'tenant')) {
      const earlier = before(id);
      for (const layer of [stackId.services, stackId.guardrails, stackId.crds]) expect(earlier).toContain(layer(targetCluster));
      for (const operator of ofKind(real.plans, 'operator').filter((plan) => plan.targetCluster === targetCluster)) expect(earlier).toContain(operator.id);
    }
    for (const { id } of ofKind(real.plans, 'data')) expect(before(id)).toContain(id.replace(/--data$/, ''));
    for (const { id } of ofKind(real.plans, 'own-pools')) expect(before(id.replace(/--machines$/, ''))).toContain(id);
  });
});

describe('systems', () => {
  it('have a stack at each of their places, their tenant\'s stack beside it, and a data stack where they have databases', () => {
    const databases = new Set([...real.estate.databases.values()].map((entry) => `${entry.folderTenant}/${entry.data.system}`));
    const built = decisions(real.estate).filter(({ system }) => system.data.subzones.length > 0);
    const places = built.flatMap((decision) => runsAt(real.estate, decision).map(({ cluster }) => ({ cluster, tenant: decision.system.folderTenant, system: decision.system.id, decision })));
    expect(ids('system')).toEqual(new Set(places.map(({ cluster, tenant, system }) => stackId.system(cluster, tenant, system))));
    expect(ids('tenant')).toEqual(new Set(places.map(({ cluster, tenant }) => stackId.tenant(cluster, tenant))));
    expect(ids('data')).toEqual(new Set(places.filter(({ decision }) => databases.has(decision.system.key)).map(({ cluster, tenant, system }) => stackId.data(cluster, tenant, system))));
  });

  it('have no stack while they are pending: a request that no grant names', () => {
    const granted = new Set(decisions(real.estate).map(({ system }) => system.key));
    const pending = [...real.estate.systems.values()].filter(({ key }) => !granted.has(key));
    expect(real.plans.filter(({ id }) => pending.some((system) => id.includes(`--${system.folderTenant}--${system.id}`)))).toEqual([]);
  });

  it('of level 4 have machines of their own wherever they hold anything, and no other level has', () => {
    const owners = new Set(decisions(real.estate).filter(hasOwnPools).map(({ system }) => `${system.folderTenant}--${system.id}`));
    expect([...ids('own-pools')].filter((id) => !owners.has(id.split('--').slice(1, 3).join('--')))).toEqual([]);
  });

  it('whose pods are bound to a pool of their own find that pool among the planned ones', () => {
    const pools = new Map(real.plans.flatMap((plan) => (plan.kind === 'own-pools' || plan.kind === 'machines' ? [[plan.id.split('--')[0]!, plan.props.pools.map(({ pool }) => pool)] as const] : []))
      .reduce((all, [cluster, names]) => all.set(cluster, [...(all.get(cluster) ?? []), ...names]), new Map<string, string[]>()));
    const missing = ofKind(real.plans, 'data').flatMap(({ id, targetCluster, props }) => props.databases
      .map(({ database }) => Object.values(database.placement.nodeSelector)[0]!)
      .filter((pool) => !pools.get(targetCluster)?.includes(pool)).map((pool) => `${id}: ${pool}`));
    expect(missing).toEqual([]);
  });
});

describe('second sites', () => {
  const withSecond = () => decisions(real.estate).filter(({ level, placement, system }) => level >= 4 && placement.dr !== null && system.data.subzones.length > 0);

  it('hold a counterpart of every system of level 4 and 5 that names one, at the partner of its site', () => {
    expect(withSecond().length).toBeGreaterThan(20);
    for (const { system, placement } of withSecond()) {
      const [first, second] = [placement.cluster, placement.dr!];
      expect(byId.has(stackId.system(second, system.folderTenant, system.id)), system.key).toBe(true);
      expect(byId.has(stackId.data(second, system.folderTenant, system.id)), system.key).toBe(byId.has(stackId.data(first, system.folderTenant, system.id)));
      const siteOf = (cluster: string) => real.estate.sites.get(real.estate.clusters.get(cluster)!.data.site)!;
      expect(siteOf(second).id, system.key).toBe(siteOf(first).data.drPartner);
    }
  });

  it('hold the same system: same sub-zones, components and quota', () => {
    for (const { system, placement } of withSecond()) {
      const [first, second] = [placement.cluster, placement.dr!].map((cluster) => byId.get(stackId.system(cluster, system.folderTenant, system.id)) as Extract<AnyStackPlan, { kind: 'system' }>);
      expect(second!.props.subzones.map(({ subzone, quota }) => [subzone, quota])).toEqual(first!.props.subzones.map(({ subzone, quota }) => [subzone, quota]));
      expect(second!.props.components.map(({ id, subzone }) => [id, subzone])).toEqual(first!.props.components.map(({ id, subzone }) => [id, subzone]));
    }
  });

  it('hold the other copy of each database: one origin, one primary, each reading the backups of the other', () => {
    const copies = new Map<string, { cluster: string; database: DatabasePlan['database'] }[]>();
    for (const { targetCluster, props } of ofKind(real.plans, 'data')) {
      for (const { database } of props.databases) copies.set(database.name, [...(copies.get(database.name) ?? []), { cluster: targetCluster, database }]);
    }
    const pairs = [...copies.values()].filter(({ length }) => length > 1);
    expect(pairs.length).toBeGreaterThan(20);
    for (const pair of pairs) {
      expect(pair).toHaveLength(2);
      const [one, other] = pair.map(({ database }) => database.distributed!) as [NonNullable<DatabasePlan['database']['distributed']>, NonNullable<DatabasePlan['database']['distributed']>];
      expect([one.origin, other.origin].sort()).toEqual(['initdb', 'recovery']);
      expect(one.primary).toBe(other.primary);
      expect(one.primary).toBe([one, other].find(({ origin }) => origin === 'initdb')!.self);
      expect([one.source.name, other.source.name]).toEqual([other.self, one.self]);
      expect(one.source.bucket).toBe(pair[1]!.database.backup.store.bucket);
      expect(other.source.bucket).toBe(pair[0]!.database.backup.store.bucket);
      expect(one.source.bucket).not.toBe(other.source.bucket);
    }
    const alone = [...copies.values()].filter(({ length }) => length === 1).flat();
    expect(alone.filter(({ database }) => database.distributed !== undefined)).toEqual([]);
  });
});

describe('tenants', () => {
  it('have marks of their own, so that guard rails tell them apart', () => {
    const marks = [...real.estate.tenants.keys()].map((tenant) => tenantMarks(tenant).join(''));
    expect(new Set(marks).size).toBe(marks.length);
  });

  it('stand in no plan of the platform: guard rails, services, definitions, operators, exchange and vault name none', () => {
    const systems = decisions(real.estate).filter(({ system }) => system.data.kind !== 'exchange').map(({ system }) => `tenants/${system.folderTenant}/systems/${system.id}`);
    const shared = real.plans.filter(({ kind }) => ['guardrails', 'services', 'crds', 'operator', 'exchange', 'vault'].includes(kind));
    expect(shared.filter((plan) => systems.some((file) => JSON.stringify(plan).includes(file))).map(({ id }) => id)).toEqual([]);
  });
});

describe('sources in plans', () => {
  it('point at places that the catalog holds', () => {
    const found: Source[] = [];
    JSON.stringify(real.plans, (_, value: unknown) => {
      if (value !== null && typeof value === 'object' && 'file' in value && 'pointer' in value) found.push(value as Source);
      return value;
    });
    expect(found.length).toBeGreaterThan(1000);
    const places = new Map(found.map((source) => [`${source.file}#${source.pointer}`, source]));
    expect([...places].filter(([, source]) => !real.catalog.has(source)).map(([place]) => place)).toEqual([]);
  });
});
