import { describe, expect, it } from 'vitest';
import { checkDefinitions } from './definitions.ts';
import { labels, only, prepare, refusal, render, set, titles } from './harness.ts';

const minimal = {
  namespace: 'mps--population--database-servers',
  labels,
  buckets: [{ name: 'mps--population--photos', size: '10Ti', versioning: false, lock: null, retentionDays: 365 }],
};

const everything = {
  ...minimal,
  buckets: [
    ...minimal.buckets,
    { name: 'backup--national-population--ndc-1', size: '200Gi', versioning: true, lock: { mode: 'compliance', days: 17 }, retentionDays: 18 },
    { name: '2026-archive', size: '1Pi', versioning: true, lock: null, retentionDays: 36500 },
    { name: 'copy--national-population--ndc-1', size: '300Gi', versioning: true, lock: { mode: 'compliance', days: 17 }, retentionDays: 1, expiryDays: 17 },
  ],
};

const annotationsOf = async (values: typeof everything | typeof minimal, name: string) => {
  const { annotations } = only(await render('bucket', values), 'ObjectBucketClaim', name).metadata;
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([key]) => key.startsWith('objectbucket.ndc/')));
};

const rulesOf = async (values: typeof everything | typeof minimal, name: string) =>
  JSON.parse(only(await render('bucket', values), 'ObjectBucketClaim', name).spec.additionalConfig.bucketLifecycle).Rules;

prepare('crds-rook-ceph');

