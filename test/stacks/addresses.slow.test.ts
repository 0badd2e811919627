/** Stable addresses on the real catalog: what a request adds or takes away changes no other stack. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { agreements } from '../../model/derive/agreements.ts';
import { CatalogCopy, difference, load, ofKind, type Loaded } from './support.ts';

/* oxlint-disable typescript/no-explicit-any -- catalog files of every kind */

let real: Loaded;
let copy: CatalogCopy;

beforeAll(() => {
  real = load();
  copy = new CatalogCopy();
}, 60_000);
afterEach(() => copy.restore());
afterAll(() => copy.delete());

/** Stacks that differ from the real catalog's after a change, and the changed catalog. */
function after(change: () => void) {
  change();
  const loaded = copy.load();
  return { loaded, ...difference(real.plans, loaded.plans) };
}

/** Grants a system, first in the list: a later place would hide pointers that count. */
function grant(tenant: string, system: string, level: number, placement?: { cluster: string; dr: string | null }): void {
  copy.edit(`grants/${tenant}.yaml`, (data: any) => data.systems.unshift({ system, level, critical: false, ...(placement ? { placement } : {}) }));
}

function addSystem(tenant: string, like: string, id: string, level: number, criterion: string): void {
  copy.derive(`tenants/${tenant}/systems/${like}.yaml`, `tenants/${tenant}/systems/${id}.yaml`, (data: any) => {
    data.id = id;
    data.level = { ...data.level, requested: level, criterion };
    for (const entry of data.entries) entry.host = `${id}.${entry.host}`;
    for (const component of data.components) component.connects = component.connects.filter(({ to }: any) => to !== 'database');
  });
}

function addDatabase(tenant: string, like: string, id: string, system: string): void {
  copy.derive(`tenants/${tenant}/databases/${like}.yaml`, `tenants/${tenant}/databases/${id}.yaml`, (data: any) => Object.assign(data, { id, system }));
}

function addTenant(id: string): void {
  copy.derive('tenants/hue/tenant.yaml', `tenants/${id}/tenant.yaml`, (data: any) => Object.assign(data, { id, code: '99' }));
  copy.derive('tenants/hue/systems/procedure.yaml', `tenants/${id}/systems/procedure.yaml`, (data: any) => {
    data.tenant = id;
    for (const entry of data.entries) entry.host = `${id}.${entry.host}`;
    for (const { connects } of data.components) for (const connection of connects) if (connection.to === 'database') connection.database = `${id}-procedure`;
  });
  copy.derive('tenants/hue/databases/hue-procedure.yaml', `tenants/${id}/databases/${id}-procedure.yaml`, (data: any) => Object.assign(data, { id: `${id}-procedure`, tenant: id }));
  copy.derive('grants/hue.yaml', `grants/${id}.yaml`, (data: any) => Object.assign(data, { tenant: id, systems: [{ system: 'procedure', level: 3, critical: false }] }));
}

const unchanged = { added: [], removed: [], changed: [] };

describe('the same catalog', () => {
  it('gives the same plans from a copy in another folder', () => {
    expect(after(() => undefined)).toMatchObject(unchanged);
  });
});

