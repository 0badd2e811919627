import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { labels, prepare, refusal, render, set } from './harness.ts';

prepare();

const minimal = {
  name: 'tenant-secrets',
  namespaces: ['mps--population--database-servers', 'mps--population--internal-servers'],
  labels,
  server: 'https://secrets.ndc-1.ndc.example',
  path: 'tenants/mps/population',
  role: 'mps--population',
};

const everything = { ...minimal, serviceAccount: 'reader', mountPath: 'kubernetes/ndc-1-shared', caSecret: 'internal-ca' };

const store = (path: string, kubernetes: object, more: object = {}) => ({ provider: { vault: { server: minimal.server, path, version: 'v2', ...more, auth: { kubernetes } } } });

describe('chart secret-store', () => {
  it('gives each namespace a store of its own from the least values', async () => {
    const objects = await render('secret-store', minimal);
    expect(objects.map((object) => [object.apiVersion, object.kind, object.metadata.namespace, object.metadata.name])).toEqual(
      minimal.namespaces.map((namespace) => ['external-secrets.io/v1', 'SecretStore', namespace, 'tenant-secrets']),
    );
    for (const object of objects) {
      expect(object.metadata.labels).toEqual(labels);
      expect(object.spec).toEqual(store('tenants/mps/population', { mountPath: 'kubernetes', role: 'mps--population', serviceAccountRef: { name: 'secret-reader' } }));
    }
  });

  it('takes every value', async () => {
    const [object] = await render('secret-store', everything);
    expect(object?.spec).toEqual(store('tenants/mps/population', { mountPath: 'kubernetes/ndc-1-shared', role: 'mps--population', serviceAccountRef: { name: 'reader' } }, { caProvider: { type: 'Secret', name: 'internal-ca', key: 'ca.crt' } }));
  });

  it('is not checked against a definition, and says so', async () => {
    expect(await checkDefinitions(await render('secret-store', minimal))).toEqual({ problems: [], unchecked: ['SecretStore: the definition of External Secrets cannot be had here'] });
  });

  it.each([
    ['an address without TLS', set(minimal, 'server', 'http://secrets.ndc-1.ndc.example'), "- at '/server': 'http://secrets.ndc-1.ndc.example' does not match pattern '^https://[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$'"],
    ['a path out of its own', set(minimal, 'path', 'tenants/mps/../mof'), "- at '/path': 'tenants/mps/../mof' does not match pattern '^[a-z0-9][-a-z0-9]*(/[a-z0-9][-a-z0-9]*)*$'"],
    ['no service account', set(minimal, 'serviceAccount', ''), "- at '/serviceAccount': '' does not match pattern '^[a-z]([-a-z0-9]*[a-z0-9])?$'"],
    ['a token', set(minimal, 'token', 'x'), "- at '': additional properties 'token' not allowed"],
    ['no namespace', set(minimal, 'namespaces', []), "- at '/namespaces': minItems: got 0, want 1"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('secret-store', values)).toBe(message);
  });
});
