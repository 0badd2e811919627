import { describe, expect, it } from 'vitest';
import { fillIn, standinsIn } from '../../../model/derive/chart-values.ts';

const values = {
  image: { $image: 'postgresql' },
  csi: [{ repository: { '$image-repository': 'rook' }, tag: { '$image-tag': 'rook' } }],
  nodeSelector: { $placement: 'nodeSelector' },
};

describe('stand-ins in values of charts', () => {
  it('are told with the place of their word', () => {
    expect(standinsIn(values, '/charts/0/values')).toEqual([
      { pointer: '/charts/0/values/image/$image', standin: { word: '$image', name: 'postgresql' } },
      { pointer: '/charts/0/values/csi/0/repository/$image-repository', standin: { word: '$image-repository', name: 'rook' } },
      { pointer: '/charts/0/values/csi/0/tag/$image-tag', standin: { word: '$image-tag', name: 'rook' } },
      { pointer: '/charts/0/values/nodeSelector/$placement', standin: { word: '$placement', name: 'nodeSelector' } },
    ]);
  });

  it('give way to what they stand for, and nothing else changes', () => {
    expect(fillIn({ ...values, replicas: 2, empty: {}, none: null, list: [] }, ({ word, name }) => (word === '$placement' ? { pool: 'platform' } : `${word} of ${name}`))).toEqual({
      image: '$image of postgresql',
      csi: [{ repository: '$image-repository of rook', tag: '$image-tag of rook' }],
      nodeSelector: { pool: 'platform' },
      replicas: 2, empty: {}, none: null, list: [],
    });
  });

  it.each([
    ['a word nobody knows', { $picture: 'postgresql' }],
    ['a name that is no text', { $image: 3 }],
    ['a word with a neighbour', { $image: 'postgresql', tag: 'v1' }],
  ])('%s is a plain value', (_, value) => {
    expect(standinsIn(value)).toEqual([]);
    expect(fillIn(value, () => 'replaced')).toEqual(value);
  });
});
