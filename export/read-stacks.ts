/** Reads synthesized stacks: typed resources become objects at once, releases wait for the renderer. */
import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { Source } from '../model/finding.ts';
import type { IndexedStack } from '../synth/index-files.ts';
import { ConversionError, convertResource, unescapeTemplate, type KubernetesObject } from './convert.ts';

/** An object and where it comes from. */
export interface FoundObject {
  readonly object: KubernetesObject;
  /** Terraform address. */
  readonly address: string;
  /** Release that renders it; absent for typed resources. */
  readonly release?: string;
  readonly source: Source;
}

/** A Helm release of a stack. */
export interface FoundRelease {
  readonly address: string;
  readonly name: string;
  readonly namespace: string;
  readonly chart: { readonly kind: 'local'; readonly folder: string } | { readonly kind: 'registry'; readonly name: string; readonly version: string };
  readonly values: Readonly<Record<string, unknown>>;
  readonly skipCrds: boolean;
  readonly source: Source;
}

export interface ReadStack {
  readonly stack: IndexedStack;
  readonly objects: readonly FoundObject[];
  readonly releases: readonly FoundRelease[];
}

type Attributes = Readonly<Record<string, unknown>>;

/** @param out folder that synth wrote */
export function readStack(out: string, stack: IndexedStack): ReadStack {
  const folder = join(out, 'stacks', stack.id);
  const { resource } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as { resource?: Record<string, Record<string, Attributes>> };
  const provenance = JSON.parse(readFileSync(join(folder, 'provenance.json'), 'utf8')) as Record<string, Source>;
  const objects: FoundObject[] = [];
  const releases: FoundRelease[] = [];
  for (const [type, byName] of Object.entries(resource ?? {})) {
    for (const [name, attributes] of Object.entries(byName)) {
      const address = `${type}.${name}`;
      const source = provenance[address];
      if (!source) throw new Error(`${stack.id}: ${address} has no provenance`);
      if (type === 'helm_release') releases.push(toRelease(folder, address, attributes, source));
      else objects.push({ object: convertResource(type, address, attributes), address, source });
    }
  }
  return { stack, objects, releases };
}

/** What the renderer takes from a release, and what steers Helm alone. Anything else, such as `set`, could change the objects. */
const releaseAttributes = new Set([
  'name', 'namespace', 'chart', 'repository', 'version', 'values', 'skip_crds',
  '//', 'depends_on', 'lifecycle', 'provider', 'description', 'create_namespace', 'cleanup_on_fail', 'upgrade_install', 'atomic', 'max_history', 'timeout', 'wait', 'wait_for_jobs', 'disable_webhooks',
]);

function toRelease(folder: string, address: string, attributes: Attributes, source: Source): FoundRelease {
  const unknown = Object.keys(attributes).find((name) => !releaseAttributes.has(name));
  if (unknown !== undefined) throw new ConversionError(`${address}: the attribute ${unknown} of a release is not known; add it to export/read-stacks.ts`);
  const text = (key: string) => String(attributes[key] ?? '');
  const values = (attributes['values'] as readonly string[] | undefined) ?? [];
  if (values.length > 1) throw new ConversionError(`${address}: has ${values.length} texts of values; write one`);
  return {
    address,
    name: text('name'),
    namespace: text('namespace'),
    chart: attributes['repository'] === undefined
      ? { kind: 'local', folder: normalize(join(folder, text('chart'))) }
      : { kind: 'registry', name: text('chart'), version: text('version') },
    values: values.length === 0 ? {} : (JSON.parse(unescapeTemplate(values[0]!)) as Record<string, unknown>),
    skipCrds: attributes['skip_crds'] === true,
    source,
  };
}