describe('chart bucket', () => {
  it('makes one claim for each bucket, of the same name, that stays when the release goes', async () => {
    const objects = await render('bucket', minimal);
    expect(titles(objects)).toEqual(['ObjectBucketClaim mps--population--photos']);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    const claim = only(objects, 'ObjectBucketClaim');
    expect(claim.metadata).toMatchObject({ namespace: minimal.namespace, labels, annotations: { 'helm.sh/resource-policy': 'keep' } });
    expect(claim.spec).toMatchObject({ storageClassName: 'ndc-buckets', bucketName: 'mps--population--photos', additionalConfig: { maxSize: '10Ti' } });
  });

  it('takes every value', async () => {
    const objects = await render('bucket', everything);
    expect(titles(objects)).toEqual(['ObjectBucketClaim 2026-archive', 'ObjectBucketClaim backup--national-population--ndc-1', 'ObjectBucketClaim copy--national-population--ndc-1', 'ObjectBucketClaim mps--population--photos']);
    expect((await checkDefinitions(objects)).problems).toEqual([]);
    expect(objects.map((object) => object.spec.additionalConfig.maxSize).sort()).toEqual(['10Ti', '1Pi', '200Gi', '300Gi']);
  });

  it('uses only what the operator is asked to allow: size and lifecycle', async () => {
    for (const claim of await render('bucket', everything)) {
      expect(Object.keys(claim.spec.additionalConfig).sort()).toEqual(['bucketLifecycle', 'maxSize']);
    }
  });

  it('writes what a claim cannot say as text for the bootstrap', async () => {
    expect(await annotationsOf(everything, 'backup--national-population--ndc-1')).toEqual({
      'objectbucket.ndc/versioning': 'true', 'objectbucket.ndc/lock-mode': 'compliance', 'objectbucket.ndc/lock-days': '17', 'objectbucket.ndc/retention-days': '18',
    });
    expect(await annotationsOf(everything, '2026-archive')).toEqual({ 'objectbucket.ndc/versioning': 'true', 'objectbucket.ndc/retention-days': '36500' });
    expect(await annotationsOf(minimal, 'mps--population--photos')).toEqual({ 'objectbucket.ndc/versioning': 'false', 'objectbucket.ndc/retention-days': '365' });
  });

  it('expires older versions, and never a current object unless it is said when', async () => {
    const rules = await rulesOf(everything, 'backup--national-population--ndc-1');
    expect(rules).toEqual([
      { ID: 'abort-uploads', Status: 'Enabled', Prefix: '', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
      { ID: 'drop-lone-markers', Status: 'Enabled', Prefix: '', Expiration: { ExpiredObjectDeleteMarker: true } },
      { ID: 'expire-older-versions', Status: 'Enabled', Prefix: '', NoncurrentVersionExpiration: { NoncurrentDays: 18 } },
    ]);
    expect((await rulesOf(minimal, 'mps--population--photos')).map((rule: { ID: string }) => rule.ID)).toEqual(['abort-uploads']);
  });

  it('ends current objects on the day that their lock ends at the earliest', async () => {
    const rules = await rulesOf(everything, 'copy--national-population--ndc-1');
    expect(rules.map((rule: { ID: string }) => rule.ID)).toEqual(['abort-uploads', 'drop-lone-markers', 'expire-current', 'expire-older-versions']);
    expect(rules[2]).toEqual({ ID: 'expire-current', Status: 'Enabled', Prefix: '', Expiration: { Days: 17 } });
    expect(await annotationsOf(everything, 'copy--national-population--ndc-1')).toMatchObject({ 'objectbucket.ndc/lock-days': '17', 'objectbucket.ndc/retention-days': '1', 'objectbucket.ndc/expiry-days': '17' });
    expect(await refusal('bucket', set(everything, 'buckets.3.expiryDays', 16))).toContain('bucket copy--national-population--ndc-1: objects cannot end after 16 days, before their lock of 17 days');
    const unlocked = set(minimal, 'buckets.0.expiryDays', 3);
    expect((await rulesOf(unlocked, 'mps--population--photos')).map((rule: { ID: string }) => rule.ID)).toEqual(['abort-uploads', 'expire-current']);
  });

  it('sorts the rules, as Rook compares them with those of the store', async () => {
    const ids = (await rulesOf(everything, '2026-archive')).map((rule: { ID: string }) => rule.ID);
    expect(ids).toEqual([...ids].sort());
  });

  it('adds a bucket without touching the others', async () => {
    const [claim] = await render('bucket', minimal);
    expect(await render('bucket', everything)).toContainEqual(claim);
  });

  it.each([
    ['no bucket', set(minimal, 'buckets', []), "- at '/buckets': minItems: got 0, want 1"],
    ['a lock without versions', set(minimal, 'buckets.0.lock', { mode: 'governance', days: 7 }), "- at '/buckets/0/versioning': value must be true"],
    ['a lock of no days', set(everything, 'buckets.1.lock.days', 0), "- at '/buckets/1/lock/days': minimum: got 0, want 1"],
    ['an unknown lock', set(everything, 'buckets.1.lock.mode', 'legal-hold'), "- at '/buckets/1/lock/mode': value must be one of 'compliance', 'governance'"],
    ['a lock that is left out instead of null', set(minimal, 'buckets.0.lock', undefined), "- at '/buckets/0': missing property 'lock'"],
    ['a retention of nothing', set(minimal, 'buckets.0.retentionDays', 0), "- at '/buckets/0/retentionDays': minimum: got 0, want 1"],
    ['an end after no days', set(everything, 'buckets.3.expiryDays', 0), "- at '/buckets/3/expiryDays': minimum: got 0, want 1"],
    ['half a day', set(minimal, 'buckets.0.retentionDays', 1.5), "- at '/buckets/0/retentionDays': got number, want integer"],
    ['a name with a dot', set(minimal, 'buckets.0.name', 'mps.photos'), "- at '/buckets/0/name': 'mps.photos' does not match pattern '^[a-z0-9][-a-z0-9]*[a-z0-9]$'"],
    ['a name of two letters', set(minimal, 'buckets.0.name', 'ab'), "- at '/buckets/0/name': minLength: got 2, want 3"],
    ['a name over 63 characters', set(minimal, 'buckets.0.name', 'a'.repeat(64)), "- at '/buckets/0/name': maxLength: got 64, want 63"],
    ['a size of nothing', set(minimal, 'buckets.0.size', '0Gi'), "- at '/buckets/0/size': '0Gi' does not match pattern '^[1-9][0-9]{0,5}(Mi|Gi|Ti|Pi)$'"],
    ['a policy', set(minimal, 'buckets.0.policy', '{}'), "- at '/buckets/0': additional properties 'policy' not allowed"],
    ['a storage class', set(minimal, 'storageClassName', 'other'), "- at '': additional properties 'storageClassName' not allowed"],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal('bucket', values)).toBe(message);
  });
});
