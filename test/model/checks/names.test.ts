import { approverWithoutRight } from '../../../model/checks/approvers.ts';
import { duplicateHostName } from '../../../model/checks/duplicate-host-name.ts';
import { duplicateId } from '../../../model/checks/duplicate-id.ts';
import { idFileName } from '../../../model/checks/id-file-name.ts';
import { missingModeline } from '../../../model/checks/missing-modeline.ts';
import { missingTenantFile } from '../../../model/checks/missing-tenant-file.ts';
import { reservedId } from '../../../model/checks/reserved-id.ts';
import { single } from '../fixture-single.ts';
import { sites } from '../fixture-places.ts';
import { tenants } from '../fixture-tenants.ts';
import { evidence, exception } from '../samples.ts';
import { table } from '../table.ts';

const land = 'tenants/mae/systems/land.yaml';

table(idFileName, [
  ['says nothing when ids and paths agree', {}, []],
  ['compares the id with the file, the tenant with its folder, the grant with its tenant', {
    'sites/north.yaml': null, 'sites/nord.yaml': sites['sites/north.yaml'],
    'tenants/mae/tenant.yaml': (tenant) => { tenant.id = 'monre'; },
    'tenants/mae/offers/land-query.yaml': (offer) => { offer.id = 'land'; },
    'grants/mae.yaml': (grant) => { grant.tenant = 'ca-mau'; },
  }, [
    'error fail grants/mae.yaml /tenant: ca-mau differs from the file name mae (write mae here, or move the file)',
    'error fail sites/nord.yaml /id: north differs from the file name nord (write nord here, or move the file)',
    'error fail tenants/mae/offers/land-query.yaml /id: land differs from the file name land-query (write land-query here, or move the file)',
    'error fail tenants/mae/tenant.yaml /id: monre differs from the folder name mae (write mae here, or move the file)',
  ]],
  ['compares a device with its file and with the folder of its site', {
    'sites/north/devices/core-switch-1.yaml': (device) => { device.id = 'core-switch'; device.site = 'south'; },
  }, [
    'error fail sites/north/devices/core-switch-1.yaml /id: core-switch differs from the file name core-switch-1 (write core-switch-1 here, or move the file)',
    'error fail sites/north/devices/core-switch-1.yaml /site: south differs from the folder name north (write north here, or move the file)',
  ]],
  ['accepts evidence in the folder of its database, its system, or its tenant and system', {
    'evidence/land/drill-2026-10-01.json': evidence(),
    'evidence/land/scan-2026-10-01.json': evidence({ kind: 'scan', target: 'mae/land' }),
    'evidence/mae--land/link-2026-10-01.json': evidence({ kind: 'link', target: 'mae/land' }),
  }, []],
  ['refuses evidence under another day or in another folder', { 'evidence/sea/drill-2026-10-02.json': evidence({ target: 'mae/land' }) }, [
    'error fail evidence/sea/drill-2026-10-02.json /kind: drill-2026-10-01 differs from the file name drill-2026-10-02 (write drill-2026-10-02 here, or move the file)',
    'error fail evidence/sea/drill-2026-10-02.json /target: mae/land differs from the folder name sea (write sea here, or move the file)',
  ]],
]);

