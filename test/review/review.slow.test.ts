import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkLoaded } from '../../model/check.ts';
import { buildEstate } from '../../model/estate.ts';
import type { Finding } from '../../model/finding.ts';
import { loadCatalog } from '../../model/load/catalog.ts';
import { formatHtml } from '../../review/html.ts';
import { formatMarkdown } from '../../review/markdown.ts';
import { catalogHref, writePack } from '../../review/pack.ts';
import { readExport } from '../../review/read.ts';
import { buildReview, type Review } from '../../review/review.ts';
import { rulesOf } from '../../review/rules.ts';
import { formatReviewText } from '../../review/text.ts';
import { verdictOf } from '../../review/verdict.ts';
import { changed, inFolder, type Changes } from '../model/fixture.ts';
import { after, before } from './example.ts';
import { inTemporaryFolder, writeExport } from './fixture.ts';

interface Options {
  readonly changes?: Changes;
  readonly withBase?: boolean;
  readonly findings?: readonly Finding[];
}

const revision = { commit: '0123456789abcdef0123456789abcdef01234567', modified: false };

function review({ changes = {}, withBase = true, findings: extra = [] }: Options = {}): Review {
  return inFolder(changed(changes), (root) => inTemporaryFolder((folder) => {
    const catalog = loadCatalog([root]);
    const estate = buildEstate(catalog);
    const { findings } = checkLoaded(catalog, estate);
    const current = readExport(writeExport(join(folder, 'current'), after));
    const exported = readExport(writeExport(join(folder, 'base'), before));
    return buildReview({ catalog, estate, findings: [...findings, ...extra], revision, current, ...(withBase ? { base: { ref: 'main', ...revision, exported }, settings: new Map() } : {}) });
  }));
}

const nowhere = () => undefined;

