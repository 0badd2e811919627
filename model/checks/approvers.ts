/** Roles that sign must hold the right to sign what they signed. */
import type { Estate } from '../estate.ts';
import type { Finding } from '../finding.ts';
import type { Signer } from '../schema/governance.ts';
import { mayApprove } from '../derive/approvals.ts';
import type { Check } from './check.ts';

export const approverWithoutRight: Check = {
  code: 'approver-without-right',
  severity: 'error',
  title: { en: 'An exception or evidence is signed by a role that may not sign it', vi: 'Ngoại lệ hoặc minh chứng do vai trò không có thẩm quyền ký' },
  run({ estate, report }) {
    const known = new Set([...estate.signers.values()].map(({ data }) => data.role));
    const findings: Finding[] = [];
    for (const entry of estate.exceptions.values()) {
      const role = entry.data.approvedByRole;
      if (known.has(role) && !mayApprove(estate, role, 'exception')) {
        findings.push(report(entry, '/approvedByRole', {
          message: { en: `the role ${role} may not approve exceptions; the exception has no effect`, vi: `vai trò ${role} không được phê duyệt ngoại lệ; ngoại lệ không có hiệu lực` },
          hint: approvers(estate, 'exception'),
        }));
      }
    }
    for (const entry of estate.evidence.values()) {
      const role = entry.data.byRole;
      if (known.has(role) && !mayApprove(estate, role, 'evidence')) {
        findings.push(report(entry, '/byRole', {
          message: { en: `the role ${role} may not sign evidence; the evidence proves nothing`, vi: `vai trò ${role} không được ký minh chứng; minh chứng không có giá trị` },
          hint: approvers(estate, 'evidence'),
        }));
      }
    }
    return findings;
  },
};

function approvers(estate: Estate, what: Signer['mayApprove'][number]): Finding['hint'] {
  const roles = [...new Set([...estate.signers.values()].filter(({ data }) => data.mayApprove.includes(what)).map(({ data }) => data.role))].sort();
  return roles.length === 0
    ? { en: `name a role in signers/ that may sign: mayApprove: [${what}]`, vi: `chỉ định trong signers/ một vai trò được ký: mayApprove: [${what}]` }
    : { en: `roles that may: ${roles.join(', ')}`, vi: `các vai trò được phép: ${roles.join(', ')}` };
}
