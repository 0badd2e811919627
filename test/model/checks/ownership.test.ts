import { databaseOfOtherSystem } from '../../../model/checks/database-of-other-system.ts';
import { foreignHostName } from '../../../model/checks/foreign-host-name.ts';
import { foreignTenant } from '../../../model/checks/foreign-tenant.ts';
import { tenants } from '../fixture-tenants.ts';
import { table } from '../table.ts';

const land = 'tenants/mae/systems/land.yaml';
const procedure = 'tenants/ca-mau/systems/procedure.yaml';

table(foreignHostName, [
  ['says nothing about national and internal names', { 'sites/north.yaml': (site) => { site.time = ['ntp.vnix.vn', 'time-1.ndc.internal']; } }, []],
  ['finds names of other countries and names of no country', {
    [land]: (system) => { system.entries[0].host = 'land.mae.gov.vn.sg'; },
    [procedure]: (system) => { system.entries[0].host = 'camau.com'; },
    'tenants/ca-mau/tenant.yaml': (tenant) => { tenant.domain.name = 'camau.la'; },
    'sites/north.yaml': (site) => { site.time = ['time.google.com']; site.stateStore.endpoint = 'https://s3.amazonaws.com'; },
    'platform.yaml': (platform) => { platform.registry.host = 'registry.example.org'; platform.domains.label = 'ndc.io'; },
  }, [
    'error fail platform.yaml /domains/label: ndc.io ends in .io, the ending of another country (use a name below gov.vn, vn or ndc.internal)',
    'error fail platform.yaml /registry/host: registry.example.org does not end in ndc.internal, gov.vn, vn (use a name below gov.vn, vn or ndc.internal)',
    'error fail sites/north.yaml /time/0: time.google.com does not end in ndc.internal, gov.vn, vn (use a name below gov.vn, vn or ndc.internal)',
    'error fail sites/north.yaml /stateStore/endpoint: s3.amazonaws.com does not end in ndc.internal, gov.vn, vn (use a name below gov.vn, vn or ndc.internal)',
    'error fail tenants/ca-mau/systems/procedure.yaml /entries/0/host: camau.com does not end in ndc.internal, gov.vn, vn (use a name below gov.vn, vn or ndc.internal)',
    'error fail tenants/ca-mau/tenant.yaml /domain/name: camau.la ends in .la, the ending of another country (use a name below gov.vn, vn or ndc.internal)',
    'error fail tenants/mae/systems/land.yaml /entries/0/host: land.mae.gov.vn.sg ends in .sg, the ending of another country (use a name below gov.vn, vn or ndc.internal)',
  ]],
  ['takes no name for national that only ends alike', { [land]: (system) => { system.entries[0].host = 'land-vn.evilgov.vnx'; } }, [
    'error fail tenants/mae/systems/land.yaml /entries/0/host: land-vn.evilgov.vnx does not end in ndc.internal, gov.vn, vn (use a name below gov.vn, vn or ndc.internal)',
  ]],
  ['says unknown of a partner whose name shows no country', {
    'partners/treasury.yaml': (partner) => { partner.endpoints[0].host = 'api.treasury.com'; partner.endpoints.push({ id: 'abroad', host: 'api.treasury.us', port: 443, protocol: 'TCP' }); },
  }, [
    'warning unknown partners/treasury.yaml /endpoints/0/host: api.treasury.com does not end in ndc.internal, gov.vn, vn (name an endpoint inside the country; whether this one is cannot be told from its name)',
    'error fail partners/treasury.yaml /endpoints/1/host: api.treasury.us ends in .us, the ending of another country (use a name below gov.vn, vn or ndc.internal)',
  ]],
  ['lets the platform allow no ending of another country', {
    'platform.yaml': (platform) => { platform.domains.public.push('gov.sg'); }, [land]: (system) => { system.entries[0].host = 'land.gov.sg'; },
  }, [
    'error fail platform.yaml /domains/public/2: gov.sg is the ending of another country (allow endings of .vn only)',
    'error fail tenants/mae/systems/land.yaml /entries/0/host: land.gov.sg ends in .sg, the ending of another country (use a name below gov.vn, vn or ndc.internal)',
  ]],
]);

table(foreignTenant, [
  ['says nothing when each folder speaks for its tenant', {}, []],
  ['compares the tenant in a file with its folder', { [land]: (system) => { system.tenant = 'mps'; }, 'tenants/ca-mau/uses/land.yaml': (use) => { use.tenant = 'mae'; } }, [
    'error fail tenants/ca-mau/uses/land.yaml /tenant: the folder belongs to ca-mau, the file says mae (put the file into the folder of its tenant)',
    'error fail tenants/mae/systems/land.yaml /tenant: the folder belongs to mae, the file says mps (put the file into the folder of its tenant)',
  ]],
  ['finds a database in the system of another tenant', { 'tenants/mae/databases/land.yaml': (database) => { database.system = 'procedure'; } }, [
    'error fail tenants/mae/databases/land.yaml /system: the system procedure belongs to ca-mau, not to mae (name a system of this tenant)',
  ]],
  ['finds an offer and a connection that reach into the database of another tenant', {
    'tenants/ca-mau/offers/land.yaml': { ...tenants['tenants/mae/offers/land-query.yaml'], id: 'land', tenant: 'ca-mau' },
    [procedure]: (system) => { system.components[0].connects.push({ to: 'database', database: 'land' }); },
  }, [
    'error fail tenants/ca-mau/offers/land.yaml /database: the database land belongs to mae (only the owner offers a database)',
    'error fail tenants/ca-mau/systems/procedure.yaml /components/0/connects/1/database: the database land belongs to mae (data of others is reached by an offer and a use, through the exchange)',
  ]],
  ['finds a host below the domain of another tenant', { [procedure]: (system) => { system.entries[0].host = 'procedure.mae.gov.vn'; } }, [
    'error fail tenants/ca-mau/systems/procedure.yaml /entries/0/host: procedure.mae.gov.vn lies below mae.gov.vn, the domain of mae (use a name below this tenant\'s own domain)',
  ]],
  ['lets the longest domain decide', {
    'tenants/ca-mau/tenant.yaml': (tenant) => { tenant.domain.name = 'camau.mae.gov.vn'; },
    [procedure]: (system) => { system.entries[0].host = 'procedure.camau.mae.gov.vn'; },
    [land]: (system) => { system.entries[0].host = 'land.camau.mae.gov.vn'; },
  }, [
    'error fail tenants/mae/systems/land.yaml /entries/0/host: land.camau.mae.gov.vn lies below camau.mae.gov.vn, the domain of ca-mau (use a name below this tenant\'s own domain)',
  ]],
]);

table(databaseOfOtherSystem, [
  ['says nothing when systems open their own databases', {}, []],
  ['finds a second system of the tenant that opens the database', { 'tenants/mae/systems/maps.yaml': { ...tenants[land], id: 'maps', serves: [], entries: [] } }, [
    'error fail tenants/mae/systems/maps.yaml /components/1/connects/0/database: the database land belongs to the system land (between systems data goes by an offer and a use, through the exchange)',
  ]],
]);