table(duplicateId, [
  ['says nothing when ids are unique', {}, []],
  ['finds two files of one kind with one id', {
    'sites/north-copy.yaml': sites['sites/north.yaml'],
    'grants/copy.yaml': tenants['grants/mae.yaml'],
  }, [
    'error fail grants/mae.yaml /tenant: grants/copy.yaml has this id too (ids are stable for ever: rename the newer one)',
    'error fail sites/north.yaml /id: sites/north-copy.yaml has this id too (ids are stable for ever: rename the newer one)',
  ]],
  ['finds one database id under two tenants', { 'tenants/ca-mau/databases/land.yaml': { ...tenants['tenants/mae/databases/land.yaml'], tenant: 'ca-mau', system: 'procedure' } }, [
    'error fail tenants/mae/databases/land.yaml /id: tenants/ca-mau/databases/land.yaml has this id too (ids are stable for ever: rename the newer one)',
  ]],
  ['accepts one system id under two tenants', { 'tenants/ca-mau/systems/land.yaml': { ...tenants['tenants/ca-mau/systems/procedure.yaml'], id: 'land' } }, []],
  ['finds one official code twice, however it is written', { 'tenants/ca-mau/tenant.yaml': (tenant) => { tenant.code = 'bca'; } }, [
    'error fail tenants/mps/tenant.yaml /code: tenants/ca-mau/tenant.yaml has the code BCA too (look up the official code)',
  ]],
  ['finds entries of a list that stand twice', {
    [land]: (system) => {
      system.components[1].id = 'web';
      system.components[0].listeners.push({ id: 'api', port: 9, protocol: 'TCP' });
      system.components[1].connects.push({ to: 'database', database: 'land' });
      system.subzones.push('dmz');
    },
    'grants/mps.yaml': (grant) => { grant.systems[1].system = 'control'; },
    'lock.yaml': (lock) => { lock.charts[1].name = 'cilium'; },
  }, [
    'error fail grants/mps.yaml /systems/1/system: stands twice in this list, first as entry 1 (keep one of them)',
    'error fail lock.yaml /charts/1/name: stands twice in this list, first as entry 1 (keep one of them)',
    'error fail tenants/mae/systems/land.yaml /subzones/6: stands twice in this list, first as entry 2 (keep one of them)',
    'error fail tenants/mae/systems/land.yaml /components/0/listeners/1/id: stands twice in this list, first as entry 1 (keep one of them)',
    'error fail tenants/mae/systems/land.yaml /components/1/id: stands twice in this list, first as entry 1 (keep one of them)',
    'error fail tenants/mae/systems/land.yaml /components/1/connects/3: stands twice in this list, first as entry 1 (keep one of them)',
  ]],
  ['tells rules of the law apart by id, key and levels together', {
    'law/levels.yaml': (levels) => { levels.overlays = ['first', 'second', 'second'].map((key) => ({ id: 'center', when: 'always', key, value: 1, source: 'test', confidence: 'own' })); },
  }, [
    'error fail law/levels.yaml /overlays/2/id: stands twice in this list, first as entry 2 (keep one of them)',
  ]],
]);

table(duplicateHostName, [
  ['says nothing when each host leads to one system', {}, []],
  ['finds one host at two systems', { 'tenants/ca-mau/systems/procedure.yaml': (system) => { system.entries[0].host = 'land.mae.gov.vn'; } }, [
    'error fail tenants/mae/systems/land.yaml /entries/0/host: land.mae.gov.vn is also entry 1 of tenants/ca-mau/systems/procedure.yaml (give each system a name of its own)',
  ]],
  ['finds one host twice for the same callers', { [land]: (system) => { system.entries.push({ ...system.entries[0] }); } }, [
    'error fail tenants/mae/systems/land.yaml /entries/1/host: land.mae.gov.vn is also entry 1 of tenants/mae/systems/land.yaml (give each system a name of its own)',
  ]],
  ['accepts one host of one system for different callers', { [land]: (system) => { system.entries.push({ ...system.entries[0], from: 'tslcd' }); } }, []],
]);

