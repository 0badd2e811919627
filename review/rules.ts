/** Which rules ran, and what each has to say. A rule that could not run is unknown, never a pass. */
import { titles } from '../model/checks/codes.ts';
import { checks } from '../model/checks/index.ts';
import { compareText, type Finding, type Severity, type Text } from '../model/finding.ts';

export interface RuleResult {
  /** E.g. `check/second-site`. */
  readonly id: string;
  readonly title: Text;
  readonly result: 'pass' | 'fail' | 'unknown';
  /** Findings of status fail, by severity, and of status unknown. */
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly unknown: number;
}

/** @param estateBuilt false when the catalog could not be read well enough for checks of the estate */
export function rulesOf(findings: readonly Finding[], estateBuilt: boolean): RuleResult[] {
  const broken = new Set(findings.filter(({ code }) => code === 'check-failed').map(({ message }) => /^the check (\S+) /.exec(message.en)?.[1]));
  const needEstate = new Set(checks.filter(({ reads }) => reads !== 'catalog').map(({ code }) => code));
  const byCode = Map.groupBy(findings, ({ code }) => code);
  const all = new Map([...[...byCode.keys()].map((code) => [code, untitled] as const), ...titles]);
  return [...all].map(([code, title]) => {
    const own = byCode.get(code) ?? [];
    const failed = own.filter(({ status }) => status === 'fail');
    const count = (severity: Severity) => failed.filter((finding) => finding.severity === severity).length;
    const unknown = own.length - failed.length;
    const ran = (estateBuilt || !needEstate.has(code)) && !broken.has(code);
    return {
      id: `check/${code}`, title, result: failed.length > 0 ? 'fail' as const : unknown > 0 || !ran ? 'unknown' as const : 'pass' as const,
      errors: count('error'), warnings: count('warning'), infos: count('info'), unknown,
    };
  }).sort((a, b) => compareText(a.id, b.id));
}

const untitled: Text = { vi: 'Quy tắc chưa có tên', en: 'A rule without a title' };
