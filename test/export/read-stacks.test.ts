import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversionError } from '../../export/convert.ts';
import { readStack } from '../../export/read-stacks.ts';
import type { IndexedStack } from '../../synth/index-files.ts';
import { remove, temporaryFolder } from '../synth/support.ts';

const row: IndexedStack = { id: 'north--mae', kind: 'tenant', targetCluster: 'north', dependsOn: [], kubernetes: '1.36.3', resources: 1, digest: '0' };
const source = { file: 'tenants/mae/tenant.yaml', pointer: '' };
const release = {
  name: 'secrets--mae', namespace: 'ndc-releases', chart: '../../charts/secret-store-0123456789ab', values: ['{"text":"$${HOME}","n":1}'], skip_crds: true,
  create_namespace: false, cleanup_on_fail: true, max_history: 3, timeout: 600, wait: '${var.release_wait}', disable_webhooks: '${!var.release_hooks}', depends_on: ['kubernetes_namespace_v1.n'],
};

let out: string;

beforeEach(() => {
  out = temporaryFolder();
});
afterEach(() => remove(out));

function read(resource: Record<string, Record<string, object>> | undefined, provenance?: Record<string, unknown>) {
  const folder = join(out, 'stacks', row.id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ terraform: {}, ...(resource ? { resource } : {}) }));
  const addresses = Object.entries(resource ?? {}).flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`));
  writeFileSync(join(folder, 'provenance.json'), JSON.stringify(provenance ?? Object.fromEntries(addresses.map((address) => [address, source]))));
  return readStack(out, row);
}

describe('readStack', () => {
  it('reads typed resources as objects, with address and source', () => {
    expect(read({ kubernetes_namespace_v1: { n: { metadata: { name: 'mae' } } } })).toEqual({
      stack: row, releases: [],
      objects: [{ object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mae' } }, address: 'kubernetes_namespace_v1.n', source }],
    });
  });

  it('reads releases of local charts, whose folder is found from the folder of the stack', () => {
    expect(read({ helm_release: { r: release } }).releases).toEqual([{
      address: 'helm_release.r', name: 'secrets--mae', namespace: 'ndc-releases', chart: { kind: 'local', folder: join(out, 'charts/secret-store-0123456789ab') },
      values: { text: '${HOME}', n: 1 }, skipCrds: true, source,
    }]);
  });

  it('reads releases of the registry\'s charts, with and without definitions', () => {
    const { releases } = read({ helm_release: { r: { ...release, repository: 'oci://registry.example/charts', chart: 'cilium', version: '1.20.2', description: 'chart sha256:0', skip_crds: false, values: [] } } });
    expect(releases).toMatchObject([{ chart: { kind: 'registry', name: 'cilium', version: '1.20.2' }, skipCrds: false, values: {} }]);
  });

  it('reads a stack without resources', () => {
    expect(read(undefined)).toEqual({ stack: row, objects: [], releases: [] });
  });

  it('refuses a resource without provenance, naming the stack', () => {
    expect(() => read({ kubernetes_namespace_v1: { n: { metadata: { name: 'mae' } } } }, {})).toThrow(new Error('north--mae: kubernetes_namespace_v1.n has no provenance'));
  });

  it('refuses what it does not know of a release: it could change the objects', () => {
    expect(() => read({ helm_release: { r: { ...release, set: [{ name: 'a', value: 'b' }] } } })).toThrow(new ConversionError('helm_release.r: the attribute set of a release is not known; add it to export/read-stacks.ts'));
    expect(() => read({ helm_release: { r: { ...release, values: ['{}', '{}'] } } })).toThrow(new ConversionError('helm_release.r: has 2 texts of values; write one'));
  });
});
