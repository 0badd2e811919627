import { cycle } from '../../../model/checks/cycle.ts';
import { unknownReference } from '../../../model/checks/unknown-reference.ts';
import { unused } from '../../../model/checks/unused.ts';
import { bareSite, evidence, exception, partner } from '../samples.ts';
import { table } from '../table.ts';

const land = 'tenants/mae/systems/land.yaml';

table(unknownReference, [
  ['says nothing when every name leads somewhere', {}, []],
  ['proposes the nearest name', { 'grants/mae.yaml': (grant) => { grant.placement.cluster = 'shared-nroth'; } }, [
    'error fail grants/mae.yaml /placement/cluster: there is no cluster called shared-nroth (did you mean shared-north?)',
  ]],
  ['finds names of sites, carriers and clusters', {
    'sites/north.yaml': (site) => { site.drPartner = 'nowhere'; site.uplinks[0].carrier = 'carrier-c'; site.uplinks[4].to = 'soutth'; },
    'clusters/shared-north.yaml': (cluster) => { cluster.managedBy = 'mgmt'; cluster.vault = 'vault-sooth'; },
  }, [
    'error fail clusters/shared-north.yaml /managedBy: there is no cluster called mgmt (there are: management-north, management-south, shared-north, shared-south, vault-north, vault-south)',
    'error fail clusters/shared-north.yaml /vault: there is no cluster called vault-sooth (did you mean vault-south?)',
    'error fail sites/north.yaml /uplinks/0/carrier: there is no partner called carrier-c (did you mean carrier-a?)',
    'error fail sites/north.yaml /uplinks/4/to: there is no site called soutth (did you mean south?)',
    'error fail sites/north.yaml /drPartner: there is no site called nowhere (there are: north, south)',
  ]],
  ['finds names of devices', {
    'sites/north/devices/core-switch-1.yaml': (device) => { device.place.failureDomain = 'domain-d'; device.serves = { scope: 'systems', systems: ['mae/lands'] }; },
  }, [
    'error fail sites/north/devices/core-switch-1.yaml /place/failureDomain: there is no failure domain of the site called domain-d (did you mean domain-a?)',
    'error fail sites/north/devices/core-switch-1.yaml /serves/systems/0: there is no system called mae/lands (did you mean mae/land?)',
  ]],
  ['finds names of systems and of what they connect to', {
    [land]: (system) => {
      system.serves = ['land-systems'];
      system.level.criterion = 'nation-system';
      system.subzones.push('wan');
      system.components[0].connects[0].component = 'sever';
      system.components[1].connects[0].database = 'lands';
      system.components[1].connects[1].exchange = 'mps/exchangee';
      system.components[1].connects[2].partner = 'treasure';
      system.entries[0].component = 'wep';
    },
  }, [
    'error fail tenants/mae/systems/land.yaml /serves/0: there is no entry of law/national-systems.yaml called land-systems (did you mean land-system?)',
    'error fail tenants/mae/systems/land.yaml /level/criterion: there is no criterion of law/criteria.yaml called nation-system (did you mean national-system?)',
    'error fail tenants/mae/systems/land.yaml /subzones/6: there is no sub-zone of law/zones.yaml called wan (there are: border, database-servers, device-management, dmz, internal-servers, management)',
    'error fail tenants/mae/systems/land.yaml /components/0/connects/0/component: there is no component of this file called sever (did you mean server?)',
    'error fail tenants/mae/systems/land.yaml /components/1/connects/0/database: there is no database called lands (did you mean land?)',
    'error fail tenants/mae/systems/land.yaml /components/1/connects/1/exchange: there is no system called mps/exchangee (did you mean mps/exchange?)',
    'error fail tenants/mae/systems/land.yaml /components/1/connects/2/partner: there is no partner called treasure (did you mean treasury?)',
    'error fail tenants/mae/systems/land.yaml /entries/0/component: there is no component of this file called wep (did you mean web?)',
  ]],
  ['finds names of databases, offers and uses', {
    'tenants/mae/databases/land.yaml': (database) => { database.system = 'lnd'; database.lists = ['res214']; },
    'tenants/mae/offers/land-query.yaml': (offer) => { offer.database = 'forest'; offer.channel = 'mps/exchangee'; offer.consumers = ['camau']; },
    'tenants/ca-mau/uses/land.yaml': (use) => { use.offer = 'mae/land'; use.system = 'procedures'; },
  }, [
    'error fail tenants/ca-mau/uses/land.yaml /offer: there is no offer called mae/land (there are: mae/land-query)',
    'error fail tenants/ca-mau/uses/land.yaml /system: there is no system of this tenant called procedures (did you mean procedure?)',
    'error fail tenants/mae/databases/land.yaml /system: there is no system of this tenant called lnd (did you mean land?)',
    'error fail tenants/mae/databases/land.yaml /lists/0: there is no list of law/database-lists.yaml called res214 (there are: res214_11)',
    'error fail tenants/mae/offers/land-query.yaml /database: there is no database called forest (there are: land)',
    'error fail tenants/mae/offers/land-query.yaml /channel: there is no system called mps/exchangee (did you mean mps/exchange?)',
    'error fail tenants/mae/offers/land-query.yaml /consumers/0: there is no tenant called camau (did you mean ca-mau?)',
  ]],
  ['finds names of the platform, of coverage, exceptions and evidence', {
    'platform.yaml': (platform) => { platform.operator.tenant = 'mpss'; },
    'coverage.yaml': (coverage) => { coverage.rows[0].system = 'sky'; },
    'exceptions/accepted.yaml': exception({ approvedByRole: 'boss' }),
    'evidence/land/drill-2026-10-01.json': evidence({ target: 'mae/lnd', byRole: 'drill-oficer' }),
    'evidence/sea/drill-2026-10-01.json': evidence({ target: 'sea' }),
  }, [
    'error fail coverage.yaml /rows/0/system: there is no entry of law/national-systems.yaml called sky (there are: exchange-platform, land-system)',
    'error fail evidence/land/drill-2026-10-01.json /target: there is no system called mae/lnd (did you mean mae/land?)',
    'error fail evidence/land/drill-2026-10-01.json /byRole: there is no role of signers/ called drill-oficer (did you mean drill-officer?)',
    'error fail evidence/sea/drill-2026-10-01.json /target: there is no database called sea (there are: land)',
    'error fail exceptions/accepted.yaml /approvedByRole: there is no role of signers/ called boss (there are: drill-officer, security-reviewer)',
    'error fail platform.yaml /operator/tenant: there is no tenant called mpss (did you mean mps?)',
  ]],
  ['finds listeners and endpoints that the thing they belong to does not have', {
    [land]: (system) => { system.components[0].connects[0].listener = 'http'; system.components[1].connects[2].endpoint = 'portal'; system.entries[0].listener = 'web'; },
  }, [
    'error fail tenants/mae/systems/land.yaml /components/0/connects/0/listener: there is no listener of the component server called http (there are: api)',
    'error fail tenants/mae/systems/land.yaml /components/1/connects/2/endpoint: there is no endpoint of the partner treasury called portal (there are: api)',
    'error fail tenants/mae/systems/land.yaml /entries/0/listener: there is no listener of the component web called web (there are: api)',
  ]],
  ['finds charts and keys of the law that no table has', {
    'support.yaml': (support) => { support.sets[0].charts = { cilum: '1.0.0' }; },
    'measures.yaml': (measures) => { measures.measures[0].key = 'log_retention'; },
    'law/zones.yaml': (zones) => { zones.required[0].lawZones.push('wan'); },
    'law/levels.yaml': (levels) => { levels.profiles[0].levels[0].requirements = { backup: { value: 1, source: 'test', confidence: 'own' } }; },
  }, [
    'error fail law/levels.yaml /profiles/0/levels/0/requirements/backup: there is no key in the list keys of this file called backup (there are: log_retention_months_min)',
    'error fail law/zones.yaml /required/0/lawZones/5: there is no sub-zone or outside zone that stands for the zone of the law called wan (there are: border, database-servers, device-management, dmz, internal-servers, management, wireless)',
    'error fail measures.yaml /measures/0/key: there is no key of law/levels.yaml called log_retention (there are: log_retention_months_min)',
    'error fail support.yaml /sets/0/charts/cilum: there is no chart in lock.yaml called cilum (did you mean cilium?)',
  ]],
  ['finds images, parts of a placement and operators that charts name', {
    'lock.yaml': (lock) => { lock.charts[1].after = ['cilum']; lock.charts[0].values = { image: { $image: 'postgres' }, job: [{ tolerations: { $placement: 'toleration' } }], pooler: { $image: 'postgresql' } }; },
  }, [
    'error fail lock.yaml /charts/0/values/image/$image: there is no image in lock.yaml called postgres (did you mean postgresql?)',
    'error fail lock.yaml /charts/0/values/job/0/tolerations/$placement: there is no part of a placement called toleration (did you mean tolerations?)',
    'error fail lock.yaml /charts/1/after/0: there is no operator with a chart in lock.yaml called cilum (did you mean cilium?)',
  ]],
  ['leaves to other checks a grant nobody asked for and a system of another tenant', {
    'grants/mae.yaml': (grant) => { grant.systems[0].system = 'sea'; },
    'tenants/mae/databases/land.yaml': (database) => { database.system = 'procedure'; },
  }, []],
]);

