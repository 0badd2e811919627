import { describe, expect, it } from 'vitest';
import { missingEvidence } from '../../../model/checks/missing-evidence.ts';
import { missingProtectionLayer } from '../../../model/checks/missing-protection-layer.ts';
import type { Changes } from '../fixture.ts';
import { law } from './law.ts';
import { linesOf } from './lines.ts';

const rules = law({}, [
  { id: 'protection-layers', levels: [3, 4, 5], key: 'protection_layers_required', value: true, own: true },
  { id: 'level-decision', levels: [3, 4, 5], key: 'decision_evidence_required', value: true },
]);
const evidence = (kind: string, target: string, more: object = {}): Changes => ({ [`evidence/${target.split('/').at(-1)}/${kind}-${JSON.stringify(more).length}.json`]: {
  kind, target, performedAt: '2026-10-01', validUntil: '2027-10-01', byRole: 'drill-officer', result: 'passed', measures: {}, versions: {}, digest: `sha256:${'1'.repeat(64)}`, signature: 'test', ...more } });
/** Only the province, in this state. */
const state = (name: string): Changes => ({ 'grants/ca-mau.yaml': (data) => { data.state = name; } });
const file = 'tenants/ca-mau/tenant.yaml';
const layer = (key: string, value: object | undefined): Changes => ({ [file]: (data) => { if (value === undefined) delete data.protection[key]; else data.protection[key] = value; } });
const proved: Changes = { ...evidence('monitoring', 'ca-mau/procedure'), ...evidence('assessment', 'ca-mau/procedure'), ...evidence('link', 'ca-mau/procedure') };
const notProved = '(add the signed result below evidence/<system>; results of the lab do not count)';

describe('missing-protection-layer', () => {
  const find = (changes: Changes, asOf?: string) => linesOf(missingProtectionLayer, { ...rules, ...changes }, asOf === undefined ? {} : { asOf }).filter((line) => line.includes(file));
  it('accepts four layers with units and evidence', () => {
    expect(find(proved)).toEqual([]);
  });
  it('asks nothing of an owner whose systems are below level 3', () => {
    expect(find({ 'grants/ca-mau.yaml': (data) => { data.systems[0].level = 2; }, ...layer('nationalLink', undefined) })).toEqual([]);
  });
  it.each(['requested', 'operating'])('refuses a layer that is not described, in state %s too', (name) => {
    expect(find({ ...proved, ...state(name), ...layer('onSiteForce', undefined) })).toEqual([
      `error fail ${file} /protection: layer 1, on-site force: not described, though ca-mau/procedure of level 3 asks for it (our choice, Rule of protection-layers) (add the layer with the unit in charge, or unit: null while it is not named)`,
    ]);
  });
  it('gathers units that are not named while nothing runs, and refuses each from provisioned on', () => {
    const unnamed: Changes = { [file]: (data) => { data.protection.onSiteForce.unit = null; data.protection.nationalLink = { unit: null, contactRole: null }; } };
    expect(find({ ...proved, ...unnamed })).toEqual([`warning unknown ${file} /protection: layer 1, on-site force: no unit is named; layer 4, link to national monitoring: no unit is named (name the unit or the provider)`]);
    expect(find({ ...proved, ...unnamed, ...state('provisioned') })).toEqual([
      `error unknown ${file} /protection/onSiteForce/unit: layer 1, on-site force: no unit is named (name the unit or the provider)`,
      `error unknown ${file} /protection/nationalLink/unit: layer 4, link to national monitoring: no unit is named (name the unit or the provider)`,
    ]);
  });
  const asks = law({ 3: { log_central_siem: true } }, [{ id: 'protection-layers', levels: [3, 4, 5], key: 'protection_layers_required', value: true, own: true }]);
  const fed: Changes = { 'feeds.yaml': (data) => { data.receivers = [{ layer: 'professionalMonitoring', key: 'log_central_siem', names: { vi: 'SOC', en: 'SOC' } }]; } };
  const receiver = (endpoint: string): Changes => ({ [file]: (data) => { data.protection.professionalMonitoring.receiver = { partner: 'treasury', endpoint }; } });
  it('asks where logs are fed to, at the levels where law does, and refuses its absence from provisioned on', () => {
    const missing = 'layer 2, professional monitoring: no receiver of the feeds of logs is named, though ca-mau/procedure of level 3 asks for it (Law on log_central_siem) (describe the endpoint as a partner and name it in receiver)';
    expect(find({ ...asks, ...proved, ...fed })).toEqual([`warning unknown ${file} /protection: ${missing}`]);
    expect(find({ ...asks, ...proved, ...fed, ...state('operating') })).toEqual([`error unknown ${file} /protection/professionalMonitoring: ${missing}`]);
    expect(find({ ...asks, ...proved, ...fed, ...receiver('api') })).toEqual([]);
    expect(find({ ...asks, ...proved, ...fed, ...receiver('nowhere') })).toHaveLength(1);
    expect(find({ ...proved, ...fed })).toEqual([]);
  });
  it('takes evidence on its last day, and not on the day after', () => {
    expect(find(proved, '2027-10-01')).toEqual([]);
    expect(find({ ...proved, ...state('operating') }, '2027-10-02')).toEqual([
      ['professionalMonitoring', 'layer 2, professional monitoring: no valid evidence of kind monitoring'], ['independentAssessment', 'layer 3, independent assessment: no valid evidence of kind assessment'], ['nationalLink', 'layer 4, link to national monitoring: no valid evidence of kind link'],
    ].map(([key, words]) => `error unknown ${file} /protection/${key}: ${words} (expired: procedure) ${notProved}`));
  });
  it.each<[string, object, string]>([
    ['results of the lab', { kind: 'lab' }, 'none yet'],
    ['failures', { result: 'failed' }, 'failed'],
    ['results of the future', { performedAt: '2026-11-02' }, 'none yet'],
  ])('does not take %s', (_, more, words) => {
    expect(find({ ...evidence('monitoring', 'ca-mau/procedure'), ...evidence('assessment', 'ca-mau/procedure', more), ...evidence('link', 'ca-mau/procedure') })).toEqual([
      `warning unknown ${file} /protection: layer 3, independent assessment: no valid evidence of kind assessment (${words}: procedure) ${notProved}`,
    ]);
  });
  it('lets a later failure stand over an earlier success', () => {
    expect(find({ ...proved, ...evidence('link', 'ca-mau/procedure', { result: 'failed', performedAt: '2026-10-02' }) })).toHaveLength(1);
  });
});

