import { evidenceAdministration } from '../../../model/checks/evidence-administration.ts';
import { evidence } from '../samples.ts';
import { table } from '../table.ts';

const drill = { 'evidence/land/drill-2026-10-01.json': evidence() };
const officer = (more: object) => ({ 'signers/drill-officer.yaml': (data: object) => ({ ...data, ...more }) });
const unknown = 'evidence/land/drill-2026-10-01.json /byRole: it is not known what the role drill-officer administers, and land has level 4; the evidence does not count (say it in signers/: administers: [] where there is nothing)';

table(evidenceAdministration, [
  ['accepts a drill that a role signs which administers nothing', drill, []],
  ['refuses one that the administrators of the cluster\'s manager sign', { ...drill, ...officer({ administers: ['mps/control'] }) }, [
    'error fail evidence/land/drill-2026-10-01.json /byRole: the role drill-officer administers mps/control, which run land (level 4); the evidence proves nothing (let the collector of a vault at another site sign, or a role that administers none of them)',
  ]],
  ['does not know what a role administers that does not say it', { ...drill, ...officer({ administers: undefined }) }, [`warning unknown ${unknown}`]],
  ['holds that for an error where the system runs', { ...drill, ...officer({ administers: undefined }), 'grants/mae.yaml': (grant) => { grant['state'] = 'operating'; } }, [`error unknown ${unknown}`]],
  ['asks nothing below level 4', { ...drill, ...officer({ administers: ['mps/control'] }), 'grants/mae.yaml': (grant) => { grant['systems'][0].level = 3; } }, []],
  ['asks nothing of other kinds of evidence', { 'evidence/land/scan-2026-10-01.json': evidence({ kind: 'scan', target: 'mae/land' }), ...officer({ administers: ['mps/control'] }) }, []],
  ['asks a second signer of the same role too', { ...drill, 'signers/deputy.yaml': { id: 'deputy', role: 'drill-officer', names: { vi: 'Phó', en: 'Deputy' }, keys: [], mayApprove: ['evidence'], administers: ['mps/control'] } }, [
    'error fail evidence/land/drill-2026-10-01.json /byRole: the role drill-officer administers mps/control, which run land (level 4); the evidence proves nothing (let the collector of a vault at another site sign, or a role that administers none of them)',
  ]],
]);
