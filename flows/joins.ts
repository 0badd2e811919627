/**
 * Flows from one cluster to another. Pods' addresses are not visible outside: traffic leaves by the egress or replication range of its site and enters
 * at the entry or replication range of the other, so both halves are asked at these addresses and only together are a flow.
 */
import { families, type Family } from './addresses.ts';
import type { ClusterFlows } from './cluster-flows.ts';
import type { Endpoint, Port } from './endpoint.ts';
import type { AnswerFlow, Question } from './query.ts';

interface Way {
  /** Range at the site of the source that it leaves by, and at the site of the target that it enters at. */
  readonly leaves: 'egress' | 'replication';
  readonly enters: 'ingress' | 'replication';
  /** Port that the caller opens; the pods behind an entry listen on their own. */
  readonly outer: Port;
}

const ways: readonly Way[] = [
  { leaves: 'egress', enters: 'ingress', outer: { protocol: 'TCP', port: 443 } },
  { leaves: 'replication', enters: 'replication', outer: { protocol: 'TCP', port: 5432 } },
];

/** Port of the pods that can be entered that way; undefined: they stand behind no such address. */
function innerPort(way: Way, to: Endpoint): Port | undefined {
  if (way.enters === 'replication') return to.role === 'instance' ? way.outer : undefined;
  return to.role === 'gateway' || to.role === 'store' ? to.ports[0] : undefined;
}

interface At {
  readonly endpoint: Endpoint;
  readonly index: number;
}

export function joinedFlows(clusters: readonly ClusterFlows[], question: Question): AnswerFlow[] {
  const found: AnswerFlow[] = [];
  for (const source of clusters) {
    // What nothing isolates is a finding of its own, not a flow to every other cluster.
    const callers = podsWhere(source, ({ endpoint, index }) => question.from(endpoint) && source.evaluator.isolated(index, 'egress'));
    if (callers.length === 0) continue;
    for (const target of clusters) {
      if (target === source) continue;
      for (const way of ways) {
        const entered = indexOf(source, `site/${target.cluster.data.site}/${way.enters}`);
        const origin = indexOf(target, `site/${source.cluster.data.site}/${way.leaves}`);
        if (entered === undefined || origin === undefined) continue;
        const leaving = callers.filter(({ index }) => families.some((family) => source.evaluator.decide(index, entered, way.outer, family).allowed));
        if (leaving.length === 0) continue;
        for (const goal of podsWhere(target, ({ endpoint }) => question.to(endpoint))) {
          const inner = innerPort(way, goal.endpoint);
          if (!inner || (question.port && (question.port.protocol !== inner.protocol || ![way.outer.port, inner.port].includes(question.port.port)))) continue;
          for (const caller of leaving) {
            if (way.enters === 'replication' && caller.endpoint.database !== goal.endpoint.database) continue;
            if (question.about && !question.about(caller.endpoint) && !question.about(goal.endpoint)) continue;
            const flow = joined({ source, caller, entered, target, goal, origin, way, inner });
            if (flow) found.push(flow);
          }
        }
      }
    }
  }
  return found;
}

interface Joint {
  readonly source: ClusterFlows;
  readonly caller: At;
  /** Address that the caller sees, in its own cluster. */
  readonly entered: number;
  readonly target: ClusterFlows;
  readonly goal: At;
  /** Address that the goal sees, in its own cluster. */
  readonly origin: number;
  readonly way: Way;
  readonly inner: Port;
}

function joined({ source, caller, entered, target, goal, origin, way, inner }: Joint): AnswerFlow | undefined {
  const open = families.flatMap((family) => {
    const out = source.evaluator.decide(caller.index, entered, way.outer, family).egress;
    const into = target.evaluator.decide(origin, goal.index, inner, family).ingress;
    return out.allowed && into.allowed ? [{ family, out, into }] : [];
  });
  const [first] = open;
  if (!first) return undefined;
  const wishes = (cluster: ClusterFlows, from: number, to: number) => cluster.wishes.get(from * cluster.endpoints.length + to) ?? [];
  const [outward, inward] = [wishes(source, caller.index, entered), wishes(target, origin, goal.index)];
  const outer = { protocol: way.outer.protocol, first: way.outer.port, last: way.outer.port };
  const at = (family: Family) => (open.some((one) => one.family === family) ? [outer] : []);
  return {
    ends: { from: caller.endpoint, to: goal.endpoint },
    from: caller.endpoint.id, fromCluster: source.cluster.id, to: goal.endpoint.id, toCluster: target.cluster.id, ports: `${way.outer.protocol} ${way.outer.port}`, families: open.map(({ family }) => family),
    declared: outward.length > 0 && inward.length > 0, intents: [...outward, ...inward], via: source.endpoints[entered]!.id,
    open: () => ({ v4: at('v4'), v6: at('v6') }),
    explain: () => ({ egress: { cluster: source.cluster.id, decision: first.out }, ingress: { cluster: target.cluster.id, decision: first.into } }),
  };
}

function podsWhere({ endpoints }: ClusterFlows, wanted: (at: At) => boolean): At[] {
  return endpoints.map((endpoint, index): At => ({ endpoint, index })).filter((at) => at.endpoint.kind === 'pod' && wanted(at));
}

function indexOf({ endpoints }: ClusterFlows, id: string): number | undefined {
  const index = endpoints.findIndex((endpoint) => endpoint.id === id || endpoint.id === `${id}#1`);
  return index < 0 ? undefined : index;
}
