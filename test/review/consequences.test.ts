import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareExports } from '../../review/diff.ts';
import { readExport } from '../../review/read.ts';
import { database, from, inTemporaryFolder, namespace, networkPolicy, roleBinding, writeExport, type FixtureObject } from './fixture.ts';

/** What is said of one object, in one language. */
function said(before: FixtureObject | undefined, after: FixtureObject | undefined, language: 'en' | 'vi' = 'en', release?: string): string[] {
  return inTemporaryFolder((folder) => {
    const side = (name: string, object: FixtureObject | undefined) => readExport(writeExport(join(folder, name), [{ stack: 'north--mae--land', objects: object ? [{ object, ...(release === undefined ? {} : { release }) }] : [] }]));
    return compareExports(side('base', before), side('current', after)).stacks.flatMap(({ objects }) => objects).flatMap(({ consequences }) => consequences.map((text) => text[language]));
  });
}

describe('what a change means', () => {
  it('says that a namespace is created, in both languages', () => {
    expect(said(undefined, namespace('mae', { level: '4' }))).toEqual(['The namespace mae (cluster north) is created', 'level: 4']);
    expect(said(undefined, namespace('mae', { level: '4' }), 'vi')).toEqual(['Namespace mae (cụm north) được tạo', 'level: 4']);
  });

  it('says what a network policy now allows and no longer allows', () => {
    expect(said(networkPolicy('app', 'server', [from({ zone: 'edge' }, 80)]), networkPolicy('app', 'server', [from({ zone: 'edge' }, 443)]))).toEqual([
      'The network policy server (namespace app of cluster north) changes',
      'now allows in from every pod in namespaces zone=edge on TCP 443',
      'no longer allows in from every pod in namespaces zone=edge on TCP 80',
    ]);
  });

  it('says what a policy for the whole cluster accepts, denies and leaves to others', () => {
    const policy = (action: string): FixtureObject => ({
      apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', metadata: { name: 'guard' },
      spec: { tier: 'Admin', priority: 10, subject: { namespaces: { matchExpressions: [{ key: 'zone', operator: 'In', values: ['data'] }] } }, egress: [{ action, to: [{ networks: ['10.0.0.0/8', 'fd00::/8'] }], protocols: [{ tcp: { destinationPort: { range: { start: 1, end: 1024 } } } }] }] },
    });
    expect(said(undefined, policy('Deny'))).toEqual([
      'The cluster network policy guard (cluster north) is created', 'applies to namespaces zone In (data)', 'now denies out to 10.0.0.0/8 on TCP 1-1024', 'now denies out to fd00::/8 on TCP 1-1024',
    ]);
    expect(said(policy('Deny'), policy('Accept'))).toEqual([
      'The cluster network policy guard (cluster north) changes', 'now allows out to 10.0.0.0/8 on TCP 1-1024', 'now allows out to fd00::/8 on TCP 1-1024',
      'no longer denies out to 10.0.0.0/8 on TCP 1-1024', 'no longer denies out to fd00::/8 on TCP 1-1024',
    ]);
  });

  it('says of a rule without peers or ports that it allows anywhere and every port', () => {
    expect(said(networkPolicy('app', 'server', []), networkPolicy('app', 'server', [{}]))).toContain('now allows in from anywhere on every port');
  });

  it('says that an empty policy denies', () => {
    expect(said(undefined, networkPolicy('app', 'deny', []))).toContain('denies all traffic that no other policy allows');
  });

  it('says who gets and who loses a role, and that the binding is made anew', () => {
    expect(said(roleBinding('app', 'dev', 'reader', ['a', 'b']), roleBinding('app', 'dev', 'admin', ['b', 'c']))).toEqual([
      'The role binding dev (namespace app of cluster north) has to be replaced', 'roleRef.name cannot change on an existing object: Terraform deletes it and makes it again',
      'Group c gets the role admin', 'Group a loses the role reader',
    ]);
  });

  it('says what a role may do from now on', () => {
    const role = (verbs: string[]): FixtureObject => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'r' }, rules: [{ apiGroups: ['', 'apps'], resources: ['secrets'], verbs }] });
    expect(said(role(['get']), role(['get', 'list'])).slice(1)).toEqual(['may list secrets (apps)']);
    expect(said(role(['get', 'list']), role(['get'])).slice(1)).toEqual(['may no longer list secrets (apps)']);
  });

  it('says how a database changes, and that its release is refused when it cannot', () => {
    expect(said(database('data', 'land', { instances: 3, storage: { size: '2Ti' } }), database('data', 'land', { instances: 1, storage: { size: '1Ti' } }), 'en', 'land')).toEqual([
      'The database land (namespace data of cluster north) has to be replaced', 'spec.storage.size cannot change on an existing object: the API server refuses the release\'s upgrade',
      'spec.instances: 3 → 1', 'spec.storage.size: 2Ti → 1Ti',
    ]);
  });

  it('has a sentence for kinds it knows nothing of', () => {
    expect(said({ apiVersion: 'example.test/v1', kind: 'Gadget', metadata: { name: 'g', namespace: 'ns' } }, undefined)).toEqual(['The Gadget g (namespace ns of cluster north) is destroyed']);
  });
});
