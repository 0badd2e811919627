import { describe, expect, it } from 'vitest';
import { backupLockWindow } from '../../../model/checks/backup-lock-window.ts';
import { backupProtection } from '../../../model/checks/backup-protection.ts';
import { backupSchedule } from '../../../model/checks/backup-schedule.ts';
import { bucketLock } from '../../../model/checks/bucket-lock.ts';
import { drillInterval } from '../../../model/checks/drill-interval.ts';
import { instancesSpread } from '../../../model/checks/instances-spread.ts';
import { maintenanceWindow } from '../../../model/checks/maintenance-window.ts';
import { objectivesDiffer } from '../../../model/checks/objectives-differ.ts';
import { replicasContradicted } from '../../../model/checks/replicas-contradicted.ts';
import { rpoContradicted } from '../../../model/checks/rpo-contradicted.ts';
import { rtoContradicted } from '../../../model/checks/rto-contradicted.ts';
import { siteLossContradicted } from '../../../model/checks/site-loss-contradicted.ts';
import type { Changes } from '../fixture.ts';
import { law } from './law.ts';
import { linesOf, type Edit } from './lines.ts';

const file = 'tenants/mae/databases/land.yaml';
const database = (edit: Edit): Changes => ({ [file]: (data) => { edit(data); } });
const drill = (measures: object, more: object = {}): Changes => ({ 'evidence/land/drill-2026-10-01.json': {
  kind: 'drill', target: 'land', performedAt: '2026-10-01', validUntil: '2027-01-01', byRole: 'drill-officer', result: 'passed', measures, versions: {}, digest: `sha256:${'1'.repeat(64)}`, signature: 'test', ...more } });

describe('rpo-contradicted', () => {
  const sets = (rpo: string, mode: string, standbys: number, instances = 3) => linesOf(rpoContradicted, database((data) => { data.objectives.rpo = rpo; data.synchronous = { mode, standbys }; data.instances = instances; }));
  it('accepts any RPO with a synchronous standby', () => {
    expect(sets('1s', 'quorum', 1)).toEqual([]);
  });
  it('takes exactly the archive timeout without one, and refuses a second less', () => {
    expect(sets('5m', 'none', 0)).toEqual([]);
    expect(sets('299s', 'none', 0)).toEqual([
      `error fail ${file} /objectives/rpo: an RPO of 299s is promised, but replication is asynchronous and a WAL segment may wait 5m for its archive (set synchronous to mode quorum with at least 1 standby, or promise no less than walArchiveTimeout)`,
    ]);
  });
  it('does not take standbys that cannot exist', () => {
    expect(sets('1s', 'quorum', 1, 1)).toHaveLength(1);
    expect(sets('1s', 'quorum', 0)).toHaveLength(1);
  });
});

describe('rto-contradicted', () => {
  const single = (rto: string) => database((data) => { data.instances = 1; data.objectives.rto = rto; });
  const hint = '(run at least 2 instances, or promise what a restore drill has shown)';
  it('asks nothing of several instances', () => {
    expect(linesOf(rtoContradicted, database((data) => { data.instances = 2; data.objectives.rto = '1s'; }))).toEqual([]);
  });
  it('says unknown for a single instance that no drill restored', () => {
    expect(linesOf(rtoContradicted, single('4h'))).toEqual([`warning unknown ${file} /objectives/rto: an RTO of 4h is promised for a single instance; no restore drill says how long a restore takes ${hint}`]);
  });
  it('does not take results of the lab, of the future, failures, or old ones', () => {
    for (const more of [{ kind: 'lab' }, { performedAt: '2026-11-02' }, { result: 'failed' }, { validUntil: '2026-10-31' }]) {
      expect(linesOf(rtoContradicted, { ...single('4h'), ...drill({ restoreSeconds: 60 }, more) })).toHaveLength(1);
    }
  });
  it('compares with what the drill took', () => {
    expect(linesOf(rtoContradicted, { ...single('1h'), ...drill({ restoreSeconds: 3600 }) })).toEqual([]);
    expect(linesOf(rtoContradicted, { ...single('1h'), ...drill({ restoreSeconds: 3601 }) })).toEqual([`error fail ${file} /objectives/rto: an RTO of 1h is promised for a single instance, but the last drill took 3601 s to restore it ${hint}`]);
  });
});

