/** The one Finding type of the product: what a check, a rule or a preview has to say about a place in the catalog. */

/** Text for people, always in both languages. */
export interface Text {
  readonly vi: string;
  readonly en: string;
}

export type Language = keyof Text;
export type Severity = 'error' | 'warning' | 'info';

/** `fail`: the rule is broken. `unknown`: the facts needed to decide are missing; never to be read as a pass. */
export type Status = 'fail' | 'unknown';

/** A place in the catalog: the file relative to its catalog root, and a JSON pointer (RFC 6901) into it. */
export interface Source {
  readonly file: string;
  readonly pointer: string;
}

export interface Finding {
  /** Id of the rule; its page is `docs/rules/check/<code>.md`. */
  readonly code: string;
  readonly severity: Severity;
  readonly status: Status;
  /** Path relative to the catalog root, with `/`. */
  readonly file: string;
  /** 1-based; 1 when the place has no position (a missing file, an unreadable file). */
  readonly line: number;
  readonly column: number;
  /** JSON pointer of the value. */
  readonly path: string;
  /** The value found there, when it is a scalar. */
  readonly value?: string | number | boolean | null;
  readonly message: Text;
  /** The next step. */
  readonly hint: Text;
}

const severityRank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Order of every report: by file, place, severity, code, then text, so that the same findings print the same bytes. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    severityRank[a.severity] - severityRank[b.severity] ||
    compareText(a.code, b.code) ||
    compareText(a.path, b.path) ||
    compareText(a.message.en, b.message.en)
  );
}

/** Byte order, the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
