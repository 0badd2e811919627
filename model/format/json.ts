/** Findings as the JSON document of `ndc check --format json`. Its shape is a contract. */
import type { CheckResult } from '../check.ts';
import type { Finding } from '../finding.ts';

export function formatJson({ ok, counts, findings }: CheckResult): string {
  return `${JSON.stringify({ ok, counts, findings: findings.map(toJson) }, null, 2)}\n`;
}

/** All keys in a fixed order; `value` is null where no scalar stands. */
function toJson({ code, severity, status, file, line, column, path, value, message, hint }: Finding): Required<Finding> {
  return { code, severity, status, file, line, column, path, value: value ?? null, message: { vi: message.vi, en: message.en }, hint: { vi: hint.vi, en: hint.en } };
}
