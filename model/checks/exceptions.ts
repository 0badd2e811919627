/** Accepted deviations: an exception in force turns the findings of one rule at one place into information. */
import type { Estate } from '../estate.ts';
import type { Finding } from '../finding.ts';
import type { Catalog, Entry } from '../load/catalog.ts';
import { didYouMean } from '../load/issues.ts';
import { mayApprove } from '../derive/approvals.ts';
import { reporter } from './check.ts';

/** Rules about the exceptions themselves cannot be set aside by one. */
const neverAccepted = new Set(['unused-exception', 'expired-exception', 'approver-without-right', 'check-failed']);

/**
 * Applies the exceptions of `check/…` rules. Those of other engines are judged where their rules run.
 * @param codes codes of the checks that ran
 * @returns the findings, the accepted ones as information, and one more for each exception that met nothing
 */
export function applyExceptions(catalog: Catalog, estate: Estate, findings: readonly Finding[], codes: readonly string[]): Finding[] {
  const inForce = [...estate.exceptions.values()].filter((entry) =>
    entry.data.rule.startsWith('check/') && entry.data.until >= estate.asOf && mayApprove(estate, entry.data.approvedByRole, 'exception'));
  const used = new Set<string>();
  const judged = findings.map((finding) => {
    if (neverAccepted.has(finding.code)) return finding;
    const match = inForce.find(({ data }) => data.rule === `check/${finding.code}` && covers(data.target, finding));
    if (!match) return finding;
    used.add(match.key);
    return accepted(finding, match);
  });
  // Checks see too little of a catalog that did not load whole, so nothing is known about what would have been used.
  if (catalog.findings.some(({ severity }) => severity === 'error')) return judged;
  const report = reporter(catalog, { code: 'unused-exception', severity: 'error' });
  const unused = inForce.filter(({ key }) => !used.has(key)).map((entry) => {
    const { rule, target } = entry.data;
    const code = rule.slice('check/'.length);
    if (!codes.includes(code) || neverAccepted.has(code)) {
      return report(entry, '/rule', {
        message: { en: `there is no check called ${code} that an exception could set aside`, vi: `không có phép kiểm tra nào tên ${code} có thể được miễn` },
        hint: didYouMean(code, codes) ?? { en: 'take the code from the finding', vi: 'lấy mã từ phát hiện' },
      });
    }
    return report(entry, '/target', {
      message: { en: `no finding of ${rule} stands at ${target}`, vi: `không có phát hiện nào của ${rule} tại ${target}` },
      hint: { en: 'remove the exception: what it allowed is mended or was never there', vi: 'hãy xóa ngoại lệ: vấn đề đã được khắc phục hoặc chưa từng có' },
    });
  });
  return [...judged, ...unused];
}

/** Does a target (`file` or `file#/pointer`) cover the place of a finding? A pointer covers everything below it. */
function covers(target: string, { file, path }: Finding): boolean {
  const hash = target.indexOf('#');
  if (hash < 0) return target === file;
  const pointer = target.slice(hash + 1);
  return target.slice(0, hash) === file && (path === pointer || path.startsWith(`${pointer}/`));
}

function accepted(finding: Finding, { data }: Entry<'exception'>): Finding {
  return {
    ...finding,
    severity: 'info',
    message: {
      en: `${finding.message.en} — accepted by ${data.approvedByRole} until ${data.until}`,
      vi: `${finding.message.vi} — được vai trò ${data.approvedByRole} chấp nhận đến ${data.until}`,
    },
  };
}