describe('replicas-contradicted', () => {
  const sets = (instances: number, mode: string, standbys: number) => linesOf(replicasContradicted, database((data) => { data.instances = instances; data.synchronous = { mode, standbys }; }));
  it.each([[3, 'quorum', 1], [1, 'none', 0], [5, 'quorum', 3]])('accepts %i instances, mode %s, %i standbys', (...args) => {
    expect(sets(...args)).toEqual([]);
  });
  it.each<[number, string, number, string]>([
    [3, 'none', 1, 'error fail FILE /synchronous/standbys: 1 synchronous standbys with mode none: nobody would wait for them (set mode to quorum, or standbys to 0)'],
    [3, 'quorum', 0, 'error fail FILE /synchronous/standbys: mode quorum with 0 standbys confirms nothing (set standbys to at least 1, or mode to none)'],
    [2, 'quorum', 2, 'error fail FILE /instances: 2 instances cannot have 2 synchronous standbys; at least 3 are needed (set instances to 4, so that one may fail)'],
    [3, 'quorum', 2, 'warning fail FILE /instances: 3 instances with 2 synchronous standbys: one lost instance stops every commit (set instances to 4)'],
  ])('finds fault with %i instances, mode %s, %i standbys', (instances, mode, standbys, expected) => {
    expect(sets(instances, mode, standbys)).toEqual([expected.replace('FILE', file)]);
  });
});

describe('site-loss-contradicted', () => {
  const promises = (siteLoss: object | null, more: Changes = {}) => linesOf(siteLossContradicted, { ...database((data) => { data.objectives.siteLoss = siteLoss; }), ...more });
  const nowhere = (state: string): Changes => ({ 'grants/mae.yaml': (data) => { data.state = state; data.placement.dr = null; } });
  it('accepts a promise that an asynchronous copy keeps, and no promise', () => {
    expect(promises({ rpo: '5m', rto: '4h' })).toEqual([]);
    expect(promises(null, nowhere('requested'))).toEqual([]);
  });
  it('refuses less than the archive timeout', () => {
    expect(promises({ rpo: '299s', rto: '4h' })).toEqual([
      `error fail ${file} /objectives/siteLoss/rpo: an RPO of 299s is promised for the loss of the site, but copies to another site are asynchronous and a WAL segment may wait 5m (promise no less than 5m)`,
    ]);
  });
  it('refuses a better promise for the site than inside it', () => {
    expect(linesOf(siteLossContradicted, database((data) => { data.objectives = { rpo: '30m', rto: '1h', siteLoss: { rpo: '15m', rto: '4h' } }; }))).toEqual([
      `error fail ${file} /objectives/siteLoss/rpo: an RPO of 15m is promised for the loss of the site, better than the 30m inside the site (promise no less than 30m)`,
    ]);
  });
  it.each([['requested', 'warning'], ['provisioned', 'error']])('in state %s a promise without a second site is a %s', (state, severity) => {
    expect(promises({ rpo: '15m', rto: '4h' }, nowhere(state))).toEqual([
      `${severity} fail ${file} /objectives/siteLoss: a recovery from the loss of the site is promised, but mae/land has no cluster at a second site (set siteLoss to null until a second site is granted)`,
    ]);
  });
  it('says nothing of a pending system', () => {
    expect(promises({ rpo: '15m', rto: '4h' }, { 'grants/mae.yaml': null })).toEqual([]);
  });
});

