import { describe, expect, it } from 'vitest';
import { checkCatalog, checkLoaded } from '../../model/check.ts';
import type { AnyCheck } from '../../model/checks/check.ts';
import { checks } from '../../model/checks/index.ts';
import { buildEstate } from '../../model/estate.ts';
import { changed, inFolder, line, loadFixture, type Changes } from './fixture.ts';
import { exception } from './samples.ts';

const file = 'partners/treasury.yaml';

/** Finds fault with two places of one partner. */
const picky: AnyCheck = {
  code: 'picky', severity: 'error', title: { en: 'Picky', vi: 'Khó tính' }, reads: 'catalog',
  run: ({ catalog, report }) => catalog.entries('partner').filter(({ id }) => id === 'treasury').flatMap((entry) => ['/names/en', '/endpoints/0/port'].map((pointer) =>
    report(entry, pointer, { message: { en: 'not liked', vi: 'không vừa ý' }, hint: { en: 'change it', vi: 'hãy sửa' } }))),
};

function check(changes: Changes = {}, options: { checks?: readonly AnyCheck[]; asOf?: string } = {}) {
  const catalog = loadFixture(changes);
  return checkLoaded(catalog, buildEstate(catalog, options.asOf), { checks: [picky], ...options });
}

const accepted = (more: object): Changes => ({ 'exceptions/accepted.yaml': exception({ rule: 'check/picky', target: file, ...more }) });

describe('findings', () => {
  it('stand at the value, with its line, column, pointer and value', () => {
    expect(check().findings).toEqual([
      { code: 'picky', severity: 'error', status: 'fail', file, line: 5, column: 7, path: '/names/en', value: 'Treasury', message: { en: 'not liked', vi: 'không vừa ý' }, hint: { en: 'change it', vi: 'hãy sửa' } },
      { code: 'picky', severity: 'error', status: 'fail', file, line: 11, column: 11, path: '/endpoints/0/port', value: 443, message: { en: 'not liked', vi: 'không vừa ý' }, hint: { en: 'change it', vi: 'hãy sửa' } },
    ]);
  });

  it('that are the same are told once', () => {
    expect(check({}, { checks: [picky, picky] }).findings).toHaveLength(2);
  });

  it('fail the check when one is an error, and only then', () => {
    expect(check().ok).toBe(false);
    expect(check({}, { checks: [{ ...picky, severity: 'warning' }] }).ok).toBe(true);
  });

  it('come with what the catalog holds', () => {
    expect(check().counts).toEqual({ sites: 2, clusters: 6, tenants: 3, systems: 4, databases: 1, agreements: 1, exceptions: 0 });
  });
});

describe('a check that throws', () => {
  it('is a finding with its message, and the others still run', () => {
    const broken: AnyCheck = { code: 'broken', severity: 'info', title: { en: 'Broken', vi: 'Hỏng' }, run: () => { throw new Error('no such key'); } };
    const { ok, findings } = check({}, { checks: [broken, { ...picky, severity: 'info' }] });
    expect(ok).toBe(false);
    expect(findings.map(line)).toEqual([
      'info fail partners/treasury.yaml /names/en: not liked (change it)',
      'info fail partners/treasury.yaml /endpoints/0/port: not liked (change it)',
      'error unknown platform.yaml: the check broken could not be carried out: no such key (this is a defect of the program: report it with the catalog commit)',
    ]);
  });
});

