import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/**
 * tools/charts/catalog.yaml. In its texts `{version}` stands for the module's version (v1.21.2) and `{semver}` for
 * the same without the v.
 */
const text = z.strictObject({ vi: z.string(), en: z.string() });
const why = z.string().min(10);

const edit = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('set'), file: z.string(), path: z.array(z.union([z.string(), z.int()])), to: z.json(), why }),
  z.strictObject({ do: z.literal('replace'), file: z.string(), from: z.string(), to: z.string(), why }),
  z.strictObject({ do: z.literal('rename'), file: z.string(), to: z.string(), why }),
  z.strictObject({ do: z.literal('copy'), from: z.string(), to: z.string(), why }),
  z.strictObject({ do: z.literal('remove'), file: z.string(), why }),
  z.strictObject({ do: z.literal('kustomize'), folder: z.string(), to: z.string(), without: z.array(z.string()), why }),
  z.strictObject({ do: z.literal('drop'), kind: z.string(), name: z.string().optional(), why }),
  z.strictObject({ do: z.literal('label'), labels: z.record(z.string(), z.string()), why }),
  z.strictObject({
    do: z.literal('parameter'),
    object: z.string().regex(/^\w+\/[\w.-]+$/),
    path: z.array(z.union([z.string(), z.int()])),
    value: z.string().regex(/^[a-z]\w*$/i),
    default: z.json().optional(),
    schema: z.record(z.string(), z.json()),
    why,
  }),
]);

const entry = z.strictObject({
  operator: z.string(),
  module: z.string(),
  kind: z.enum(['chart', 'manifest', 'crds']),
  /** Folder of a chart, file of a manifest, files or folders of CRDs. */
  paths: z.array(z.string()).default([]),
  /** For crds: the folder of a kustomization whose output is taken instead of files. */
  kustomize: z.string().optional(),
  /** Kinds taken from the sources of a crds entry. */
  kinds: z.array(z.string()).default(['CustomResourceDefinition']),
  /** The namespace that the upstream fixes in its manifests; a release elsewhere is refused. */
  namespace: z.string().optional(),
  /** The least values with which it renders without a network and without its CRDs. */
  values: z.record(z.string(), z.json()).default({}),
  edits: z.array(edit).default([]),
});

const module_ = z.strictObject({
  path: z.string(),
  version: z.string().regex(/^v\d/),
  licence: z.string(),
  /** Says why when the public checksum database does not know this version: then the pin is our first download. */
  notInChecksumDatabase: z.string().optional(),
});

const schema = z.strictObject({
  modules: z.record(z.string(), module_),
  charts: z.record(z.string(), entry),
  unavailable: z.record(z.string(), z.strictObject({ operator: z.string(), reason: text })),
});

/** One change to an upstream file, as data. */
export type Edit = z.infer<typeof edit>;

/** An entry of the catalogue with its module's facts filled in. */
export type CatalogEntry = Omit<z.infer<typeof entry>, 'module'> & {
  readonly name: string;
  /** Folder below tools/charts with go.mod and go.sum. */
  readonly folder: string;
  readonly module: string;
  /** With the v of Go modules, e.g. `v1.21.2`. */
  readonly version: string;
  readonly licence: string;
  readonly notInChecksumDatabase?: string | undefined;
};

/** Something the estate uses that cannot be had from a Go module. */
export interface Unavailable {
  readonly name: string;
  readonly operator: string;
  readonly reason: { readonly vi: string; readonly en: string };
}

/**
 * Reads and checks the catalogue.
 * @throws ZodError for a file that does not fit the schema; Error for an unknown module
 */
export function loadCatalog(): { readonly entries: readonly CatalogEntry[]; readonly unavailable: readonly Unavailable[] } {
  const raw = schema.parse(parse(readFileSync(join(import.meta.dirname, 'charts', 'catalog.yaml'), 'utf8')));
  const entries = Object.entries(raw.charts).map(([name, item]): CatalogEntry => {
    const module = raw.modules[item.module];
    if (module === undefined) throw new Error(`tools/charts/catalog.yaml: ${name} names the module "${item.module}", which is not under modules`);
    const { path, ...facts } = module;
    const filled = fillIn(item, module.version);
    return { ...filled, ...facts, name, folder: item.module, module: path };
  });
  return { entries, unavailable: Object.entries(raw.unavailable).map(([name, item]) => ({ name, ...item })) };
}

function fillIn<T>(value: T, version: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll('{version}', version).replaceAll('{semver}', version.replace(/^v/, ''))) as T;
}