describe('the review of an estate', () => {
  it('counts what the estate holds', () => {
    const { estate, inventory } = review().pack;
    expect(estate!.counts).toEqual({ sites: 2, clusters: 6, tenants: 3, systems: 4, databases: 1, agreements: 1, exceptions: 0 });
    expect(estate!.systems).toContainEqual({ level: 4, count: 3, critical: 0, pending: 0, withSecondSite: 3 });
    expect(estate!.clusters.find(({ id }) => id === 'shared-north')).toMatchObject({ role: 'shared', systems: 2, copies: 0 });
    expect(estate!.databases[0]).toMatchObject({ id: 'land', lists: ['res214_11'], level: 4, cluster: 'shared-north', dr: 'shared-south', state: 'requested' });
    expect(inventory).toMatchObject({ stacks: 5, objects: 11, stacksByKind: [{ kind: 'operator', stacks: 1, objects: 0 }, { kind: 'guardrails', stacks: 1 }, { kind: 'tenant', stacks: 1 }, { kind: 'system', stacks: 1 }, { kind: 'data', stacks: 1 }] });
    expect(inventory.unrendered).toEqual([{ chart: 'cnpg', version: '1.0.0', reason: expect.anything(), stacks: ['shared-north--operator-cnpg'] }]);
  });

  it('counts a system without a grant as pending at the level it asks for', () => {
    const { estate } = review({ changes: { 'grants/ca-mau.yaml': null } }).pack;
    expect(estate!.systems.find(({ level }) => level === 3)).toEqual({ level: 3, count: 1, critical: 0, pending: 1, withSecondSite: 0 });
    expect(estate!.states).toContainEqual({ state: 'pending', count: 1 });
  });

  it('takes the handling class of the most sensitive system', () => {
    expect(review().pack.handling).toMatchObject({ level: 4, critical: false, systems: ['mae/land', 'mps/control', 'mps/exchange'] });
    const critical = review({ changes: { 'grants/ca-mau.yaml': (grant) => { grant.systems[0].critical = true; } } });
    expect(critical.pack.handling).toMatchObject({ critical: true, systems: ['ca-mau/procedure'] });
  });

  it('counts facts that the catalog leaves open', () => {
    const facts = review({ changes: { 'tenants/mae/tenant.yaml': (tenant) => { tenant.protection.nationalLink.unit = null; } } }).pack.unknown.facts;
    expect(facts.find(({ id }) => id === 'protection-unit')).toMatchObject({ count: 1, of: 12 });
    expect(facts.find(({ id }) => id === 'mirror')).toMatchObject({ count: 3, of: 3 });
    expect(facts.find(({ id }) => id === 'uplink-peak')).toBeUndefined();
  });

  it('lists every rule with what it found; a rule that could not run is unknown', () => {
    const { rules } = review({ changes: { 'sites/north.yaml': (site) => { site.uplinks[0].peakPercent = null; } } });
    expect(rules.find(({ id }) => id === 'check/uplink-peak')).toMatchObject({ result: 'unknown', errors: 0 });
    expect(rules.find(({ id }) => id === 'check/duplicate-id')).toMatchObject({ result: 'pass', unknown: 0 });
    expect(rulesOf([], false).find(({ id }) => id === 'check/second-site')).toMatchObject({ result: 'unknown' });
    const broken = { code: 'check-failed', severity: 'error', status: 'unknown', file: 'platform.yaml', line: 1, column: 1, path: '', message: { en: 'the check second-site could not be carried out: boom', vi: '' }, hint: { en: '', vi: '' } } satisfies Finding;
    expect(rulesOf([broken], true).find(({ id }) => id === 'check/second-site')).toMatchObject({ result: 'unknown' });
  });

  it('simulates the loss of each site, and says in every format who does not survive', () => {
    const alone = review({ changes: { 'grants/mae.yaml': (grant) => { grant.placement.dr = null; } } });
    expect(alone.siteLoss.map(({ site, notSurviving }) => [site.id, notSurviving])).toEqual([['north', ['land']], ['south', []]]);
    expect(formatHtml(alone, { language: 'en', href: nowhere })).toContain('National databases that do not survive: land');
    expect(formatMarkdown(alone, { language: 'vi', href: nowhere })).toContain('**Cơ sở dữ liệu quốc gia không trụ được: land.**');
  });

  it('shows the steps of a switch-over that is under way, and nothing where there is none', () => {
    const moving = review({ changes: { 'grants/mae.yaml': (grant) => { grant.systems[0] = { ...grant.systems[0], primarySite: 'south', switchOver: { step: 'demote' } }; } } });
    expect(moving.switchOvers.map(({ system, steps }) => [system, steps.map(({ step, state }) => `${step} ${state}`)])).toEqual([['mae/land', ['demote done', 'promote next', 'finish later']]]);
    expect(formatHtml(moving, { language: 'en', href: nowhere })).toContain('Switch-overs under way');
    expect(formatMarkdown(moving, { language: 'vi', href: nowhere })).toContain('Nâng vai trò bản kia (bước tiếp theo)');
    expect(review().switchOvers).toEqual([]);
    expect(formatHtml(review(), { language: 'en', href: nowhere })).not.toContain('Switch-overs under way');
  });

  it('still says what it can of a catalog that cannot be used', () => {
    const broken = review({ changes: { 'platform.yaml': null } });
    expect(broken).toMatchObject({ ok: false, siteLoss: [], pack: { estate: null, handling: null, asOf: null } });
    expect(formatHtml(broken, { language: 'en', href: nowhere })).toContain('The catalog could not be read as a whole');
  });

  it('lists no objects without a base: everything is new', () => {
    const { changes } = review({ withBase: false });
    expect(changes).toMatchObject({ base: null, totals: { created: 11, unknown: 1 }, stacks: [], settingsCompared: false });
  });

  it('groups changes by tenant and by likeness', () => {
    const { changes } = review();
    expect(changes.tenants.map(({ tenant, totals }) => [tenant, totals.created, totals.changed, totals.replaced, totals.destroyed, totals.moved])).toEqual([['', 0, 0, 1, 0, 0], ['ca-mau', 0, 0, 0, 1, 0], ['mae', 1, 4, 2, 0, 1]]);
    expect(changes.alike[0]).toMatchObject({ action: 'destroyed', kind: 'Namespace', count: 1, dangerous: 1, tenants: ['ca-mau'] });
  });

  it('never concludes that all is well while something is unknown', () => {
    expect(verdictOf(review()).tone).toBe('bad');
    const calm = review({ withBase: false });
    expect(verdictOf({ ...calm, findings: [] })).toMatchObject({ tone: 'unknown', title: { en: 'No error; some things need a look' } });
    expect(verdictOf({ ...calm, findings: [], pack: { ...calm.pack, unknown: { findings: 0, releases: 0, facts: [] } } })).toMatchObject({ tone: 'good', text: { en: '0 warnings; 0 things are unknown (0 findings, 0 releases).' } });
  });
});

