/** The contract of a cross-check: a pure function of the catalog that names a code, a place and the next step. */
import type { Estate } from '../estate.ts';
import type { Finding, Severity, Status, Text } from '../finding.ts';
import type { Catalog, Entry } from '../load/catalog.ts';
import type { LifecycleState } from '../schema/grant.ts';
import { needsEvidence } from '../derive/decisions.ts';

interface CheckInfo {
  /** Id of the rule, kebab-case; its page is `docs/rules/check/<code>.md`. */
  readonly code: string;
  /** Severity of its findings unless one says otherwise. */
  readonly severity: Severity;
  /** What it looks for, in one line. */
  readonly title: Text;
}

/** A check of the whole estate. One per file; no I/O, no clock; a code of its own. */
export interface Check extends CheckInfo {
  readonly reads?: 'estate';
  run(context: CheckContext): Finding[];
}

/** A check that also runs while the estate cannot be built, because it needs the loaded entries only. */
export interface CatalogCheck extends CheckInfo {
  readonly reads: 'catalog';
  run(context: CatalogContext): Finding[];
}

export type AnyCheck = Check | CatalogCheck;

export interface CatalogContext {
  readonly catalog: Catalog;
  /** The caller's day, YYYY-MM-DD; absent where the result must not depend on the clock. */
  readonly today?: string;
  /** Makes a finding of this check at a place of the catalog. */
  readonly report: Report;
}

export interface CheckContext extends CatalogContext {
  readonly estate: Estate;
}

/**
 * @param where the entry, or the path of a file
 * @param pointer JSON pointer of the value; '' for the whole file
 */
export type Report = (where: Entry | string, pointer: string, about: About) => Finding;

export interface About {
  readonly message: Text;
  /** The next step. */
  readonly hint: Text;
  /** @default - the check's severity */
  readonly severity?: Severity;
  /** @default 'fail' */
  readonly status?: Status;
  /** @default - the scalar that stands at the pointer, if `where` is an entry */
  readonly value?: Finding['value'];
  /** Should the finding point at the key or at the value? @default 'value' */
  readonly target?: 'key' | 'value';
}

/** The `report` of one check. */
export function reporter(catalog: Catalog, check: { readonly code: string; readonly severity: Severity }): Report {
  return (where, pointer, about) => {
    const file = typeof where === 'string' ? where : where.file;
    const value = about.value !== undefined ? about.value : typeof where === 'string' ? undefined : scalarAt(where.data, pointer);
    return {
      code: check.code,
      severity: about.severity ?? check.severity,
      status: about.status ?? 'fail',
      file,
      ...catalog.locate({ file, pointer }, about.target),
      path: pointer,
      ...(value === undefined ? {} : { value }),
      message: about.message,
      hint: about.hint,
    };
  };
}

/**
 * Severity and status of a fact or of evidence that is not there: a warning while nothing runs yet, an error from `provisioned` on.
 * A contradiction is never reported this way: it is an error in every state.
 */
export function missingFact(state: LifecycleState | undefined): { severity: Severity; status: Status } {
  return { severity: state !== undefined && needsEvidence(state) ? 'error' : 'warning', status: 'unknown' };
}

function scalarAt(data: unknown, pointer: string): Finding['value'] {
  let value = data;
  for (const step of pointer.split('/').slice(1)) {
    if (value === null || typeof value !== 'object') return undefined;
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
