/** Who may sign what. */
import type { Estate } from '../estate.ts';
import type { Signer } from '../schema/governance.ts';

/** May a role sign this? False for a role that no signer holds. */
export function mayApprove(estate: Estate, role: string, what: Signer['mayApprove'][number]): boolean {
  return [...estate.signers.values()].some(({ data }) => data.role === role && data.mayApprove.includes(what));
}