describe('missing-evidence', () => {
  const drilled = evidence('drill', 'land');
  const decided = { ...evidence('decision', 'mae/land') };
  const only: Changes = { 'grants/mps.yaml': null, 'grants/ca-mau.yaml': null };
  const mae = (name: string): Changes => ({ ...only, 'grants/mae.yaml': (data) => { data.state = name; } });
  const find = (changes: Changes, asOf?: string) => linesOf(missingEvidence, { ...rules, ...changes }, asOf === undefined ? {} : { asOf });
  it('accepts a drill that holds and a decision', () => {
    expect(find({ ...mae('operating'), ...drilled, ...decided })).toEqual([]);
  });
  it('gathers what is missing while nothing runs', () => {
    expect(find(mae('approved'))).toEqual([
      'warning unknown grants/mae.yaml /state: 1 without valid evidence of a decision on the level, due before provisioned: mae/land (add the decision of the authority as evidence of kind decision)',
      'warning unknown grants/mae.yaml /state: 1 without valid evidence of a restore drill, due before provisioned: land (run the drill (ndc drill) and add its signed result below evidence/)',
    ]);
  });
  it('refuses each from provisioned on', () => {
    expect(find(mae('provisioned'))).toEqual([
      'error unknown grants/mae.yaml /systems/0/level: no valid evidence of a decision on the level for mae/land (none yet) (add the decision of the authority as evidence of kind decision)',
      'error unknown tenants/mae/databases/land.yaml /drill: no valid evidence of a restore drill for land (none yet) (run the drill (ndc drill) and add its signed result below evidence/)',
    ]);
  });
  it('does not take a drill that is older than the interval, although it says it is valid', () => {
    expect(find({ ...mae('operating'), ...drilled, ...decided }, '2026-12-30')).toEqual([]);
    expect(find({ ...mae('operating'), ...drilled, ...decided }, '2026-12-31')).toEqual([
      'error unknown tenants/mae/databases/land.yaml /drill: no valid evidence of a restore drill for land (older than 90 days) (run the drill (ndc drill) and add its signed result below evidence/)',
    ]);
  });
  it('asks for no decision below level 3 and for nothing of a retired tenant', () => {
    expect(find({ ...only, ...drilled, 'grants/mae.yaml': (data) => { data.systems[0].level = 2; } })).toEqual([]);
    expect(find(mae('retired'))).toEqual([]);
  });
});