describe('the pack', () => {
  const result = review();

  it('escapes what comes from objects and files', () => {
    const page = formatHtml(result, { language: 'vi', href: nowhere });
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script');
  });

  it('shows the lines of a long text that differ, not all of it', () => {
    const page = formatHtml(result, { language: 'en', href: nowhere });
    expect(page).toContain('<del>line two</del><ins>line 2</ins>');
    expect(page).not.toContain('line three');
  });

  it('holds both languages in the page and in the Markdown, the asked one first', () => {
    for (const [language, first, second] of [['vi', 'Hồ sơ thẩm định hạ tầng', 'Infrastructure review pack'], ['en', 'Infrastructure review pack', 'Hồ sơ thẩm định hạ tầng']] as const) {
      const text = formatMarkdown(result, { language, href: nowhere });
      expect(text.indexOf(first)).toBeLessThan(text.indexOf(second));
      expect(formatHtml(result, { language, href: nowhere })).toContain(`<html lang="${language}">`);
    }
  });

  it('puts what may lose data before the other changes', () => {
    const text = formatMarkdown(result, { language: 'en', href: nowhere });
    expect(text.indexOf('Look at this first')).toBeLessThan(text.indexOf('## Changes'));
    expect(formatReviewText(result, { language: 'en', page: 'out/review/index.html' })).toContain('! The namespace ca-mau--procedure--internal-servers (cluster shared-north) is destroyed: everything inside is lost, data included');
  });

  it('links findings to the line of the file, relative to the page', () => inTemporaryFolder((folder) => {
    mkdirSync(join(folder, 'catalog/sites'), { recursive: true });
    writeFileSync(join(folder, 'catalog/sites/a b(1).yaml'), '');
    const href = catalogHref([join(folder, 'catalog')], join(folder, 'out/review'));
    expect(href('sites/a b(1).yaml', 7)).toBe('../../catalog/sites/a%20b%281%29.yaml#L7');
    expect(href('sites/none.yaml', 1)).toBeUndefined();
  }));

  it('is the same, byte by byte, for the same input, and leaves no half-written file', () => inTemporaryFolder((folder) => {
    const [one, two] = ['one', 'two'].map((name) => {
      const out = join(folder, name, 'out');
      writePack(review(), { out, language: 'vi', roots: [], sarif: '{}\n' });
      return Object.fromEntries(readdirSync(out).sort().map((file) => [file, readFileSync(join(out, file), 'utf8')]));
    });
    expect(Object.keys(one!)).toEqual(['index.html', 'review.json', 'review.md', 'review.sarif']);
    expect(one).toEqual(two);
    expect(JSON.parse(one!['review.json']!)).toMatchObject({ flows: null, pack: { format: 1, files: ['index.html', 'review.md', 'review.json', 'review.sarif'] } });
  }));

  it('keeps other files of the folder', () => inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'signature'), 'x');
    writePack(result, { out: folder, language: 'en', roots: [], sarif: '{}\n' });
    expect(existsSync(join(folder, 'signature'))).toBe(true);
  }));

  it('stays readable when there are thousands of findings', () => {
    const finding = (index: number): Finding => ({ code: 'unused', severity: 'warning', status: 'fail', file: `tenants/t${index}/tenant.yaml`, line: index, column: 1, path: '/id', message: { vi: `dài ${index}`.repeat(10), en: `long ${index}`.repeat(10) }, hint: { vi: 'sửa', en: 'mend' } });
    const page = formatHtml(review({ findings: Array.from({ length: 5000 }, (_, index) => finding(index)) }), { language: 'vi', href: nowhere });
    expect(page.length).toBeLessThan(400_000);
    expect(page).toMatch(/Còn 4\.9\d\d mục nữa; danh sách đầy đủ ở review\.json/);
  });
});
