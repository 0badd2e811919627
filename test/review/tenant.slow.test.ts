import { describe, expect, it } from 'vitest';
import { zoneNamespaceName } from '../../constructs/zone-namespace.ts';
import { checkLoaded } from '../../model/check.ts';
import { requestBeyondGrant } from '../../model/checks/request-beyond-grant.ts';
import { buildEstate } from '../../model/estate.ts';
import type { Finding } from '../../model/finding.ts';
import { loadCatalog } from '../../model/load/catalog.ts';
import { readableCores, readableDuration, readableSize } from '../../review/amounts.ts';
import { formatTenantHtml } from '../../review/tenant/html.ts';
import { namespaceName } from '../../review/tenant/namespace-name.ts';
import { formatTenantText, wrap } from '../../review/tenant/text.ts';
import { previewTenant, type TenantPreview } from '../../review/tenant/view.ts';
import { changed, findingsOf, inFolder, type Changes } from '../model/fixture.ts';

function preview(tenant: string, changes: Changes = {}, extra: readonly Finding[] = []): TenantPreview {
  return inFolder(changed(changes), (root) => {
    const catalog = loadCatalog([root]);
    const estate = buildEstate(catalog)!;
    return previewTenant({ catalog, estate, findings: [...checkLoaded(catalog, estate).findings, ...extra], tenant })!;
  });
}

const finding = (file: string, en: string): Finding => ({ code: 'test', severity: 'warning', status: 'fail', file, line: 1, column: 1, path: '', message: { vi: en, en }, hint: { vi: en, en } });

describe('the preview of one tenant', () => {
  it('shows where a system goes, how it is kept apart and where it recovers', () => {
    expect(preview('mae').systems[0]).toMatchObject({
      key: 'mae/land', level: 4, requestedLevel: 4, state: 'requested', critical: false,
      place: { cluster: 'shared-north', site: 'north' }, dr: { cluster: 'shared-south', site: 'south', distanceKm: expect.any(Number) as number },
      isolation: { en: expect.stringMatching(/^node pools of its own in a shared cluster \(\d+ machines\)$/) as string },
      entries: [{ host: 'land.mae.gov.vn', from: 'internet' }],
    });
  });

  it('shows a namespace for each sub-zone with what runs in it', () => {
    const { namespaces } = preview('mae').systems[0]!;
    expect(namespaces.map(({ name, zone, components }) => [name, zone, components])).toContainEqual(['mae--land--internal-servers', 'app', ['server']]);
    expect(new Set(namespaces.map(({ zone }) => zone))).toEqual(new Set(['edge', 'app', 'data', 'mgmt']));
  });

  it('shows databases with objectives, backup and drill', () => {
    expect(preview('mae').systems[0]!.databases).toEqual([expect.objectContaining({ id: 'land', instances: 3, size: '200Gi', rpo: '5m', rto: '1h', siteLoss: { rpo: '15m', rto: '4h' }, drillInterval: '90 days', lists: ['res214_11'] })]);
  });

  it('shows a system without a grant as pending, at the level it asks for and without a place', () => {
    const view = preview('mae', { 'grants/mae.yaml': null });
    expect(view).toMatchObject({ state: 'pending', quota: [] });
    expect(view.systems[0]).toMatchObject({ state: 'pending', level: 4, place: null, dr: null });
    expect(formatTenantText(view, 'en')).toContain('4 as asked for · pending');
  });

  it('says that a second site is meant but not there', () => {
    const view = preview('ca-mau', { 'grants/ca-mau.yaml': (grant) => { grant.systems[0].placement = { cluster: 'shared-south', dr: null, drSite: 'north' }; } });
    expect(formatTenantText(view, 'en')).toContain('recovery    meant for north; no cluster stands there yet');
  });

  it('says that a critical system stands physically apart', () => {
    expect(preview('ca-mau', { 'grants/ca-mau.yaml': (grant) => { grant.systems[0].critical = true; } }).systems[0]!.isolation.en).toBe('physically apart: a cluster and a vault of its own');
  });

  it('shows agreements from both sides, and why one does not match', () => {
    expect(preview('ca-mau').agreements.receives).toEqual([expect.objectContaining({ with: 'mae', database: 'land', mode: 'query', channel: 'mps/exchange', state: 'in-force' })]);
    expect(preview('mae').agreements).toMatchObject({ gives: [{ with: 'ca-mau', state: 'in-force' }], receives: [], unusedOffers: [] });
    expect(preview('ca-mau', { 'tenants/ca-mau/uses/land.yaml': (use) => { use.requestsPerSecond = 500; } }).agreements.receives[0]).toMatchObject({ state: 'no-match', mismatch: ['rate'] });
    expect(preview('mae', { 'tenants/ca-mau/uses/land.yaml': null }).agreements.unusedOffers).toEqual(['land-query']);
  });

  it('is undefined for a tenant that does not exist', () => {
    expect(preview('nobody')).toBeUndefined();
  });

  it.each(['64', '500m'])('shows a quota of %s processors as exceeded exactly when the check says so', (cpu) => {
    const changes: Changes = { 'grants/mae.yaml': (grant) => { grant.quota.cpu = cpu; } };
    const row = preview('mae', changes).quota.find(({ resource }) => resource === 'cpu')!;
    expect((row.percent ?? 0) > 100).toBe(findingsOf(requestBeyondGrant, changes).some(({ path }) => path === '/quota/cpu'));
  });

  it.each([['mae', 'land', 'internal-servers'], ['a'.repeat(30), 'b'.repeat(30), 'c'.repeat(30)]])('names namespaces as the stacks do: %s %s %s', (tenant, system, subzone) => {
    expect(namespaceName(tenant, system, subzone)).toBe(zoneNamespaceName({ tenant, system, subzone }));
  });
});