describe('backup-schedule', () => {
  const runs = (schedule: string, interval: string, duration = '2h') => linesOf(backupSchedule, database((data) => { data.backup.base = { ...data.backup.base, schedule, interval, duration }; }));
  const often = '(run it more often, or state the longer interval and widen the lock and the retention with it)';
  it.each([['0 30 1 * * *', '24h'], ['0 0 */6 * * *', '6h'], ['0 0 2 * * 0', '7 days'], ['0 0 2 1 * *', '31 days'], ['0 0 1,13 * * *', '12h']])('accepts %s for an interval of %s', (schedule, interval) => {
    expect(runs(schedule, interval)).toEqual([]);
  });
  it.each([
    ['0 30 1 * * *', '23h', 'the schedule fires up to 1d apart, but interval promises a base backup every 23h'],
    ['0 0 2 * * 1-5', '48h', 'the schedule fires up to 3d apart, but interval promises a base backup every 48h'],
    ['0 0 2 1 * *', '30 days', 'the schedule fires up to 31d apart, but interval promises a base backup every 30 days'],
    ['0 0 1,12 * * *', '12h', 'the schedule fires up to 13h apart, but interval promises a base backup every 12h'],
    ['0 0 2 29 2 *', '365 days', 'the schedule fires up to 1461d apart, but interval promises a base backup every 365 days'],
  ])('refuses %s for an interval of %s', (schedule, interval, message) => {
    expect(runs(schedule, interval)).toEqual([`error fail ${file} /backup/base/schedule: ${message} ${often}`]);
  });
  it('refuses words that the operator does not read', () => {
    expect(runs('0 0 2 L * *', '31 days')).toEqual([`error fail ${file} /backup/base/schedule: the operator does not read L in a schedule (write days as numbers, lists, ranges or steps)`]);
  });
  it('refuses a backup that takes as long as the interval', () => {
    expect(runs('0 0 * * * *', '2h', '2h')).toEqual([`error fail ${file} /backup/base/duration: a base backup may take 2h, no less than the interval of 2h: the next one starts before it ends (lengthen the interval, or split the database)`]);
  });
});

describe('drill-interval', () => {
  const rules = law({ 4: { restore_test_interval_months: 6 } }, [], { 4: { restore_test_interval_months: 'not-read' } });
  const each = (interval: string, more: Changes = {}) => linesOf(drillInterval, { ...rules, ...database((data) => { data.drill.interval = interval; }), ...more });
  it('takes exactly the months of law, and refuses a day more', () => {
    expect(each('180 days')).toEqual([]);
    expect(each('6 months')).toEqual([]);
    expect(each('181 days')).toEqual([`error fail ${file} /drill/interval: restore drills every 181 days; level 4 asks for one every 6 months (Law on restore_test_interval_months) (set 6 months or less; a month counts 30 days)`]);
  });
  it('says unknown where the text was not read, and nothing where it is silent', () => {
    expect(each('30 days', { 'tenants/mae/systems/land.yaml': (data) => { data.regime = 'decree-85'; } })).toEqual([
      `warning unknown ${file} /drill/interval: how often level 4 of decree-85 asks for a restore test is unknown: Law on restore_test_interval_months (read the text and fill in restore_test_interval_months)`,
    ]);
    expect(each('24 months', law({ 4: { restore_test_interval_months: null } }))).toEqual([]);
  });
});

describe('objectives-differ', () => {
  const system = (rpo: string, rto: string): Changes => ({ 'tenants/mae/systems/land.yaml': (data) => { data.objectives = { rpo, rto }; } });
  it('accepts a system that promises what its database does, or less', () => {
    expect(linesOf(objectivesDiffer, system('5m', '1h'))).toEqual([]);
    expect(linesOf(objectivesDiffer, system('24h', '24h'))).toEqual([]);
  });
  it('refuses a system that promises more', () => {
    expect(linesOf(objectivesDiffer, system('299s', '59m'))).toEqual([
      'error fail tenants/mae/systems/land.yaml /objectives/rpo: mae/land promises an RPO of 299s, but its database land promises 5m (promise 5m or more here, or tighten the database)',
      'error fail tenants/mae/systems/land.yaml /objectives/rto: mae/land promises an RTO of 59m, but its database land promises 1h (promise 1h or more here, or tighten the database)',
    ]);
  });
});

