/** The kinds of data that the national systems ask for, each with its own image, sizes and settings, in the real catalog and its plans. */
import { describe, expect, it } from 'vitest';
import { databasesOf } from '../../model/derive/decisions.ts';
import { load, ofKind } from './support.ts';

const { estate, plans } = load();
const databases = ofKind(plans, 'data').flatMap(({ props }) => props.databases.map(({ database }) => database));
const systems = [...estate.systems.values()];
const bucketsOf = (id: string) => ofKind(plans, 'system').filter(({ props }) => `${props.tenant}/${props.system}` === id).flatMap(({ props }) => props.buckets?.buckets ?? []);

describe('databases by variant', () => {
  it.each([
    ['geospatial', ['land', 'geospatial', 'location-identity'], 'postgis', ['postgis']],
    ['timeseries', ['environment', 'hydromet', 'transport-realtime'], 'postgresql', []],
    ['standard', ['population', 'civil-status'], 'postgresql', []],
  ])('%s: %j', (variant, ids, image, extensions) => {
    for (const id of ids) {
      expect(estate.databases.get(id)!.data.engine.variant).toBe(variant);
      for (const built of databases.filter(({ name }) => name === id)) {
        expect(built.image).toMatch(new RegExp(`/cloudnative-pg/${image}@sha256:[0-9a-f]{64}$`));
        expect(built.extensions).toEqual(extensions);
      }
    }
  });
  it('take a stream with settings of their own', () => {
    const [stream, register] = ['hydromet', 'civil-status'].map((id) => databases.find(({ name }) => name === id)!.parameters) as [Record<string, string>, Record<string, string>];
    expect(stream['checkpoint_timeout']).toBe('30min');
    expect(register['checkpoint_timeout']).toBeUndefined();
  });
});

describe('objects by kind of system', () => {
  it.each(['data-lake', 'document-store', 'document-work', 'analytics', 'data-portal'] as const)('%s: every system has buckets that are built, with versions, retention and lock as the catalog says', (kind) => {
    const found = systems.filter(({ data }) => data.kind === kind);
    expect(found.length).toBeGreaterThan(0);
    for (const { key, data } of found) {
      expect(data.buckets.length, key).toBeGreaterThan(0);
      const built = bucketsOf(key);
      for (const { id, size, versioning, lock } of data.buckets) {
        expect(built.find(({ name }) => name.includes(id)), `${key} ${id}`).toMatchObject({ size, versioning, lock: lock === null ? null : { mode: lock.mode } });
      }
    }
  });
  it('streams: each ends in a bucket or in a database for time series', () => {
    const streams = systems.filter(({ data }) => data.kind === 'iot-ingest');
    expect(streams.length).toBeGreaterThan(0);
    for (const { key, data } of streams) expect([key, data.buckets.length > 0 || databasesOf(estate, key).some((database) => database.data.engine.variant === 'timeseries')]).toEqual([key, true]);
  });
  it('images: the national repository of medical images keeps versions', () => {
    expect(estate.systems.get('moh/medical-imaging')!.data.buckets).toContainEqual(expect.objectContaining({ id: 'images', versioning: true }));
  });
});