describe('adding', () => {
  it('a tenant with a system and a database makes its three stacks, and one for its copies in the vault, and changes none', () => {
    expect(after(() => addTenant('aaa-first'))).toMatchObject({
      added: ['region-central-shared-1--aaa-first', 'region-central-shared-1--aaa-first--procedure', 'region-central-shared-1--aaa-first--procedure--data', 'region-north-vault--aaa-first--procedure--copies'],
      removed: [], changed: [],
    });
  });

  it('a tenant leaves guard rails, vaults, services, exchange and machines alone', () => {
    const { loaded } = after(() => addTenant('zzz-last'));
    const shared = (plans: Loaded['plans']) => plans.filter(({ kind }) => !['tenant', 'system', 'data', 'copies', 'own-pools'].includes(kind));
    expect(shared(loaded.plans)).toEqual(shared(real.plans));
    expect(new Set(shared(real.plans).map(({ kind }) => kind))).toEqual(new Set(['machines', 'crds', 'operator', 'guardrails', 'services', 'exchange', 'vault']));
  });

  it('a request without a grant changes nothing: it is pending', () => {
    expect(after(() => addSystem('hue', 'data-portal', 'a-new-one', 2, 'online-service'))).toMatchObject(unchanged);
  });

  it.each([
    [1, 'public-information', 'data-portal'],
    [2, 'online-service', 'data-portal'],
    [3, 'administrative-procedures', 'iot-ingest'],
  ])('a system of level %i makes its one stack and changes none', (level, criterion, like) => {
    expect(after(() => {
      addSystem('hue', like, 'a-new-one', level, criterion);
      grant('hue', 'a-new-one', level, level === 1 ? { cluster: 'ndc-1-shared-1', dr: null } : undefined);
    })).toMatchObject({
      added: level === 1 ? ['ndc-1-shared-1--hue', 'ndc-1-shared-1--hue--a-new-one'] : ['region-central-shared-1--hue--a-new-one'],
      removed: [], changed: [],
    });
  });

  it('a system of level 4 makes its stacks and its machines at two sites and changes none', () => {
    expect(after(() => {
      addSystem('mps', 'population', 'a-new-one', 4, 'national-system');
      addDatabase('mps', 'population', 'a-new-one', 'a-new-one');
      grant('mps', 'a-new-one', 4, { cluster: 'ndc-1-shared-2', dr: 'region-south-shared-1' });
    })).toMatchObject({
      added: [
        'ndc-1-shared-2--mps--a-new-one', 'ndc-1-shared-2--mps--a-new-one--data', 'ndc-1-shared-2--mps--a-new-one--machines', 'ndc-1-vault--mps--a-new-one--copies',
        'region-south-shared-1--mps--a-new-one', 'region-south-shared-1--mps--a-new-one--data', 'region-south-shared-1--mps--a-new-one--machines', 'region-south-vault--mps--a-new-one--copies',
      ],
      removed: [], changed: [],
    });
  });

  it('the first database of a system makes its stack and that of its copies, and changes the quota of its system alone', () => {
    const { loaded, ...changes } = after(() => addDatabase('hue', 'hue-procedure', 'a-new-one', 'analytics'));
    expect(changes).toEqual({ added: ['region-central-shared-1--hue--analytics--data', 'region-north-vault--hue--analytics--copies'], removed: [], changed: ['region-central-shared-1--hue--analytics'] });
    const parts = (plans: Loaded['plans']) => {
      const { subzones, ...rest } = plans.find(({ id }) => id === 'region-central-shared-1--hue--analytics')!.props as unknown as { subzones: { subzone: string }[] };
      return { rest, others: subzones.filter(({ subzone }) => subzone !== 'database-servers') };
    };
    expect(parts(loaded.plans)).toEqual(parts(real.plans));
  });

  it('a second database changes the data stack, its copies and the quota of its own system, and nothing of the first database', () => {
    const { loaded, ...changes } = after(() => addDatabase('hue', 'hue-procedure', 'a-new-one', 'procedure'));
    expect(changes).toEqual({ added: [], removed: [], changed: ['region-central-shared-1--hue--procedure', 'region-central-shared-1--hue--procedure--data', 'region-north-vault--hue--procedure--copies'] });
    const first = (plans: Loaded['plans']) => (plans.find(({ id }) => id === 'region-central-shared-1--hue--procedure--data')!.props as unknown as { databases: { database: { name: string } }[] })
      .databases.find(({ database }) => database.name === 'hue-procedure');
    expect(first(loaded.plans)).toEqual(first(real.plans));
  });

  it('a database of a system of level 4 changes that system\'s own stacks at both sites, and nothing shared', () => {
    const { changed } = after(() => addDatabase('mps', 'population', 'a-new-one', 'population'));
    expect(changed).not.toEqual([]);
    expect(changed.filter((id) => !/^((ndc-1-shared-2|region-south-shared-1)--mps--population(--data|--machines)?|(ndc-1|region-south)-vault--mps--population--copies)$/.test(id))).toEqual([]);
  });

  it('a bucket changes the system that asks for it alone', () => {
    expect(after(() => copy.edit('tenants/hue/systems/data-portal.yaml', (data: any) => {
      data.buckets.unshift({ id: 'a-new-one', purpose: { vi: 'Thử', en: 'Test' }, size: '1Gi', versioning: true, lock: null, retention: '12 months' });
    }))).toMatchObject({ added: [], removed: [], changed: ['region-central-shared-1--hue--data-portal'] });
  });

  it('a component changes its own system alone', () => {
    expect(after(() => copy.edit('tenants/hue/systems/data-portal.yaml', (data: any) => {
      data.components.unshift({ id: 'a-new-one', subzone: data.components[0].subzone, replicas: 1, resources: { cpu: '100m', memory: '128Mi' }, listeners: [], connects: [] });
    }))).toMatchObject({ added: [], removed: [], changed: ['region-central-shared-1--hue--data-portal'] });
  });

  it('a chart of the registry changes no tenant\'s stack', () => {
    const { changed } = after(() => copy.edit('lock.yaml', (data: any) => data.charts.unshift({ ...data.charts[0], name: 'a-new-one', operator: 'a-new-one' })));
    expect(changed.filter((id) => !/--(crds|operator-.+|guardrails)$/.test(id))).toEqual([]);
  });
});