describe('backup-lock-window', () => {
  /** Window 7 d, a base backup a day of which one may fail, 2 h long, 15 m slack: 9 d 2 h 15 m. */
  const backup = (more: object) => linesOf(backupLockWindow, database((data) => { data.backup = { ...data.backup, base: { ...data.backup.base, missedTolerated: 1 }, window: '7 days', retention: '10 days', lock: { mode: 'compliance', duration: '10 days' }, ...more }; }));
  const sum = 'window 7 days + 2 × interval 24h + duration 2h + slack 15m = 9 d 2 h 15 min';
  it('accepts the example: 7 days promised, 10 days locked and kept', () => {
    expect(backup({})).toEqual([]);
  });
  it('takes exactly the sum, and refuses a minute less', () => {
    expect(backup({ lock: { mode: 'compliance', duration: '13095m' } })).toEqual([]);
    expect(backup({ lock: { mode: 'compliance', duration: '13094m' } })).toEqual([
      `error fail ${file} /backup/lock/duration: objects are locked for 13094m, but a restore to any point needs ${sum} (lock for at least 10 days)`,
    ]);
  });
  it('refuses L = W = R: many targets could not be restored', () => {
    expect(backup({ retention: '7 days', lock: { mode: 'compliance', duration: '7 days' } })).toEqual([
      `error fail ${file} /backup/lock/duration: objects are locked for 7 days, but a restore to any point needs ${sum} (lock for at least 10 days)`,
    ]);
  });
  it('refuses a lock that outlives the retention', () => {
    expect(backup({ lock: { mode: 'compliance', duration: '864000s' } })).toEqual([]);
    expect(backup({ lock: { mode: 'compliance', duration: '864001s' } })).toEqual([expect.stringContaining('longer than the retention of 10 days')]);
    expect(backup({ lock: { mode: 'compliance', duration: '11 days' } })).toEqual([
      `error fail ${file} /backup/retention: objects are locked for 11 days, longer than the retention of 10 days: deletions would be refused (set retention to at least 11 days)`,
    ]);
  });
  it('holds the retention against the same sum where nothing is locked', () => {
    expect(backup({ lock: null, retention: '13095m' })).toEqual([]);
    expect(backup({ lock: null, retention: '9 days' })).toEqual([
      `error fail ${file} /backup/retention: copies are kept for 9 days, but a restore to any point needs ${sum} (keep them for at least 10 days)`,
    ]);
  });
  it('refuses a slack below the archive timeout', () => {
    expect(backup({ slack: '4m' })).toEqual([`error fail ${file} /backup/slack: a slack of 4m is below walArchiveTimeout (5m), after which the last segment is written (add walArchiveTimeout and the clock skew)`]);
  });
});

describe('backup-protection', () => {
  const rules = law({ 4: {} }, [
    { id: 'backup-lock', levels: [3, 4, 5], key: 'backup_lock_required', value: true, own: true },
    { id: 'backup-lock', levels: [4, 5], key: 'backup_lock_mode', value: 'compliance', own: true },
    { id: 'backup-window', key: 'backup_window_days_min', value: 7, own: true },
  ]);
  const backup = (more: object, level = 4) => linesOf(backupProtection, { ...rules, ...database((data) => { data.backup = { ...data.backup, ...more }; }), 'grants/mae.yaml': (data) => { data.systems[0].level = level; } });
  it('accepts a lock in compliance mode and a window of 7 days', () => {
    expect(backup({ window: '7 days' })).toEqual([]);
  });
  it('refuses a missing lock from level 3 on, as our choice', () => {
    expect(backup({ lock: null }, 3)).toEqual([`error fail ${file} /backup/lock: level 3 asks for object lock (our choice, Rule of backup-lock), and there is none (add lock with a mode and a duration)`]);
    expect(backup({ lock: null }, 2)).toEqual([]);
  });
  it('refuses governance mode from level 4 on', () => {
    expect(backup({ lock: { mode: 'governance', duration: '60 days' } })).toEqual([`error fail ${file} /backup/lock/mode: level 4 asks for lock mode compliance (our choice, Rule of backup-lock), found governance, which a privileged key can shorten (set mode to compliance)`]);
    expect(backup({ lock: { mode: 'governance', duration: '60 days' } }, 3)).toEqual([]);
  });
  it('refuses a window below the minimum', () => {
    expect(backup({ window: '167h' })).toEqual([`error fail ${file} /backup/window: a window of 167h is below 7 days (our choice, Rule of backup-window) (promise at least 7 days, and lengthen lock and retention with it)`]);
  });
});

