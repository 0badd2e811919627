/** In which order systems start at another site: what others stand on first, then by level, kind and promised time. */
import { agreements, inForce } from '../model/derive/agreements.ts';
import { databasesOf, type Decision } from '../model/derive/decisions.ts';
import type { Estate } from '../model/estate.ts';
import { compareText } from '../model/finding.ts';
import { parseSeconds } from '../model/units.ts';

export interface StartStep {
  /** 1 first; systems of one wave do not wait for each other. */
  readonly wave: number;
  /** `tenant/system`. */
  readonly system: string;
  readonly level: number;
  readonly kind: string;
  /** Databases whose copy is promoted before the components start. */
  readonly databases: readonly string[];
  /** Systems of this order that start before it because it needs them. */
  readonly after: readonly string[];
  /** Two systems wait for each other, so that this one starts although something it needs is not there yet. */
  readonly inCircle: boolean;
}

/** Kinds that others stand on: identity, registry and management; then the exchange; then the databases; then what citizens see. */
const kindOrder: readonly string[] = ['controller', 'exchange', 'core-repository', 'national-database', 'shared-platform'];

function kindRank(kind: string): number {
  const rank = kindOrder.indexOf(kind);
  return rank < 0 ? kindOrder.length : rank;
}

/**
 * What a system needs of others: every controller (images, identity, secrets), the exchanges that its components connect to, and the systems whose data it uses
 * by an agreement in force. Only systems of `moving` count; the others run already or do not come back.
 */
export function needs(estate: Estate, moving: ReadonlyMap<string, Decision>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map([...moving].map(([key, { system }]) => [key, new Set(system.data.components.flatMap(({ connects }) => connects.flatMap((connection) => (connection.to === 'exchange' ? [connection.exchange] : []))))]));
  const controllers = [...moving.values()].filter(({ system }) => system.data.kind === 'controller').map(({ system }) => system.key);
  for (const [key, needed] of found) if (!controllers.includes(key)) for (const controller of controllers) needed.add(controller);
  for (const agreement of agreements(estate)) if (inForce(estate, agreement)) found.get(agreement.consumer)?.add(agreement.provider);
  for (const [key, needed] of found) for (const other of needed) if (other === key || !moving.has(other)) needed.delete(other);
  return found;
}

/** Order of the systems that move. Circles are cut at the system that ranks first, and say so. */
export function startOrder(estate: Estate, decisions: readonly Decision[]): StartStep[] {
  const moving = new Map(decisions.map((decision) => [decision.system.key, decision]));
  const needed = needs(estate, moving);
  const started = new Map<string, StartStep>();
  const waiting = new Set(moving.keys());
  const steps: StartStep[] = [];
  for (let wave = 1; waiting.size > 0; wave += 1) {
    const free = [...waiting].filter((key) => [...needed.get(key)!].every((other) => started.has(other)));
    const next = free.length > 0 ? free : [[...waiting].sort(byRank(moving))[0]!];
    const ofWave = next.sort(byRank(moving)).map((key): StartStep => {
      const { system, level } = moving.get(key)!;
      return { wave, system: key, level, kind: system.data.kind, databases: databasesOf(estate, key).map(({ id }) => id), after: [...needed.get(key)!].sort(compareText), inCircle: free.length === 0 };
    });
    for (const step of ofWave) {
      started.set(step.system, step);
      waiting.delete(step.system);
      steps.push(step);
    }
  }
  return steps;
}

function byRank(moving: ReadonlyMap<string, Decision>): (a: string, b: string) => number {
  return (first, second) => {
    const [a, b] = [moving.get(first)!, moving.get(second)!];
    return kindRank(a.system.data.kind) - kindRank(b.system.data.kind) || b.level - a.level
      || (parseSeconds(a.system.data.objectives.rto) ?? 0) - (parseSeconds(b.system.data.objectives.rto) ?? 0) || compareText(first, second);
  };
}
