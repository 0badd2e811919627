/** The operator with its controller and exchange, a ministry with a national database that it offers, and a province that uses it. */
const source = ['invented for tests'];
const text = (word: string) => ({ vi: `${word} (vi)`, en: word });
const layer = { unit: text('Unit'), contactRole: 'duty officer' };

const tenant = (id: string, kind: string, code: string, domain: string) => ({
  id, kind, code, names: text(id), class: 'hosted', domain: { name: domain, status: 'seen' },
  ...(kind === 'province' ? { localAdministration: { tiers: 2, communes: 64, confidence: 'own' } } : {}),
  protection: { onSiteForce: layer, professionalMonitoring: layer, independentAssessment: layer, nationalLink: layer },
  dataOfficerRole: 'data officer', source,
});

const component = (id: string, subzone: string, port: number, connects: object[] = []) => ({
  id, subzone, replicas: 2, resources: { cpu: '500m', memory: '1Gi' }, listeners: [{ id: 'api', port, protocol: 'TCP' }], connects,
});

const subzones = ['border', 'dmz', 'internal-servers', 'database-servers', 'management', 'device-management'];

const system = (tenantId: string, id: string, kind: string, level: number, criterion: string, more: object) => ({
  id, tenant: tenantId, names: text(id), purpose: text(`Purpose of ${id}`), kind, serves: [],
  level: { requested: level, criterion, reason: text('by its scope') },
  regime: 'decree-331', personalData: { kind: 'none', people: null }, onlineService: false, nationwide: level > 3, environment: 'production', subzones,
  components: [], entries: [], objectives: { rpo: '15m', rto: '4h' }, logs: { retention: '12 months' }, buckets: [], source, ...more,
});

const database = (tenantId: string, id: string, systemId: string, floor: number) => ({
  id, tenant: tenantId, system: systemId, names: text(id), nameStatus: 'descriptive', lists: ['res214_11'], owner: { status: 'seen', confidence: 'secondary' },
  levelFloor: { value: floor, basis: 'test' }, classification: { data: 'important', personal: 'none', people: null },
  engine: { kind: 'postgresql', version: 18, variant: 'standard' }, size: { data: '200Gi', wal: '20Gi' }, resources: { cpu: '4', memory: '16Gi' },
  instances: 3, synchronous: { mode: 'quorum', standbys: 1 }, pooler: { instances: 2, mode: 'transaction' },
  objectives: { rpo: '5m', rto: '1h', siteLoss: { rpo: '15m', rto: '4h' } },
  backup: {
    base: { interval: '24h', schedule: '0 30 1 * * *', duration: '2h', missedTolerated: 2 }, walArchiveTimeout: '5m', window: '14 days', retention: '30 days',
    lock: { mode: 'compliance', duration: '60 days' }, slack: '15m',
  },
  drill: { interval: '90 days' }, source,
});

const grant = (tenantId: string, systems: object[]) => ({
  tenant: tenantId, state: 'requested', placement: { cluster: 'shared-north', dr: 'shared-south' }, systems,
  quota: { cpu: '64', memory: '256Gi', storage: '2Ti', namespaces: 24, databases: 4 }, assumed: true, source,
});

export const tenants = {
  'tenants/mps/tenant.yaml': tenant('mps', 'ministry', 'BCA', 'bocongan.gov.vn'),
  'tenants/mps/systems/control.yaml': system('mps', 'control', 'controller', 4, 'national-system', {
    controls: ['management-north', 'management-south', 'shared-north', 'shared-south', 'vault-north', 'vault-south'],
    components: [component('console', 'management', 8443)],
    entries: [{ host: 'console.ndc.internal', component: 'console', listener: 'api', from: 'staff', sources: ['100.64.1.0/24'] }],
  }),
  'tenants/mps/systems/exchange.yaml': system('mps', 'exchange', 'exchange', 4, 'national-system', {
    serves: ['exchange-platform'],
    components: [component('gateway', 'dmz', 8443)],
    entries: [{ host: 'exchange.bocongan.gov.vn', component: 'gateway', listener: 'api', from: 'tslcd', sources: ['100.64.0.0/16'] }],
  }),
  'tenants/mae/tenant.yaml': tenant('mae', 'ministry', 'BNNMT', 'mae.gov.vn'),
  'tenants/mae/systems/land.yaml': system('mae', 'land', 'national-database', 4, 'national-system', {
    serves: ['land-system'],
    components: [
      component('web', 'dmz', 8443, [{ to: 'component', component: 'server', listener: 'api' }]),
      component('server', 'internal-servers', 8080, [
        { to: 'database', database: 'land' }, { to: 'exchange', exchange: 'mps/exchange' }, { to: 'partner', partner: 'treasury', endpoint: 'api' },
      ]),
    ],
    entries: [{ host: 'land.mae.gov.vn', component: 'web', listener: 'api', from: 'internet' }],
    buckets: [{ id: 'maps', purpose: text('Scanned maps'), size: '500Gi', versioning: true, lock: null, retention: '12 months' }],
  }),
  'tenants/mae/databases/land.yaml': database('mae', 'land', 'land', 4),
  'tenants/mae/offers/land-query.yaml': {
    id: 'land-query', tenant: 'mae', database: 'land', mode: 'query', channel: 'mps/exchange', consumers: ['ca-mau'], legalBasis: text('Decree 278/2025'),
    limits: { requestsPerSecond: 50, bulkCopy: false }, from: '2026-01-01', until: '2028-12-31', source,
  },
  'tenants/ca-mau/tenant.yaml': tenant('ca-mau', 'province', '96', 'camau.gov.vn'),
  'tenants/ca-mau/systems/procedure.yaml': system('ca-mau', 'procedure', 'procedure', 3, 'shared-platform', {
    components: [component('server', 'internal-servers', 8080, [{ to: 'exchange', exchange: 'mps/exchange' }])],
    entries: [{ host: 'dichvucong.camau.gov.vn', component: 'server', listener: 'api', from: 'internet' }],
  }),
  'tenants/ca-mau/uses/land.yaml': {
    id: 'land', tenant: 'ca-mau', offer: 'mae/land-query', system: 'procedure', component: 'server', mode: 'query', purpose: text('To check parcels'), requestsPerSecond: 10,
    from: '2026-06-01', until: '2028-06-30', source,
  },
  'grants/mps.yaml': grant('mps', [
    { system: 'control', level: 4, critical: false, placement: { cluster: 'management-north', dr: 'management-south' } },
    { system: 'exchange', level: 4, critical: false },
  ]),
  'grants/mae.yaml': grant('mae', [{ system: 'land', level: 4, critical: false }]),
  'grants/ca-mau.yaml': grant('ca-mau', [{ system: 'procedure', level: 3, critical: false, placement: { cluster: 'shared-south', dr: null } }]),
};
