import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { beforeEach, describe, expect, it } from 'vitest';
import { setSource, sourceOf } from '../../constructs/provenance.ts';

let root: TerraformStack;

beforeEach(() => {
  root = new TerraformStack(new App({ stackTraces: false }), 'test');
});

describe('sourceOf', () => {
  it('is undefined when neither the construct nor anything above it says where it comes from', () => {
    expect(sourceOf(new Construct(new Construct(root, 'above'), 'below'))).toBeUndefined();
  });

  it('is inherited from the nearest construct above that says', () => {
    const far = new Construct(root, 'far');
    const near = new Construct(far, 'near');
    const leaf = new Construct(new Construct(near, 'silent'), 'leaf');
    setSource(far, { file: 'far.yaml', pointer: '' });
    setSource(near, { file: 'near.yaml', pointer: '/a' });
    expect(sourceOf(leaf)).toEqual({ file: 'near.yaml', pointer: '/a' });
    expect(sourceOf(far)).toEqual({ file: 'far.yaml', pointer: '' });
  });

  it('is the construct\'s own when it says one, whenever it was set', () => {
    const above = new Construct(root, 'above');
    const below = new Construct(above, 'below');
    setSource(below, { file: 'own.yaml', pointer: '/b' });
    setSource(above, { file: 'above.yaml', pointer: '' });
    expect(sourceOf(below)).toEqual({ file: 'own.yaml', pointer: '/b' });
  });

  it('does not leak to siblings', () => {
    setSource(new Construct(root, 'one'), { file: 'one.yaml', pointer: '' });
    expect(sourceOf(new Construct(root, 'other'))).toBeUndefined();
  });
});
