import { isScalar, parseAllDocuments, stringify, visit } from 'yaml';
import type { TreeFile } from './cache.ts';
import type { CatalogEntry, Edit } from './catalog.ts';

/** A Kubernetes object of an upstream file, not yet typed further. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string>; labels?: Record<string, string>; [key: string]: unknown };
  [key: string]: unknown;
}

/** Plain scalars that YAML 1.2 and the YAML of Go programs read as different values. */
const AMBIGUOUS = /^([yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|0[0-7]+|[-+]?0b[01]+|[-+]?[\d_]*_[\d_]*|\d{4}-\d\d-\d\d.*)$/;

/**
 * The objects of a YAML text, as Kubernetes would read it; empty documents are left out.
 * @param source named in errors
 * @throws Error for text that is not YAML, is no Kubernetes object, or that Go programs would read otherwise
 */
export function parseManifests(text: string, source: string): Manifest[] {
  const objects: Manifest[] = [];
  for (const document of parseAllDocuments(text)) {
    const problem = document.errors[0];
    if (problem !== undefined) throw new Error(`${source}: ${problem.message}`);
    visit(document, {
      Scalar(_key, node) {
        if (isScalar(node) && node.type === 'PLAIN' && AMBIGUOUS.test(node.source ?? '')) throw new Error(`${source}: the value ${node.source ?? ''} is ambiguous in YAML; it needs quotes`);
      },
    });
    const object = document.toJS() as Manifest | null;
    if (object === null) continue;
    if (typeof object.kind !== 'string' || typeof object.metadata?.name !== 'string') throw new Error(`${source}: a document is not a Kubernetes object with kind and metadata.name`);
    objects.push(object);
  }
  return objects;
}

/**
 * An object as text of a Helm template: JSON, which every YAML reader takes the same way, with template braces
 * made literal.
 */
export function asTemplate(object: Manifest): string {
  return `${JSON.stringify(object, null, 1).replaceAll('{{', '{{ "{{" }}')}\n`;
}

/**
 * Turns a release manifest into a chart: fixed objects, the parameters of the catalogue as values with a closed
 * schema, and a check of the namespace. CRDs are left out: they have charts of their own.
 * @throws Error when an edit of the catalogue no longer finds what it changes
 */
export function manifestChart(entry: CatalogEntry, text: string): TreeFile[] {
  const objects = parseManifests(text, `${entry.module} ${entry.version}`).filter((object) => object.kind !== 'CustomResourceDefinition');
  let kept = objects;
  const values: Record<string, unknown> = {};
  const properties: Record<string, unknown> = {};
  for (const edit of entry.edits) {
    if (edit.do === 'drop') {
      const left = kept.filter((object) => object.kind !== edit.kind || (edit.name !== undefined && object.metadata.name !== edit.name));
      if (left.length === kept.length) throw new Error(`${entry.name}: there is no ${edit.kind} ${edit.name ?? ''} to drop`);
      kept = left;
    } else if (edit.do === 'parameter') {
      const before = parameterize(entry.name, kept, edit);
      values[edit.value] ??= edit.default ?? before ?? null;
      properties[edit.value] = edit.schema;
    } else throw new Error(`${entry.name}: the edit "${edit.do}" is not for manifests`);
  }
  const schema = { $schema: 'https://json-schema.org/draft-07/schema#', type: 'object', additionalProperties: false, properties };
  const files = [
    file('Chart.yaml', stringify(chartHead(entry, entry.name))),
    file('values.yaml', stringify(values)),
    file('values.schema.json', `${JSON.stringify(schema, null, 2)}\n`),
    ...kept.map((object) => file(`templates/${object.kind.toLowerCase()}-${object.metadata.name}.yaml`, asTemplate(object).replaceAll(/"@@value:(\w+)@@"/g, '{{ toJson .Values.$1 }}'))),
  ];
  if (entry.namespace !== undefined) files.push(file('templates/check-namespace.yaml', namespaceCheck(entry)));
  return files;
}

/** The Chart.yaml of a chart that is made here. */
export function chartHead(entry: CatalogEntry, name: string): Record<string, unknown> {
  return {
    apiVersion: 'v2',
    name,
    version: entry.version.replace(/^v/, ''),
    appVersion: entry.version,
    type: 'application',
    description: `${entry.kind === 'crds' ? 'Custom resource definitions' : 'Release manifest'} of ${entry.module}, staged unchanged except for the edits of the catalogue`,
    annotations: { 'artifacthub.io/license': entry.licence },
  };
}

export function file(path: string, text: string): TreeFile {
  return { path, bytes: Buffer.from(text) };
}

function namespaceCheck(entry: CatalogEntry): string {
  const namespace = entry.namespace ?? '';
  return `{{- if ne .Release.Namespace "${namespace}" }}{{ fail (printf "${entry.name} must be installed in the namespace ${namespace}, which its upstream fixes, not in %s" .Release.Namespace) }}{{ end -}}\n`;
}

/** Puts a placeholder at the path and gives what was there. */
function parameterize(name: string, objects: readonly Manifest[], edit: Extract<Edit, { do: 'parameter' }>): unknown {
  const [kind, objectName] = edit.object.split('/');
  const object = objects.find((item) => item.kind === kind && item.metadata.name === objectName);
  if (object === undefined) throw new Error(`${name}: there is no ${edit.object} for the value "${edit.value}"`);
  let at: unknown = object;
  for (const step of edit.path.slice(0, -1)) at = (at as Record<string | number, unknown> | undefined)?.[step];
  const last = edit.path.at(-1) ?? '';
  if (at === null || typeof at !== 'object') throw new Error(`${name}: ${edit.object} has no ${edit.path.join('.')} for the value "${edit.value}"`);
  const holder = at as Record<string | number, unknown>;
  if (!(last in holder) && edit.default === undefined) throw new Error(`${name}: ${edit.object} has no ${edit.path.join('.')} and the value "${edit.value}" has no default`);
  const before = holder[last];
  holder[last] = `@@value:${edit.value}@@`;
  return before;
}
