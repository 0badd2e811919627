/** What every chart of the repository keeps to, whatever it makes. */
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kubeVersion, root } from './harness.ts';

const charts = readdirSync(root).sort();
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const templates = (chart: string): string[] => readdirSync(join(root, chart, 'templates')).sort();

type Schema = Record<string, unknown>;

/** Every schema below one, with the path that leads there. */
function* schemas(node: unknown, path = ''): Generator<[string, Schema]> {
  if (node === null || typeof node !== 'object') return;
  if (!Array.isArray(node)) yield [path, node as Schema];
  for (const [key, value] of Object.entries(node)) yield* schemas(value, `${path}/${key}`);
}

/** Kinds that a template makes; some have their heads from helpers. */
function kindsOf(chart: string, template: string): Set<string> {
  const text = read(chart, 'templates', template);
  const kinds = new Set([...text.matchAll(/^kind: (\w+)$/gm)].map((match) => match[1]!));
  if (text.includes('guardrails.policyHead')) kinds.add('ValidatingAdmissionPolicy');
  if (text.includes('guardrails.networkHead')) kinds.add('ClusterNetworkPolicy');
  if (text.includes('cilium-zones.head')) kinds.add('CiliumClusterwideNetworkPolicy');
  return kinds;
}

const manifests = (chart: string): string[] => templates(chart).filter((name) => name.endsWith('.yaml'));
const schemaOf = (chart: string): Schema => JSON.parse(read(chart, 'values.schema.json')) as Schema;
const required = (chart: string): string[] => (schemaOf(chart)['required'] as string[]).toSorted();

describe('every chart', () => {
  it('is one of these', () => {
    expect(charts).toEqual(['bucket', 'cilium-zones', 'cluster', 'cluster-backup', 'database', 'entry', 'guardrails', 'log-agents', 'node-pool', 'partner-egress', 'secret-store', 'vault', 'vault-alerts']);
  });

  it.each(charts)('%s is a package for the Kubernetes version we run', (chart) => {
    const head = parse(read(chart, 'Chart.yaml')) as Record<string, string>;
    expect(head).toMatchObject({ apiVersion: 'v2', name: chart, type: 'application' });
    expect(semver.valid(head['version'])).not.toBeNull();
    expect(semver.satisfies(kubeVersion, head['kubeVersion']!)).toBe(true);
    expect(existsSync(join(root, '../test/charts', `${chart}.test.ts`))).toBe(true);
  });

  it.each(charts)('%s refuses values that its schema does not name, at every depth', (chart) => {
    const open = [...schemas(schemaOf(chart))].filter(([path, schema]) => {
      const object = schema['type'] === 'object' || (Array.isArray(schema['type']) && schema['type'].includes('object'));
      // Conditions only narrow what is closed elsewhere.
      return object && !/\/(if|then|else)(\/|$)/.test(path) && schema['additionalProperties'] !== false && typeof schema['additionalProperties'] !== 'object';
    });
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it.each(charts)('%s has no value for a credential, only for names of Secrets', (chart) => {
    const names = [...schemas(schemaOf(chart))].flatMap(([, schema]) => Object.keys(schema['properties'] ?? {}));
    // A promotion token says positions in the WAL.
    expect(names.filter((name) => /password|passphrase|privateKey|accessKey|secretKey|token$/i.test(name) && name !== 'promotionToken')).toEqual([]);
  });

  it.each(charts)('%s documents every value', (chart) => {
    const text = read(chart, 'values.yaml');
    const properties = Object.keys(schemaOf(chart)['properties'] as object);
    expect(properties.filter((name) => !new RegExp(`(^|\\n)(# )?${name}:`).test(text))).toEqual([]);
    const defaults = Object.keys((parse(text) ?? {}) as object);
    const missing = required(chart).filter((name) => !defaults.includes(name) && !text.includes(`# ${name}: required`));
    expect(missing).toEqual([]);
  });

  it.each(charts)('%s makes one kind in a template, named after it', (chart) => {
    for (const template of manifests(chart)) {
      const kinds = [...kindsOf(chart, template)];
      expect(kinds.length, template).toBe(1);
      expect(template.startsWith(kinds[0]!.toLowerCase()), template).toBe(true);
    }
  });

  it.each(charts)('%s renders the same wherever and whenever', (chart) => {
    const actions = templates(chart).flatMap((name) => read(chart, 'templates', name).match(/\{\{[^}]*\}\}/g) ?? []).join('\n');
    expect(actions).not.toMatch(/\b(genCA|genSelfSignedCert|genSignedCert|genPrivateKey|rand[A-Z]\w+|uuidv4|htpasswd|lookup|now|date|shuffle)\b/);
    expect(actions).not.toContain('.Release'); // names and namespaces are values: a release's record lies elsewhere
  });

  it.each(charts)('%s is in docs/charts.md with its kinds and values', (chart) => {
    const docs = readFileSync(join(root, '../docs/charts.md'), 'utf8');
    const section = new RegExp(`\\n## ${chart}\\n([\\s\\S]*?)(?=\\n## |$)`).exec(docs)?.[1] ?? '';
    const kinds = manifests(chart).flatMap((template) => [...kindsOf(chart, template)]);
    expect(kinds.filter((kind) => !section.includes(kind))).toEqual([]);
    expect(Object.keys(schemaOf(chart)['properties'] as object).filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
  });
});
