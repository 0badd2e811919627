/** `ndc check` as a function: the catalog in, everything there is to say about it out. */
import { agreements } from './derive/agreements.ts';
import { checks } from './checks/index.ts';
import { reporter, type AnyCheck } from './checks/check.ts';
import { applyExceptions } from './checks/exceptions.ts';
import { buildEstate, type Estate } from './estate.ts';
import { compareFindings, type Finding } from './finding.ts';
import { loadCatalog, type Catalog } from './load/catalog.ts';
import type { Memo } from './load/memo.ts';

export interface CheckOptions {
  /** Day the estate is looked at, YYYY-MM-DD. @default - `effectiveDate` of the platform */
  readonly asOf?: string;
  /** The caller's day; without it nothing depends on the clock. */
  readonly today?: string;
  /** @default - all checks */
  readonly checks?: readonly AnyCheck[];
}

export interface Counts {
  readonly sites: number;
  readonly clusters: number;
  readonly tenants: number;
  readonly systems: number;
  readonly databases: number;
  /** Offers and uses that match. */
  readonly agreements: number;
  readonly exceptions: number;
}

export interface CheckResult {
  /** No finding is an error. */
  readonly ok: boolean;
  readonly counts: Counts;
  readonly findings: readonly Finding[];
}

/** Loads the catalog of these folders and holds it against every check. Never throws for what files hold. */
export function checkCatalog({ roots, memo, ...options }: CheckOptions & { readonly roots: readonly string[]; readonly memo?: Memo }): CheckResult {
  const catalog = loadCatalog(roots, memo);
  return checkLoaded(catalog, buildEstate(catalog, options.asOf), options);
}

/**
 * The same for a catalog that is loaded already.
 * @param estate undefined while a file is broken of which there must be one; then only the checks of single entries run
 */
export function checkLoaded(catalog: Catalog, estate: Estate | undefined, options: CheckOptions = {}): CheckResult {
  const chosen = options.checks ?? checks;
  const found = chosen.flatMap((check) => run(check, catalog, estate, options.today));
  const judged = estate ? applyExceptions(catalog, estate, found, chosen.map(({ code }) => code)) : found;
  const findings = distinct([...catalog.findings, ...judged].sort(compareFindings));
  return { ok: !findings.some(({ severity }) => severity === 'error'), counts: countOf(catalog, estate), findings };
}

/** A check that throws is a finding: its question is unanswered, and the report must not read as a pass. */
function run(check: AnyCheck, catalog: Catalog, estate: Estate | undefined, today: string | undefined): Finding[] {
  const context = { catalog, report: reporter(catalog, check), ...(today === undefined ? {} : { today }) };
  try {
    if (check.reads === 'catalog') return check.run(context);
    return estate ? check.run({ ...context, estate }) : [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{
      code: 'check-failed', severity: 'error', status: 'unknown', file: 'platform.yaml', line: 1, column: 1, path: '',
      message: { en: `the check ${check.code} could not be carried out: ${reason}`, vi: `không thực hiện được phép kiểm tra ${check.code}: ${reason}` },
      hint: { en: 'this is a defect of the program: report it with the catalog commit', vi: 'đây là lỗi của chương trình: hãy báo kèm commit của danh mục' },
    }];
  }
}

function distinct(sorted: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return sorted.filter(({ code, file, line, column, path, message }) => {
    const key = JSON.stringify([code, file, line, column, path, message.en]);
    return seen.has(key) ? false : seen.add(key);
  });
}

function countOf(catalog: Catalog, estate: Estate | undefined): Counts {
  const count = (kind: 'site' | 'cluster' | 'tenant' | 'system' | 'database' | 'exception') => catalog.entries(kind).length;
  return {
    sites: count('site'), clusters: count('cluster'), tenants: count('tenant'), systems: count('system'), databases: count('database'),
    agreements: estate ? agreements(estate).length : 0, exceptions: count('exception'),
  };
}
