import { describe, expect, it } from 'vitest';
import { drillStatus } from '../../drill/status.ts';
import { statusRows } from '../../drill/text.ts';
import { buildEstate } from '../../model/estate.ts';
import { loadFixture } from '../model/fixture.ts';
import { evidence } from '../model/samples.ts';

const status = (asOf: string, more?: object) => {
  const catalog = loadFixture(more === undefined ? {} : { 'evidence/land/drill-2026-10-01.json': evidence({ measures: { restoreSeconds: 61 }, ...more }) });
  return drillStatus(buildEstate(catalog, asOf)!).find(({ database }) => database === 'land')!;
};

describe('the age of a proof', () => {
  it('is counted on the day asked for', () => {
    expect(status('2026-11-01', {})).toMatchObject({ state: 'valid', performedAt: '2026-10-01', validUntil: '2027-01-01', ageDays: 31, tenant: 'mae', measures: { restoreSeconds: 61 } });
    expect(status('2026-10-01', {}).ageDays).toBe(0);
  });

  it.each<[string, string, object | undefined, string]>([
    ['none without evidence', '2026-11-01', undefined, 'none'],
    ['none from the lab', '2026-11-01', { kind: 'lab' }, 'none'],
    ['none from the future', '2026-09-30', {}, 'none'],
    ['valid on its last day', '2026-11-30', { validUntil: '2026-11-30' }, 'valid'],
    ['expired the day after', '2026-12-01', { validUntil: '2026-11-30' }, 'expired'],
    ['failed, however new', '2026-10-02', { result: 'failed' }, 'failed'],
    ['overdue after the interval of the database, though it has not expired', '2030-01-01', { validUntil: '2031-01-01' }, 'overdue'],
  ])('is %s', (_, asOf, more, state) => {
    expect(status(asOf, more).state).toBe(state);
  });

  it.each<[string, object, number, string]>([
    ['none from the administrators of the cluster that holds it', { administers: ['mps/control'] }, 4, 'none'],
    ['none from a role of which nothing says whom it administers', { administers: undefined }, 4, 'none'],
    ['none from a role that may not sign evidence', { mayApprove: ['pack'] }, 4, 'none'],
    ['valid from administrators of something else', { administers: ['ca-mau/procedure'] }, 4, 'valid'],
    ['valid from its own administrators below level 4', { administers: ['mps/control'] }, 3, 'valid'],
  ])('is %s', (_, role, level, state) => {
    const catalog = loadFixture({
      'evidence/land/drill-2026-10-01.json': evidence(),
      'signers/drill-officer.yaml': (data) => ({ ...data, ...role }),
      'grants/mae.yaml': (data) => { data['systems'][0].level = level; },
    });
    expect(drillStatus(buildEstate(catalog, '2026-11-01')!).find(({ database }) => database === 'land')!.state).toBe(state);
  });

  it('stands in a table in both languages', () => {
    const rows = statusRows([status('2026-11-01', {}), status('2026-11-01')], 'vi');
    expect(rows[0]).toEqual(['cơ sở dữ liệu', 'cấp độ', 'trạng thái', 'tuổi', 'hiệu lực đến', 'chu kỳ', 'khôi phục trong']);
    expect(rows[1]).toEqual(['land', expect.any(String), 'còn hiệu lực', '31 d', '2027-01-01', expect.any(String), '61 s']);
    expect(rows[2]!.slice(2, 5)).toEqual(['chưa có', '-', '-']);
  });
});