describe('bucket-lock', () => {
  const bucket = (more: object) => linesOf(bucketLock, { 'tenants/mae/systems/land.yaml': (data) => { data.buckets[0] = { ...data.buckets[0], ...more }; } });
  it('accepts no lock, and a lock on versions for the retention at most', () => {
    expect(bucket({ versioning: false })).toEqual([]);
    expect(bucket({ lock: { mode: 'governance', duration: '360 days' } })).toEqual([]);
  });
  it('refuses a lock without versions and one that outlives the retention', () => {
    expect(bucket({ versioning: false, lock: { mode: 'governance', duration: '361 days' } })).toEqual([
      'error fail tenants/mae/systems/land.yaml /buckets/0/versioning: maps is locked but keeps no versions: S3 object lock works on versions alone (set versioning to true)',
      'error fail tenants/mae/systems/land.yaml /buckets/0/lock/duration: objects of maps are locked for 361 days, longer than the 12 months they are kept: deletions would be refused (lock for the retention at most)',
    ]);
  });
});

describe('instances-spread', () => {
  const on = (instances: number, machines: Record<string, number>, level = 4): Changes => ({
    ...database((data) => { data.instances = instances; }), 'grants/mae.yaml': (data) => { data.systems[0] = { system: 'land', level, critical: false, placement: { cluster: 'shared-north', dr: null } }; },
    'clusters/shared-north.yaml': (data) => { data.reserve.machines = machines; data.pools[0].machines = machines; },
  });
  it.each([[4], [3]])('takes an instance for each failure domain that has machines, at level %i', (level) => {
    expect(linesOf(instancesSpread, on(3, { 'domain-a': 9, 'domain-b': 9, 'domain-c': 9 }, level))).toEqual([]);
    expect(linesOf(instancesSpread, on(3, { 'domain-a': 9, 'domain-b': 9, 'domain-c': 0 }, level))).toEqual([
      `error fail ${file} /instances: land has 3 instances, but shared-north has machines for them in 2 failure domains: domain-a, domain-b (set instances to 2 or less, or add machines in another failure domain)`,
    ]);
  });
  it('looks at the second site too', () => {
    expect(linesOf(instancesSpread, { 'clusters/shared-south.yaml': (data) => { data.reserve.machines = { 'domain-a': 9, 'domain-b': 9 }; } })).toHaveLength(1);
  });
});

describe('maintenance-window', () => {
  const hint = '(move the schedule or the window)';
  const runs = (schedule: string, maintenance?: object) => linesOf(maintenanceWindow, database((data) => { data.backup.base.schedule = schedule; if (maintenance) data.maintenance = maintenance; }));
  it('takes backups outside the window, to the second', () => {
    // Sunday 01:00 to 05:00 in Viet Nam is Saturday 18:00 to 22:00 UTC.
    for (const schedule of ['0 30 1 * * *', '59 59 17 * * 6', '0 0 22 * * 6', '0 0 19 * * 0']) expect(runs(schedule), schedule).toEqual([]);
    for (const schedule of ['0 0 18 * * 6', '59 59 21 * * 6', '0 30 * * * *', '0 0 19 * * *']) {
      expect(runs(schedule), schedule).toEqual([`warning fail ${file} /backup/base/schedule: base backups by ${schedule} (UTC) start inside the maintenance window sunday 01:00 4h Asia/Ho_Chi_Minh ${hint}`]);
    }
  });
  it('follows a window of the database’s own, over midnight at the end of the week too', () => {
    const late = { weekday: 'sunday', start: '23:00', duration: '4h' };
    expect(runs('0 0 18 * * 6', late)).toEqual([]);
    expect(runs('0 0 19 * * 0', late)).toHaveLength(1);
  });
  it('meets a backup of one day of the year, which falls on the weekday of the window in some years', () => {
    expect(runs('0 0 19 1 7 *')).toHaveLength(1);
    expect(runs('0 0 23 1 7 *')).toEqual([]);
  });
  it('refuses a window of more than a day', () => {
    expect(runs('0 30 1 * * 3', { weekday: 'sunday', start: '01:00', duration: '24h' })).toEqual([]);
    expect(runs('0 30 1 * * 3', { weekday: 'sunday', start: '01:00', duration: '25h' })).toEqual([`error fail ${file} /maintenance/duration: a window of 25h is longer than a day (name the hours in which people really work on it)`]);
  });
});
