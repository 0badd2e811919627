/** Order of the stacks of a synthesized output. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EngineError } from './engine.ts';

const rows = z.array(z.object({ id: z.string(), targetCluster: z.string(), dependsOn: z.array(z.string()) }));

export type StackRow = Readonly<z.infer<typeof rows>[number]>;

/** The stacks of an output. @throws EngineError when nothing was synthesized there */
export function readStackRows(synthesized: string): StackRow[] {
  const file = join(synthesized, 'stacks.json');
  if (!existsSync(file)) throw new EngineError(`there is no ${file}`, 'run `npx ndc synth` first');
  return rows.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * The wanted stacks in an order in which each comes after all it depends on, also through stacks that are not wanted; by id where the graph leaves it open.
 * @param all every stack of the output
 */
export function inOrder(all: readonly StackRow[], wanted: ReadonlySet<string>): StackRow[] {
  const byId = new Map([...all].sort((a, b) => (a.id < b.id ? -1 : 1)).map((stack) => [stack.id, stack]));
  const seen = new Set<string>();
  const order: StackRow[] = [];
  const visit = (stack: StackRow): void => {
    if (seen.has(stack.id)) return;
    seen.add(stack.id);
    for (const id of [...stack.dependsOn].sort()) {
      const before = byId.get(id);
      if (before) visit(before);
    }
    if (wanted.has(stack.id)) order.push(stack);
  };
  for (const stack of byId.values()) visit(stack);
  return order;
}