describe('what a tenant sees of others', () => {
  it('keeps findings of its own files, grant, evidence and exceptions, and no others', () => {
    const findings = ['tenants/mae/tenant.yaml', 'grants/mae.yaml', 'tenants/ca-mau/tenant.yaml', 'grants/mps.yaml', 'clusters/shared-north.yaml', 'tenants/mae-other/tenant.yaml'].map((file) => finding(file, 'x'));
    expect(preview('mae', {}, findings).findings.filter(({ code }) => code === 'test').map(({ file }) => file)).toEqual(['tenants/mae/tenant.yaml', 'grants/mae.yaml']);
  });

  it('takes addresses, files, systems and host names of others out of what is said', () => {
    const told = preview('mae', {}, [finding('tenants/mae/tenant.yaml', 'also in tenants/mps/systems/exchange.yaml at 10.1.32.7/28 and fd00:1:2::/64, host exchange.bocongan.gov.vn, system mps/control; own: mae/land, land.mae.gov.vn, mps/exchange')]).findings.find(({ code }) => code === 'test');
    expect(told!.message.en).toBe('also in (a file of others) at (an address of others) and (an address of others), host (an address of others), system (a system of others); own: mae/land, land.mae.gov.vn, mps/exchange');
    expect(told!.hint.vi).toContain('(địa chỉ của bên khác)');
  });

  it('holds no address, host name or size of any other tenant, in any form', () => {
    const view = preview('mae');
    for (const text of [JSON.stringify(view), formatTenantText(view, 'vi'), formatTenantHtml(view, { language: 'vi', href: () => undefined })]) {
      expect(text).not.toMatch(/\b10\.\d+\.\d+\.\d+|fd00:|bocongan|camau\.gov|console\.ndc|dichvucong/);
    }
  });
});

describe('the text for a terminal', () => {
  it.each(['vi', 'en'] as const)('keeps to 100 columns in %s', (language) => {
    for (const tenant of ['mae', 'ca-mau', 'mps']) {
      expect(formatTenantText(preview(tenant), language).split('\n').filter((line) => line.length > 100)).toEqual([]);
    }
  });

  it('breaks between words and leaves a word that is too long whole', () => {
    expect(wrap('    aaa bbb ccc', 6, 12)).toEqual(['    aaa bbb', '      ccc']);
    expect(wrap(`  ${'x'.repeat(20)} y`, 4, 10)).toEqual([`  ${'x'.repeat(20)}`, '    y']);
    expect(wrap('short', 2, 10)).toEqual(['short']);
  });

  it.each([['426600m', '426.6'], ['2', '2'], ['x', 'x']])('reads %s processors as %s', (text, expected) => {
    expect(readableCores(text)).toBe(expected);
  });

  it.each([['458496Mi', '447.8Gi'], ['2496Gi', '2496Gi'], ['296960Gi', '290Ti'], ['512Mi', '512Mi'], ['0', '0']])('reads the size %s as %s', (text, expected) => {
    expect(readableSize(text)).toBe(expected);
  });

  it.each([['7 days', '7 ngày'], ['24h', '24 giờ'], ['15m', '15 phút'], ['12 months', '12 tháng'], ['1 week', '1 tuần'], ['soon', 'soon']])('says %s in Vietnamese as %s', (text, expected) => {
    expect(readableDuration(text).vi).toBe(expected);
  });
});
