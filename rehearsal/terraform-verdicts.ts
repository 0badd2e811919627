/** What became of the objects of stacks that went through an engine. */
import type { Outcome as StackOutcome } from '../delivery/chain.ts';
import { plainly } from '../delivery/engine.ts';
import type { Diagnostic } from '../delivery/stack-run.ts';
import type { ExportedObject, ExportedStack } from '../review/read.ts';
import type { ApiClient } from './api-client.ts';
import { applyOne, outward, parallel, type Outcome } from './apply.ts';
import { heldBy } from './present.ts';
import { runner } from './probes/people.ts';
import { discover } from './resources.ts';

export interface VerdictOptions {
  readonly client: ApiClient;
  readonly stacks: readonly ExportedStack[];
  readonly content: (object: ExportedObject) => Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

/** What became of each object: what the server holds decides, not what the engine says. Hooks, which do not run here, are asked as a dry run. */
export async function verdicts({ client, stacks, content, signal }: VerdictOptions, ran: readonly StackOutcome[], standIns: ReadonlySet<string>): Promise<Outcome[]> {
  const held = await heldBy(client, stacks, () => true, signal);
  const byStack = new Map(ran.map((outcome) => [outcome.stack, outcome]));
  const isApplied = (id: string): boolean => byStack.get(id)?.result === 'applied';
  const resources = await discover(client, signal);
  const asked = new Map<ExportedObject, Outcome>();
  await parallel(hooksOf(stacks.filter(({ id }) => isApplied(id)), content).filter((object) => !held(object)), async (object) => void asked.set(object, await applyOne({ client, content, as: runner, ...(signal ? { signal } : {}) }, resources, object, true)));
  return stacks.flatMap(({ id, objects }) => {
    const stack = byStack.get(id);
    const refused = stack?.result === 'failed' ? refusals(stack.error.diagnostics, objects) : new Map<ExportedObject, string>();
    return objects.map((object): Outcome => {
      const said = (verdict: Outcome['verdict'], message = ''): Outcome => ({ object, verdict, status: 0, message });
      const message = refused.get(object);
      if (message !== undefined) return said('rejected', message);
      const hook = asked.get(object);
      if (hook) return hook;
      if (outward.has(object.kind)) return said(isApplied(id) ? 'not-active' : 'not-tried');
      if (held(object)) return said(standIns.has(`${object.apiVersion} ${object.kind}`) ? 'schema-not-checked' : 'accepted');
      return isApplied(id) ? said('rejected', 'the engine says that its stack was applied, and the server does not hold it') : said('not-tried');
    });
  });
}

/** Objects of hooks, e.g. Envoy Gateway's job that makes certificates. */
export function hooksOf(stacks: readonly ExportedStack[], content: VerdictOptions['content']): ExportedObject[] {
  return stacks.flatMap(({ objects }) => objects.filter((object) => object.release !== '' && annotationsOf(content(object))['helm.sh/hook'] !== undefined));
}

function annotationsOf(object: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return (object as { metadata?: { annotations?: Record<string, string> } }).metadata?.annotations ?? {};
}

/** Objects that an engine's errors speak of. Of a release, the one that the message names, else its first; an error without an address is that of the one object it names. */
export function refusals(diagnostics: readonly Diagnostic[], objects: readonly ExportedObject[]): Map<ExportedObject, string> {
  return new Map(diagnostics.flatMap(({ address, summary, detail }) => {
    const message = plainly(detail === '' ? summary : `${summary}: ${detail}`);
    const object = address === undefined ? namedBy(message, objects) : ofAddress(address, message, objects);
    return object ? [[object, message] as const] : [];
  }));
}

function ofAddress(address: string, message: string, objects: readonly ExportedObject[]): ExportedObject | undefined {
  const candidates = objects.filter((object) => object.address === address);
  return candidates.find(({ name }) => message.includes(`"${name}"`)) ?? candidates[0];
}

/** Engines tell no address when a deletion is refused; the API server's words begin with `<plural>[.<group>] "<name>"`. */
function namedBy(message: string, objects: readonly ExportedObject[]): ExportedObject | undefined {
  const [, plural, name] = /^([a-z]+)[a-z0-9.-]* "([^"]+)"/.exec(message) ?? [];
  const candidates = objects.filter((object) => object.name === name && plural?.startsWith(object.kind.toLowerCase().slice(0, -1)));
  return candidates.length === 1 ? candidates[0] : undefined;
}
