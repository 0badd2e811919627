/** Things that the fixture has none of, for tests that need one. */
const text = { vi: 'lý do', en: 'reason' };

export const evidence = (more: object = {}) => ({
  kind: 'drill', target: 'land', performedAt: '2026-10-01', validUntil: '2027-01-01', byRole: 'drill-officer', result: 'passed', measures: {}, versions: {},
  digest: `sha256:${'0'.repeat(64)}`, signature: 'signature', ...more,
});

export const exception = (more: object = {}) => ({
  id: 'accepted', rule: 'check/unused', target: 'platform.yaml', reason: text, approvedByRole: 'security-reviewer', until: '2027-06-30', ...more,
});

export const partner = (id: string) => ({
  id, names: text, kind: 'public', meetsDigitalGovernmentStandards: null, endpoints: [], until: null, confidence: 'own', source: ['invented for tests'],
});

/** A site without anything. */
export const bareSite = (id: string) => ({
  id, names: text, kind: 'regional', region: null, status: 'operating', place: { known: false, reason: text }, failureDomains: [], dns: [], time: [], uplinks: [], drPartner: null,
  source: ['invented for tests'],
});