table(unused, [
  ['says nothing when everything has its use', {}, []],
  ['finds an offer without a use', { 'tenants/ca-mau/uses/land.yaml': null }, [
    'info fail tenants/mae/offers/land-query.yaml /id: nobody uses the offer mae/land-query (its consumers add a file below their uses/)',
  ]],
  ['finds a partner that nothing connects to and a role that may sign nothing', {
    'partners/cloud.yaml': partner('cloud'), 'signers/drill-officer.yaml': (signer) => { signer.mayApprove = []; },
  }, [
    'info fail partners/cloud.yaml /id: no uplink and no component refers to the partner cloud (remove it, or add what needs it)',
    'info fail signers/drill-officer.yaml /mayApprove: the role drill-officer may sign nothing (list what it may sign in mayApprove, or remove the file)',
  ]],
  ['finds clusters that nothing runs on, unless they manage others or keep their backups', {
    'grants/ca-mau.yaml': null, 'grants/mae.yaml': null, 'grants/mps.yaml': null,
    'clusters/management-south.yaml': (cluster) => { cluster.managedBy = 'management-north'; },
    'clusters/vault-south.yaml': (cluster) => { cluster.managedBy = 'management-north'; },
    'clusters/shared-south.yaml': (cluster) => { cluster.managedBy = 'management-north'; cluster.vault = null; },
  }, [
    'info fail clusters/management-south.yaml /id: no system runs on the cluster management-south (place systems on it in grants/, or remove it)',
    'info fail clusters/shared-north.yaml /id: no system runs on the cluster shared-north (place systems on it in grants/, or remove it)',
    'info fail clusters/shared-south.yaml /id: no system runs on the cluster shared-south (place systems on it in grants/, or remove it)',
    'info fail clusters/vault-north.yaml /id: no system runs on the cluster vault-north (place systems on it in grants/, or remove it)',
  ]],
  ['finds a site without a cluster, unless it is planned', { 'sites/east.yaml': bareSite('east'), 'sites/west.yaml': { ...bareSite('west'), status: 'planned' } }, [
    'info fail sites/east.yaml /id: the site east has no cluster (add a cluster, or set the status to planned)',
  ]],
  ['finds a chart whose operator no cluster installs', { 'lock.yaml': (lock) => { lock.charts.push({ ...lock.charts[0], name: 'velero', operator: 'velero' }); } }, [
    'info fail lock.yaml /charts/2/operator: no cluster installs the operator velero of the chart velero (remove it, or add what needs it)',
  ]],
  ['finds a database nobody opens and a listener nobody calls', { [land]: (system) => { system.components[1].connects.shift(); system.components[0].connects = []; } }, [
    'info fail tenants/mae/databases/land.yaml /id: no component connects to the database land (add the connection to a component of its system; without it the network stays closed)',
    'info fail tenants/mae/systems/land.yaml /components/1/listeners/0/id: nothing connects to the listener api of the component server (name it in entries or in connects of a caller; without it the network stays closed)',
  ]],
]);