describe('removing', () => {
  it('a tenant takes away its own stacks, at every cluster, and its roles in the databases that it used by agreements', () => {
    const { added, removed, changed } = after(() => {
      copy.remove('tenants/mof');
      copy.remove('grants/mof.yaml');
    });
    const used = new Set(agreements(real.estate).filter(({ use, provider }) => use.folderTenant === 'mof' && !provider.startsWith('mof/')).map(({ provider }) => provider));
    expect(used.size).toBeGreaterThan(0);
    expect({ added, changed }).toEqual({ added: [], changed: ofKind(real.plans, 'data').filter(({ props }) => used.has(`${props.tenant}/${props.system}`)).map(({ id }) => id) });
    expect(removed).toEqual(real.plans.filter(({ id }) => id.split('--')[1] === 'mof').map(({ id }) => id));
    expect(new Set(removed.map((id) => id.split('--')[0])).size).toBeGreaterThan(1);
  });

  it('a grant of a system takes away its own stacks and changes none', () => {
    expect(after(() => copy.edit('grants/mps.yaml', (data: any) => {
      data.systems = data.systems.filter(({ system }: any) => system !== 'identity-card');
    }))).toMatchObject({
      added: [],
      removed: [
        'ndc-1-shared-2--mps--identity-card', 'ndc-1-shared-2--mps--identity-card--data', 'ndc-1-shared-2--mps--identity-card--machines', 'ndc-1-vault--mps--identity-card--copies',
        'region-south-shared-1--mps--identity-card', 'region-south-shared-1--mps--identity-card--data', 'region-south-shared-1--mps--identity-card--machines', 'region-south-vault--mps--identity-card--copies',
      ],
      changed: [],
    });
  });

  it('the last system of a tenant at a cluster takes the tenant\'s stack there with it', () => {
    const { loaded } = after(() => addTenant('one-system'));
    copy.restore();
    expect(difference(loaded.plans, copy.load().plans)).toEqual({
      added: [], changed: [],
      removed: ['region-central-shared-1--one-system', 'region-central-shared-1--one-system--procedure', 'region-central-shared-1--one-system--procedure--data', 'region-north-vault--one-system--procedure--copies'],
    });
  });

  it('the only database of a system takes away its data stack and its copies, and changes the quota of its system alone', () => {
    expect(after(() => copy.remove('tenants/hue/databases/hue-procedure.yaml'))).toMatchObject({
      added: [], removed: ['region-central-shared-1--hue--procedure--data', 'region-north-vault--hue--procedure--copies'], changed: ['region-central-shared-1--hue--procedure'],
    });
  });

  it('a bucket changes the system that had it alone', () => {
    expect(after(() => copy.edit('tenants/ca-mau/systems/analytics.yaml', (data: any) => {
      data.buckets = [];
    }))).toMatchObject({ added: [], removed: [], changed: ['region-south-shared-1--ca-mau--analytics'] });
  });
});
