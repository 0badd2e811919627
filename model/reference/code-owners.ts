/** `CODEOWNERS`: a tenant's pull request touches its own folder; everything else is the platform's. */
import type { Estate } from '../estate.ts';

export function codeOwners(estate: Estate): string {
  const tenants = [...estate.tenants.keys()].sort().map((tenant) => `/catalog/tenants/${tenant}/ @ndc/tenant-${tenant}`);
  return `${[
    '# Made by `npm run generate` from the tenants of the catalog; do not edit.',
    '* @ndc/platform',
    '/catalog/law/ @ndc/platform @ndc/security-reviewers',
    '/catalog/exceptions/ @ndc/platform @ndc/security-reviewers',
    '/catalog/signers/ @ndc/platform @ndc/security-reviewers',
    ...tenants,
  ].join('\n')}\n`;
}