describe('an exception', () => {
  const lines = (changes: Changes, options = {}) => check(changes, options).findings.map(line);

  it('turns every finding of its rule in a file into information that says who accepted it', () => {
    const { ok, findings } = check(accepted({}));
    expect(ok).toBe(true);
    expect(findings.map(line)).toEqual([
      'info fail partners/treasury.yaml /names/en: not liked — accepted by security-reviewer until 2027-06-30 (change it)',
      'info fail partners/treasury.yaml /endpoints/0/port: not liked — accepted by security-reviewer until 2027-06-30 (change it)',
    ]);
    expect(findings[0]!.message.vi).toBe('không vừa ý — được vai trò security-reviewer chấp nhận đến 2027-06-30');
  });

  it('with a pointer covers that value and what lies below it', () => {
    expect(lines(accepted({ target: `${file}#/endpoints` })).map((each) => each.split(' ')[0])).toEqual(['error', 'info']);
    expect(lines(accepted({ target: `${file}#/names/en` })).map((each) => each.split(' ')[0])).toEqual(['info', 'error']);
  });

  it('covers no value whose pointer only begins alike', () => {
    expect(lines(accepted({ target: `${file}#/endpoints/0/po` })).filter((each) => each.startsWith('error fail partners'))).toHaveLength(2);
  });

  it('that met nothing is an error', () => {
    expect(lines(accepted({ target: 'partners/carrier-a.yaml' }))).toContain(
      'error fail exceptions/accepted.yaml /target: no finding of check/picky stands at partners/carrier-a.yaml (remove the exception: what it allowed is mended or was never there)');
  });

  it('for a rule that there is not is an error', () => {
    expect(lines(accepted({ rule: 'check/pickie' }))).toContain('error fail exceptions/accepted.yaml /rule: there is no check called pickie that an exception could set aside (did you mean picky?)');
  });

  it('for a rule about exceptions is an error', () => {
    expect(lines(accepted({ rule: 'check/unused-exception' }))).toContain('error fail exceptions/accepted.yaml /rule: there is no check called unused-exception that an exception could set aside (take the code from the finding)');
  });

  it('covers its last day and not the day after', () => {
    expect(check(accepted({}), { asOf: '2027-06-30' }).ok).toBe(true);
    expect(check(accepted({}), { asOf: '2027-07-01' }).ok).toBe(false);
  });

  it('of a role that may not approve covers nothing', () => {
    expect(check(accepted({ approvedByRole: 'drill-officer' })).ok).toBe(false);
  });

  it('of another engine is left to it', () => {
    expect(lines(accepted({ rule: 'review/picky' }))).toHaveLength(2);
  });

  it('is not called unused while the catalog does not load whole', () => {
    expect(lines({ ...accepted({ target: 'partners/carrier-a.yaml' }), 'sites/north.yaml': 'a: [' }).filter((each) => each.includes('no finding of'))).toEqual([]);
  });
});

describe('a catalog that does not load whole', () => {
  it('is checked as far as its entries go while a file is broken of which there must be one', () => {
    const { ok, findings, counts } = inFolder(changed({ 'platform.yaml': 'names: [', 'tenants/mae/systems/land.yaml': (system) => { system.id = 'lands'; } }), (folder) => checkCatalog({ roots: [folder] }));
    expect(ok).toBe(false);
    expect(counts.agreements).toBe(0);
    expect(findings.map(({ code, file: name }) => `${code} ${name}`)).toEqual(expect.arrayContaining(['yaml-syntax platform.yaml', 'id-file-name tenants/mae/systems/land.yaml']));
    expect(findings.some(({ code }) => code === 'check-failed')).toBe(false);
  });

  it.each(['sites/north.yaml', 'clusters/shared-north.yaml', 'tenants/mae/systems/land.yaml', 'tenants/mae/databases/land.yaml', 'tenants/mae/offers/land-query.yaml', 'partners/treasury.yaml', 'signers/security-reviewer.yaml', 'law/criteria.yaml', 'law/zones.yaml'])(
    'has one finding for %s that is broken, and none for each name that leads to it', (name) => {
      const catalog = loadFixture({ [name]: 'a: [' });
      expect(checkLoaded(catalog, buildEstate(catalog)).findings.filter(({ code, file: at }) => code === 'unknown-reference' || code === 'foreign-tenant' || code === 'grant-without-request' || at === name).map(({ code }) => code)).toEqual(['yaml-syntax']);
    });

  it.each(Object.keys(changed({})))('never throws when %s is missing', (name) => {
    const catalog = loadFixture({ [name]: null });
    expect(checkLoaded(catalog, buildEstate(catalog)).findings.filter(({ code }) => code === 'check-failed')).toEqual([]);
  });
});

describe('all checks', () => {
  it('have a code of their own in kebab case', () => {
    const codes = checks.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)]);
    for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});