table(reservedId, [
  ['says nothing about ordinary ids', { 'tenants/operators/tenant.yaml': { ...tenants['tenants/mae/tenant.yaml'], id: 'operators', code: 'X' } }, []],
  ['finds words of stack names', {
    ...Object.fromEntries(['machines', 'crds', 'guardrails', 'services', 'exchange', 'vault', 'operator-cilium'].map((id) => [`tenants/${id}/tenant.yaml`, { ...tenants['tenants/mae/tenant.yaml'], id }])),
    ...Object.fromEntries(['data', 'machines'].map((id) => [`tenants/mae/systems/${id}.yaml`, { ...tenants[land], id }])),
  }, [
    'error fail tenants/crds/tenant.yaml /id: crds is reserved for names of stacks (choose another id)',
    'error fail tenants/exchange/tenant.yaml /id: exchange is reserved for names of stacks (choose another id)',
    'error fail tenants/guardrails/tenant.yaml /id: guardrails is reserved for names of stacks (choose another id)',
    'error fail tenants/machines/tenant.yaml /id: machines is reserved for names of stacks (choose another id)',
    'error fail tenants/mae/systems/data.yaml /id: data is reserved for names of stacks (choose another id)',
    'error fail tenants/mae/systems/machines.yaml /id: machines is reserved for names of stacks (choose another id)',
    'error fail tenants/operator-cilium/tenant.yaml /id: operator-cilium is reserved for names of stacks (choose another id)',
    'error fail tenants/services/tenant.yaml /id: services is reserved for names of stacks (choose another id)',
    'error fail tenants/vault/tenant.yaml /id: vault is reserved for names of stacks (choose another id)',
  ]],
]);

table(missingModeline, [
  ['says nothing when each file names its schema, wherever the root lies', { 'profiles/lab.yaml': `# yaml-language-server: $schema=/opt/ndc/docs/schema/profile.schema.json\n${JSON.stringify(single['profiles/lab.yaml'])}\n` }, []],
  ['finds a file without a modeline and one with that of another kind', {
    'profiles/lab.yaml': JSON.stringify(single['profiles/lab.yaml']),
    'signers/drill-officer.yaml': `# yaml-language-server: $schema=../../docs/schema/partner.schema.json\n${JSON.stringify(single['signers/drill-officer.yaml'])}\n`,
  }, [
    'info fail profiles/lab.yaml: the first line does not name the schema of profile (begin the file with # yaml-language-server: $schema=../../docs/schema/profile.schema.json)',
    'info fail signers/drill-officer.yaml: the first line does not name the schema of signer (begin the file with # yaml-language-server: $schema=../../docs/schema/signer.schema.json)',
  ]],
  ['asks for none in JSON', { 'evidence/land/drill-2026-10-01.json': evidence() }, []],
]);

table(missingTenantFile, [
  ['says nothing when each folder has its tenant.yaml', {}, []],
  ['finds a folder without one', { 'tenants/ca-mau/tenant.yaml': null }, [
    'error fail tenants/ca-mau/tenant.yaml: the folder tenants/ca-mau has no tenant.yaml (add it with `ndc tenant new ca-mau`, or move the files to their tenant)',
  ]],
]);

table(approverWithoutRight, [
  ['says nothing when roles sign what they may', { 'exceptions/accepted.yaml': exception(), 'evidence/land/drill-2026-10-01.json': evidence() }, []],
  ['finds roles that sign what they may not', {
    'exceptions/accepted.yaml': exception({ approvedByRole: 'drill-officer' }), 'evidence/land/drill-2026-10-01.json': evidence({ byRole: 'security-reviewer' }),
  }, [
    'error fail evidence/land/drill-2026-10-01.json /byRole: the role security-reviewer may not sign evidence; the evidence proves nothing (roles that may: drill-officer)',
    'error fail exceptions/accepted.yaml /approvedByRole: the role drill-officer may not approve exceptions; the exception has no effect (roles that may: security-reviewer)',
  ]],
  ['says so when nobody may', { 'signers/drill-officer.yaml': (signer) => { signer.mayApprove = []; }, 'evidence/land/drill-2026-10-01.json': evidence() }, [
    'error fail evidence/land/drill-2026-10-01.json /byRole: the role drill-officer may not sign evidence; the evidence proves nothing (name a role in signers/ that may sign: mayApprove: [evidence])',
  ]],
  ['leaves a role that nobody holds to the check of references', { 'exceptions/accepted.yaml': exception({ approvedByRole: 'boss' }) }, []],
]);
