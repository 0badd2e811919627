/** The files of which a catalog has one, the signers, partners and the lab profile. */
const source = ['invented for tests'];
const text = (word: string) => ({ vi: `${word} (vi)`, en: word });
const zeros = `sha256:${'0'.repeat(64)}`;

const chart = (name: string, operator: string) => ({
  name, version: '1.0.0', digest: zeros, licence: 'Apache-2.0', kind: 'operator', operator, namespace: operator, upstream: 'https://example.test',
});

const subzone = (id: string, zone: string) => ({ id, zone, lawZone: id, names: text(id) });
const criterion = (id: string, level: number) => ({ id, level, regime: 'decree-331', names: text(id), source: 'test', confidence: 'own' });
const requirement = (value: unknown) => ({ value, source: 'test', confidence: 'own' });

export const single = {
  'platform.yaml': {
    names: text('Platform'),
    operator: { tenant: 'mps', unit: text('National Data Center') },
    effectiveDate: '2026-11-01',
    domains: { label: 'ndc.gov.vn', internal: 'ndc.internal', public: ['gov.vn', 'vn'] },
    registry: { host: 'registry.ndc.internal', charts: 'charts', images: 'images' },
    law: { regime: 'decree-331' },
    podSecurityVersion: 'v1.36',
    networks: { tslcd: { v4: ['100.64.0.0/16'], v6: ['fd64::/32'] } },
    maintenance: { weekday: 'sunday', start: '01:00', duration: '4h' }, warnings: { lagDays: 7, horizonDays: 90 },
    source,
  },
  'limits.yaml': {
    warnPercent: 70, growthFactor: 10,
    limits: [{ id: 'namespaces-per-cluster', measure: 'namespaces', per: 'cluster', max: 10_000, grows: true, names: text('Namespaces'), source: 'test', confidence: 'own' }],
  },
  'measures.yaml': { measures: [{ key: 'log_retention_months_min', levels: { '3': 'provided' }, construct: 'constructs/logs.ts', test: 'test/logs.test.ts', note: text('Logs are kept') }] },
  'lock.yaml': {
    images: [{ name: 'postgresql', repository: 'cnpg/postgresql', version: '18.1', digest: zeros, licence: 'PostgreSQL', upstream: 'https://example.test' }],
    charts: [chart('cilium', 'cilium'), chart('cnpg', 'cnpg')],
    programs: [], providers: [],
  },
  'support.yaml': { sets: [{ id: 'v1-36', kubernetes: '1.36.3', charts: { cilium: '1.0.0', cnpg: '1.0.0' }, until: null, source: 'test', confidence: 'own' }] },
  'coverage.yaml': { rows: [{ system: 'land-system', kind: 'infrastructure', catalog: [], constructs: [], tests: [], how: text('as a system') }] },
  'feeds.yaml': {
    store: { size: '1Ti', retention: '12 months', lock: 'compliance' },
    kinds: [{ id: 'audit', path: '/var/log/audit.log', namespaceAt: [['objectRef', 'namespace']], names: text('Audit log') }],
    receivers: [{ layer: 'professionalMonitoring', key: 'log_retention_months_min', names: text('SOC') }],
  },
  'platform-flows.yaml': {
    parts: [
      { id: 'name-servers', in: 'namespace', namespace: 'kube-system', pods: { 'k8s-app': 'kube-dns' }, names: text('Name servers') },
      { id: 'any-pod', in: 'systems', pods: {}, names: text('Every pod') },
    ],
    flows: [{ id: 'name-resolution', from: 'any-pod', to: 'name-servers', ports: [{ port: 53, protocol: 'UDP' }], reason: text('Names'), source: 'test' }],
    open: [{ namespace: 'kube-system', reason: text('Kubernetes itself') }],
  },
  'law/criteria.yaml': { criteria: [criterion('internal-only', 1), criterion('shared-platform', 3), criterion('national-system', 4), criterion('national-store', 5)] },
  'law/zones.yaml': {
    subzones: [
      subzone('border', 'edge'), subzone('dmz', 'edge'), subzone('internal-servers', 'app'), subzone('database-servers', 'data'), subzone('management', 'mgmt'), subzone('device-management', 'mgmt'),
    ],
    required: [3, 4, 5].map((level) => ({ regime: 'decree-331', level, lawZones: ['border', 'dmz', 'internal-servers', 'database-servers', 'management'], source: 'test', confidence: 'own' })),
    measures: [{ id: 'own-machines', names: text('Own machines'), asked: { by: 'project', from: 4, reason: text('smaller effect of one failure') }, built: text('Pools'), by: 'stacks/own-pools.ts', test: 'test/stacks/plans.test.ts' }],
    outside: [{ lawZone: 'wireless', names: text('Wireless') }],
  },
  'law/levels.yaml': {
    asOf: '2026-10',
    keys: [{ key: 'log_retention_months_min', group: 'logs', type: 'number', unit: 'months', meaning: 'Months that logs are kept' }],
    profiles: [{ id: 'decree-331', names: text('Decree 331'), status: 'in force', instruments: ['Decree 331/2026'], levels: [1, 2, 3, 4, 5].map((level) => ({ level, requirements: { log_retention_months_min: requirement(level < 3 ? null : 12) } })) }],
  },
  'law/national-systems.yaml': {
    asOf: '2026-10',
    systems: [
      { number: 1, id: 'land-system', group: 'databases', names: text('Land'), nameStatus: 'descriptive', lead: 'mae', leadStatus: 'seen', requirement: 'test', deadline: null, infra: 'test', source: ['test'] },
      { number: 2, id: 'exchange-platform', group: 'exchange', names: text('Exchange'), nameStatus: 'descriptive', lead: 'mps', leadStatus: 'seen', requirement: 'test', deadline: null, infra: 'test', source: ['test'] },
    ],
  },
  'law/database-lists.yaml': { lists: [{ id: 'res214_11', what: 'eleven databases', names: text('Eleven databases'), deadline: null, entriesExpected: 11, entriesHere: 1, sources: ['test'] }] },
  'signers/security-reviewer.yaml': { id: 'security-reviewer', role: 'security-reviewer', names: text('Security reviewer'), keys: [], mayApprove: ['pack', 'exception'] },
  'signers/drill-officer.yaml': { id: 'drill-officer', role: 'drill-officer', names: text('Drill officer'), keys: [], mayApprove: ['evidence'], administers: [] },
  'partners/carrier-a.yaml': { id: 'carrier-a', names: text('Carrier A'), kind: 'carrier', meetsDigitalGovernmentStandards: null, endpoints: [], until: null, confidence: 'own', source },
  'partners/carrier-b.yaml': { id: 'carrier-b', names: text('Carrier B'), kind: 'carrier', meetsDigitalGovernmentStandards: null, endpoints: [], until: null, confidence: 'own', source },
  'partners/treasury.yaml': {
    id: 'treasury', names: text('Treasury'), kind: 'state-network', meetsDigitalGovernmentStandards: null,
    endpoints: [{ id: 'api', host: 'api.kho-bac.gov.vn', port: 443, protocol: 'TCP' }], until: '2028-12-31', confidence: 'own', source,
  },
  'profiles/lab.yaml': { id: 'lab', names: text('Lab'), variables: { kubeconfig: 'lab' } },
};
