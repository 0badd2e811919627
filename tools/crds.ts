import { gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import type { TreeFile } from './cache.ts';
import type { CatalogEntry } from './catalog.ts';
import { asTemplate, chartHead, file, type Manifest } from './manifest.ts';

/** Helm keeps a release in one Secret, which Kubernetes limits to 1 MiB; this leaves room for labels and notes. */
export const RECORD_LIMIT = 900 * 1024;

/**
 * Templates of one CRD chart, in bytes before compression. Charts are split by this and not by the record's size,
 * because compression gives other sizes on other machines and the split must not. The record of the densest
 * definitions we stage is 0.8 times as large; `crdCharts` checks each.
 */
const PART_BYTES = 1_000_000;

/** A release as Helm stores it. */
export interface ReleaseRecord {
  readonly name: string;
  readonly namespace: string;
  readonly chart: readonly TreeFile[];
  readonly values: unknown;
  readonly manifest: string;
}

/**
 * Bytes that Helm's record of a release takes in a Secret as the API shows it: JSON, gzip, base64 by Helm, base64 by
 * the API. Kubernetes counts before the last step, so this errs on the safe side by a third.
 */
export function helmRecordBytes(release: ReleaseRecord): number {
  const data = (item: TreeFile): { name: string; data: string } => ({ name: item.path, data: Buffer.from(item.bytes).toString('base64') });
  const isTemplate = (item: TreeFile): boolean => item.path.startsWith('templates/');
  const record = {
    name: release.name,
    info: { first_deployed: '2000-01-01T00:00:00Z', last_deployed: '2000-01-01T00:00:00Z', status: 'deployed', description: 'Install complete' },
    chart: { templates: release.chart.filter(isTemplate).map(data), files: release.chart.filter((item) => !isTemplate(item)).map(data) },
    config: release.values,
    manifest: release.manifest,
    version: 1,
    namespace: release.namespace,
  };
  const stored = base64Length(gzipSync(JSON.stringify(record), { level: 9 }).length);
  return base64Length(stored);
}

function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** One staged chart of CRDs. */
export interface CrdChart {
  readonly name: string;
  readonly files: readonly TreeFile[];
  /** What its release takes, see `helmRecordBytes`. */
  readonly recordBytes: number;
}

/**
 * Charts that hold the given definitions as templates, kept when a release is removed. As many charts as needed:
 * `<name>`, `<name>-2`, …, filled in the order of the definitions' names, so that a new definition moves few others.
 * @param partBytes room for templates in one chart, in bytes
 * @throws Error when a definition alone is too large for a release
 */
export function crdCharts(entry: CatalogEntry, objects: readonly Manifest[], partBytes: number = PART_BYTES): CrdChart[] {
  if (objects.length === 0) throw new Error(`${entry.name}: its sources hold no ${entry.kinds.join(' or ')}`);
  const labels = Object.assign({}, ...entry.edits.map((edit) => (edit.do === 'label' ? edit.labels : {}))) as Record<string, string>;
  const templates = objects
    .map((object) => ({ name: object.metadata.name, text: asTemplate(kept(object, labels)), kind: object.kind }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts: TreeFile[][] = [[]];
  let size = 0;
  for (const template of templates) {
    const bytes = Buffer.byteLength(template.text);
    if (size > 0 && size + bytes > partBytes) {
      parts.push([]);
      size = 0;
    }
    size += bytes;
    const path = template.kind === 'CustomResourceDefinition' ? template.name : `${template.kind.toLowerCase()}-${template.name}`;
    parts.at(-1)?.push(file(`templates/${path}.yaml`, template.text));
  }
  return parts.map((part, index) => crdChart(entry, index === 0 ? entry.name : `${entry.name}-${index + 1}`, part));
}

function crdChart(entry: CatalogEntry, name: string, templates: readonly TreeFile[]): CrdChart {
  const schema = { $schema: 'https://json-schema.org/draft-07/schema#', type: 'object', additionalProperties: false, properties: {} };
  const files = [
    file('Chart.yaml', stringify(chartHead(entry, name))),
    file('values.yaml', '{}\n'),
    file('values.schema.json', `${JSON.stringify(schema, null, 2)}\n`),
    ...templates,
  ];
  const manifest = templates.map((item) => `---\n# Source: ${name}/${item.path}\n${Buffer.from(item.bytes).toString().replaceAll('{{ "{{" }}', '{{')}`).join('');
  const recordBytes = helmRecordBytes({ name, namespace: 'platform-releases', chart: files, values: {}, manifest });
  if (recordBytes > RECORD_LIMIT) {
    throw new Error(`${name} would take ${recordBytes} bytes in Helm's record, over the limit of ${RECORD_LIMIT}: it holds ${templates.map((item) => item.path).join(', ')}`);
  }
  return { name, files, recordBytes };
}

function kept(object: Manifest, labels: Readonly<Record<string, string>>): Manifest {
  const { annotations, labels: before, ...metadata } = object.metadata;
  const { apiVersion, kind, metadata: _, status: __, ...rest } = object;
  const allLabels = { ...before, ...labels };
  return {
    apiVersion,
    kind,
    metadata: {
      ...metadata,
      annotations: { ...annotations, 'helm.sh/resource-policy': 'keep' },
      ...(Object.keys(allLabels).length > 0 && { labels: allLabels }),
    },
    ...rest,
  };
}
