import { describe, expect, it } from 'vitest';
import { DatabasePooler, poolerNameOf, type DatabasePoolerProps } from '../../constructs/database-pooler.ts';
import { built, image } from './support.ts';

describe('DatabasePooler', () => {
  it('takes every prop, and gives name, port and the part of the database\'s release', () => {
    const props: Required<DatabasePoolerProps> = { database: 'land', instances: 2, mode: 'transaction', maxServerConnections: 80, maxClientConnections: 2000, image, resources: { cpu: '100m', memory: '128Mi' } };
    built((stack) => {
      const pooler = new DatabasePooler(stack, 'pooler', props);
      expect(pooler.name).toBe('land-pooler');
      expect(pooler.port).toBe(5432);
      expect(pooler.values).toEqual({ instances: 2, mode: 'transaction', maxServerConnections: 80, maxClientConnections: 2000, image, resources: { cpu: '100m', memory: '128Mi' } });
    });
  });

  it('makes no resource of its own: it stands in the release of its database', () => {
    const { addresses } = built((stack) => {
      new DatabasePooler(stack, 'pooler', { database: 'land', instances: 1, mode: 'session', maxServerConnections: 1, maxClientConnections: 1, image, resources: { cpu: '1m', memory: '1Mi' } });
    });
    expect(addresses).toEqual([]);
  });

  it('has the name that flows select pods by', () => {
    expect(poolerNameOf('land')).toBe('land-pooler');
  });
});