table(cycle, [
  ['says nothing about clusters that manage themselves by null', {}, []],
  ['finds sites and clusters that lean on themselves', {
    'clusters/management-north.yaml': (cluster) => { cluster.managedBy = 'management-north'; cluster.vault = 'management-north'; },
    'sites/north.yaml': (site) => { site.drPartner = 'north'; site.uplinks[4].to = 'north'; },
  }, [
    'error fail clusters/management-north.yaml /managedBy: the cluster names itself as its management cluster (write null for a cluster that manages itself)',
    'error fail clusters/management-north.yaml /vault: the cluster keeps its backups in itself (name another cluster, or null while there is none)',
    'error fail sites/north.yaml /uplinks/4/to: the link leads back to its own site (name the site at the other end)',
    'error fail sites/north.yaml /drPartner: the site is its own recovery partner (name another site, or null while there is none)',
  ]],
  ['tells a circle of management clusters once, not at those who only lead into it', {
    'clusters/management-north.yaml': (cluster) => { cluster.managedBy = 'management-south'; },
    'clusters/management-south.yaml': (cluster) => { cluster.managedBy = 'vault-south'; },
    'clusters/vault-south.yaml': (cluster) => { cluster.managedBy = 'management-north'; },
  }, [
    'error fail clusters/management-north.yaml /managedBy: these clusters manage each other in a circle: management-north → management-south → vault-south → management-north (one of them must manage itself (null), so that there is a first one to build)',
  ]],
  ['tells a circle of operators once, at the chart that closes it', {
    'lock.yaml': (lock) => {
      lock.charts[0].after = ['cnpg'];
      lock.charts[1].after = ['velero'];
      lock.charts.push({ ...lock.charts[0], name: 'velero', operator: 'velero', after: ['cnpg'] }, { ...lock.charts[0], name: 'self', operator: 'self', after: ['self'] });
    },
  }, [
    'error fail lock.yaml /charts/1/after: these operators wait for each other in a circle: cnpg → velero → cnpg (one of them must run without the others)',
    'error fail lock.yaml /charts/3/after: these operators wait for each other in a circle: self → self (one of them must run without the others)',
  ]],
]);
