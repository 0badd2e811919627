/** What quotas leave room for, counted as the cluster counts: each pod with the containers that operators put beside ours, while one more rolls out. */
import { beforeAll, describe, expect, it } from 'vitest';
import { containerDefault } from '../../constructs/namespace-quota.ts';
import { parseBytes, parseMillicores } from '../../model/units.ts';
import { dataSubzone } from '../../stacks/flows.ts';
import { stackId } from '../../stacks/ids.ts';
import { load, ofKind, type Loaded } from './support.ts';

let real: Loaded;

beforeAll(() => {
  real = load();
});

interface Room {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

const room = ({ cpu, memory }: { cpu: string; memory: string }, pods = 1): Room => ({ cpu: parseMillicores(cpu)!, memory: parseBytes(memory)!, pods });
const sum = (...parts: readonly Room[]): Room => parts.reduce((all, part) => ({ cpu: all.cpu + part.cpu, memory: all.memory + part.memory, pods: all.pods + part.pods }), { cpu: 0, memory: 0, pods: 0 });
const copies = (part: Room, count: number): Room => ({ cpu: part.cpu * count, memory: part.memory * count, pods: part.pods * count });
/** Pods of a Deployment while it rolls out: a quarter more, rounded up. */
const rolling = (replicas: number) => replicas + Math.ceil(replicas / 4);
const fits = (need: Room, have: Room) => need.cpu <= have.cpu && need.memory <= have.memory && need.pods <= have.pods;

describe('the quota of a sub-zone', () => {
  it('holds the proxies of the entry beside the components, with the container that drains each', () => {
    const proxy = sum(room({ cpu: '500m', memory: '512Mi' }), { ...room(containerDefault), pods: 0 });
    const plans = ofKind(real.plans, 'system').filter(({ props }) => props.entries.length > 0);
    expect(plans.length).toBeGreaterThan(50);
    const tight = plans.filter(({ props }) => props.subzones.some(({ subzone, quota }) => {
      const fleets = props.entries.filter((entry) => entry.subzone === subzone).length;
      const { data } = real.estate.systems.get(`${props.tenant}/${props.system}`)!;
      const components = data.components.filter((component) => component.subzone === subzone).map(({ replicas, resources }) => copies(room(resources), rolling(replicas)));
      return quota.loadBalancers !== fleets || (fleets > 0 && !fits(sum(copies(proxy, rolling(2) * fleets), ...components), room(quota, quota.pods)));
    }));
    expect(tight.map(({ id }) => id)).toEqual([]);
  });

  it('holds databases with their backup sidecars, poolers that roll out, and a drill of each', () => {
    const systems = new Map(ofKind(real.plans, 'system').map((plan) => [plan.id, plan]));
    const plans = ofKind(real.plans, 'data');
    expect(plans.length).toBeGreaterThan(50);
    const tight = plans.filter(({ targetCluster, props }) => {
      const { quota } = systems.get(stackId.system(targetCluster, props.tenant, props.system))!.props.subzones.find(({ subzone }) => subzone === dataSubzone)!;
      const need = props.databases.map(({ database, drill }) => sum(
        copies(sum(room(database.resources), { ...room(database.backup.sidecar), pods: 0 }), database.instances),
        copies(room(database.pooler.resources), rolling(database.pooler.instances)),
        room(drill.resources),
      ));
      return !fits(sum(...need), room(quota, quota.pods));
    });
    expect(tight.map(({ id }) => id)).toEqual([]);
  });
});
