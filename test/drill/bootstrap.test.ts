/** The lifecycle of a bucket. No S3 store with a lifecycle can be had here: what answers is a fake that keeps rules as stores do, in the forms they use. */
import { S3ServiceException, type LifecycleRule, type S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { bootstrap, type BucketWish } from '../../drill/bootstrap.ts';
import { bootstrapDefinition } from '../../drill/definition.ts';

type Rules = readonly (LifecycleRule & { Prefix?: string })[];

const wish: BucketWish = { bucket: 'copy--land--north', versioning: false, lock: null, expireOlderAfterDays: 1, expireCurrentAfterDays: 45, sealed: true };

/** A store whose rules are `rules`; `keep` is how it keeps what it is given. */
function store(rules: Rules | undefined, keep: (given: Rules) => Rules = (given) => given) {
  const fake = {
    rules, puts: 0,
    send(command: { constructor: { name: string }; input: { LifecycleConfiguration?: { Rules: Rules } } }): Promise<unknown> {
      switch (command.constructor.name) {
        case 'HeadBucketCommand': return Promise.resolve({});
        case 'GetBucketLifecycleConfigurationCommand':
          return fake.rules === undefined ? Promise.reject(new S3ServiceException({ name: 'NoSuchLifecycleConfiguration', $fault: 'client', $metadata: { httpStatusCode: 404 } })) : Promise.resolve({ Rules: fake.rules });
        case 'PutBucketLifecycleConfigurationCommand':
          fake.puts += 1;
          fake.rules = keep(command.input.LifecycleConfiguration!.Rules);
          return Promise.resolve({});
        default: return Promise.reject(new Error(`not faked: ${command.constructor.name}`));
      }
    },
  };
  return fake;
}

const lifecycleOf = async (fake: ReturnType<typeof store>, more: Partial<BucketWish> = {}) => (await bootstrap(fake as unknown as S3Client, { ...wish, ...more })).settings.find(({ name }) => name === 'lifecycle');

/** As stores give rules back: another order, the prefix in the rule, what is not set left out or empty. */
const otherForm = (given: Rules): Rules => [...given].reverse().map(({ Filter, ...rule }) => ({ ...rule, Prefix: Filter?.Prefix ?? '' }));

describe('the lifecycle of a bucket', () => {
  it.each<[string, (given: Rules) => Rules]>([['as it was given', (given) => given], ['in another form', otherForm]])('is set and read back %s; a second run changes nothing', async (_, keep) => {
    const fake = store(undefined, keep);
    expect(await lifecycleOf(fake)).toMatchObject({ state: 'set', detail: { en: 'objects end after 45 d, older versions after 1 d' } });
    expect(await lifecycleOf(fake)).toMatchObject({ state: 'same' });
    expect(fake.puts).toBe(1);
    expect(fake.rules!.map(({ ID }) => ID).sort()).toEqual(['abort-uploads', 'drop-lone-markers', 'expire-current', 'expire-older-versions']);
  });

  it('has no end of current objects where none is asked for, and takes away one that is there', async () => {
    const fake = store(undefined);
    await lifecycleOf(fake);
    expect(await lifecycleOf(fake, { expireCurrentAfterDays: null })).toMatchObject({ state: 'set', detail: { en: 'older versions after 1 d' } });
    expect(fake.rules!.map(({ ID }) => ID)).not.toContain('expire-current');
  });

  it.each<[string, (rules: Rules) => Rules]>([
    ['ends objects sooner', (rules) => rules.map((rule) => (rule.ID === 'expire-current' ? { ...rule, Expiration: { Days: 1 } } : rule))],
    ['is switched off', (rules) => rules.map((rule) => ({ ...rule, Status: 'Disabled' }))],
    ['holds for a folder alone', (rules) => rules.map((rule) => ({ ...rule, Filter: { Prefix: 'x/' } }))],
    ['has one more', (rules) => [...rules, { ID: 'mine', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }]],
  ])('that %s is set right, and told where the store does not keep it', async (_, change) => {
    const fake = store(undefined);
    await lifecycleOf(fake);
    fake.rules = change(fake.rules!);
    expect(await lifecycleOf(fake)).toMatchObject({ state: 'set' });
    expect(await lifecycleOf(store(undefined, change))).toMatchObject({ state: 'failed', detail: { en: expect.stringMatching(/^asked for objects end after 45 d, older versions after 1 d, the store says /) } });
  });
});

it.each([[44, 'an object cannot end before its lock: give at least the days of the lock'], [45, undefined], [46, undefined]])('a lock of 45 days and an end after %d: %s', (expireCurrentAfterDays, said) => {
  const definition = { store: { endpoint: 'https://objects.south.ndc.example', region: 'south' }, buckets: [{ ...wish, lock: { mode: 'COMPLIANCE', days: 45 }, expireCurrentAfterDays }] };
  expect(bootstrapDefinition.safeParse(definition).error?.issues.map(({ message }) => message)[0]).toBe(said);
});
