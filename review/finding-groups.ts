/** Findings of one rule, severity and status together, in the order a reviewer reads them. */
import { compareText, type Finding, type Severity, type Status, type Text } from '../model/finding.ts';

export interface FindingGroup {
  readonly code: string;
  readonly severity: Severity;
  readonly status: Status;
  readonly findings: readonly Finding[];
  /** The next step, when it is the same for all; each finding has its own otherwise. */
  readonly hint: Text | undefined;
}

const severities: readonly Severity[] = ['error', 'warning', 'info'];
const statuses: readonly Status[] = ['fail', 'unknown'];

export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  return [...Map.groupBy(findings, ({ severity, status, code }) => `${severities.indexOf(severity)} ${statuses.indexOf(status)} ${code}`)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, own]) => {
      const [{ code, severity, status, hint }] = own as [Finding, ...Finding[]];
      return { code, severity, status, findings: own, hint: own.length > 1 && own.every((finding) => finding.hint.en === hint.en) ? hint : undefined };
    });
}

/** How many findings of each severity and status. */
export function countFindings(findings: readonly Finding[]): Readonly<Record<'errors' | 'warnings' | 'infos' | 'unknown', number>> {
  const failed = findings.filter(({ status }) => status === 'fail');
  const count = (severity: Severity) => failed.filter((finding) => finding.severity === severity).length;
  return { errors: findings.filter(({ severity }) => severity === 'error').length, warnings: count('warning'), infos: count('info'), unknown: findings.length - failed.length };
}
