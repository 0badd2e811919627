import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyStackPlan } from '../../stacks/any-plan.ts';
import { cdktfManifest, stackDigest, stackIndex } from '../../synth/index-files.ts';
import { load } from '../stacks/support.ts';

let plans: readonly AnyStackPlan[];

beforeAll(() => {
  plans = load().plans;
});

describe('stackDigest', () => {
  it('differs for every stack', () => {
    expect(new Set(plans.map((plan) => stackDigest(plan, 'program'))).size).toBe(plans.length);
  });

  it('differs after a change of the program, of a value, or of a setting', () => {
    const [plan] = plans as [AnyStackPlan];
    const digest = stackDigest(plan, 'program');
    expect(stackDigest(structuredClone(plan), 'program')).toBe(digest);
    expect(stackDigest(plan, 'another program')).not.toBe(digest);
    expect(stackDigest({ ...plan, dependsOn: [...plan.dependsOn, 'x'] }, 'program')).not.toBe(digest);
    expect(stackDigest({ ...plan, settings: { ...plan.settings, kubernetes: '1.37.0' } }, 'program')).not.toBe(digest);
  });
});

describe('stackIndex', () => {
  it('has a row for each stack with its target, its order and its number of resources', () => {
    const plan = plans.find(({ id }) => id === 'ndc-1-core--services')!;
    expect(stackIndex([plan], [7], 'program')).toEqual([{
      id: 'ndc-1-core--services', kind: 'services', targetCluster: 'ndc-1-core', dependsOn: [...plan.dependsOn].sort(), kubernetes: '1.36.3', resources: 7, digest: stackDigest(plan, 'program'),
    }]);
    expect(plan.dependsOn.length).toBeGreaterThan(1);
  });
});

describe('cdktfManifest', () => {
  it('says what CDKTF\'s own manifest says of a stack', () => {
    const plan = plans.find(({ id }) => id === 'ndc-1-core--crds')!;
    expect(cdktfManifest([plan])).toEqual({
      version: '0.21.0',
      stacks: {
        'ndc-1-core--crds': {
          name: 'ndc-1-core--crds', constructPath: 'ndc-1-core--crds', workingDirectory: 'stacks/ndc-1-core--crds', synthesizedStackPath: 'stacks/ndc-1-core--crds/cdk.tf.json',
          stackMetadataPath: 'stacks/ndc-1-core--crds/metadata.json', annotations: [], dependencies: ['ndc-1-core--machines'],
        },
      },
    });
  });
});
