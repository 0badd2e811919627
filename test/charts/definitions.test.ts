import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../tools/render.ts';
import { checkDefinitions } from './definitions.ts';
import { prepare } from './harness.ts';

const pooler = (spec: unknown, apiVersion = 'postgresql.cnpg.io/v1'): KubernetesObject => ({ apiVersion, kind: 'Pooler', metadata: { name: 'p' }, spec });
const sound = { cluster: { name: 'c' }, pgbouncer: { poolMode: 'session' } };

prepare('crds-cloudnative-pg');

describe('the check against upstream definitions', () => {
  it('says nothing of a sound object', async () => {
    expect(await checkDefinitions([pooler(sound)])).toEqual({ problems: [], unchecked: [] });
  });

  it('names a field that the API server would drop', async () => {
    expect((await checkDefinitions([pooler({ ...sound, instance: 2 })])).problems).toEqual(['Pooler p/spec: must NOT have additional properties {"additionalProperty":"instance"}']);
  });

  it('names a wrong value and a missing one', async () => {
    expect((await checkDefinitions([pooler({ pgbouncer: { poolMode: 'statement' } })])).problems).toEqual([
      `Pooler p/spec: must have required property 'cluster' {"missingProperty":"cluster"}`,
      'Pooler p/spec/pgbouncer/poolMode: must be equal to one of the allowed values {"allowedValues":["session","transaction"]}',
    ]);
  });

  it('refuses a version that is not served', async () => {
    expect((await checkDefinitions([pooler(sound, 'postgresql.cnpg.io/v2')])).problems).toEqual(['Pooler p: crds-cloudnative-pg serves v1 and not v2']);
  });

  it('refuses a kind that nobody told it about', async () => {
    expect((await checkDefinitions([{ apiVersion: 'example.org/v1', kind: 'Thing', metadata: { name: 't' } }])).problems).toEqual([
      'Thing: test/charts/definitions.ts does not know example.org/v1 Thing',
    ]);
  });
});
