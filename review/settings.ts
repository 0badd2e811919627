/** What of a stack's Terraform changes beside its objects: providers, backend, variables, and releases that could not be rendered. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { compareAttributes, type Attribute } from './attributes.ts';

const manifest = z.array(z.object({ id: z.string(), digest: z.string() }));

/**
 * Differences per stack, for stacks that both syntheses have.
 * @param base folder of the base's synthesis (`cdktf.out`), `current` of the one under review
 * @param isRendered is a release of a stack known object by object, so that its values need not be shown again
 * @returns undefined when either synthesis cannot be read: then nothing is known of the settings
 */
export function compareSettings(base: string, current: string, isRendered: (stack: string, release: string) => boolean): ReadonlyMap<string, readonly Attribute[]> | undefined {
  const before = digests(base);
  const after = digests(current);
  if (!before || !after) return undefined;
  const found = new Map<string, readonly Attribute[]>();
  for (const [id, digest] of after) {
    if (!before.has(id) || before.get(id) === digest) continue;
    const was = settingsOf(base, id, isRendered);
    const is = settingsOf(current, id, isRendered);
    if (!was || !is) return undefined;
    const attributes = compareAttributes(was, is);
    if (attributes.length > 0) found.set(id, attributes);
  }
  return found;
}

function digests(folder: string): ReadonlyMap<string, string> | undefined {
  const parsed = manifest.safeParse(readJson(join(folder, 'stacks.json')));
  return parsed.success ? new Map(parsed.data.map(({ id, digest }) => [id, digest])) : undefined;
}

function settingsOf(folder: string, stack: string, isRendered: (stack: string, release: string) => boolean): Record<string, unknown> | undefined {
  const value = readJson(join(folder, 'stacks', stack, 'cdk.tf.json'));
  if (value === null || typeof value !== 'object') return undefined;
  const { resource = {}, ...rest } = value as { resource?: Record<string, Record<string, Record<string, unknown>>> };
  delete (rest as Record<string, unknown>)['//'];
  const kept = Object.entries(resource).filter(([type]) => !type.startsWith('kubernetes_')).map(([type, resources]) => [
    type,
    Object.fromEntries(Object.entries(resources).map(([name, { '//': _comment, ...attributes }]) => {
      if (type === 'helm_release' && isRendered(stack, String(attributes['name']))) delete attributes['values'];
      return [name, attributes];
    })),
  ]);
  return { ...rest, resource: Object.fromEntries(kept) };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
