import { describe, expect, it } from 'vitest';
import { BackupSchedule, type BackupScheduleProps } from '../../constructs/backup-schedule.ts';
import { built } from './support.ts';

const store = { endpointURL: 'https://objects.north.ndc.example', region: 'north', bucket: 'backup--land--north', path: 'land', credentialsSecret: 'backup--land--north', caSecret: 'authority' };

describe('BackupSchedule', () => {
  it('takes every prop, and gives the schedule and the part of the database\'s release', () => {
    const props: Required<BackupScheduleProps> = {
      store, schedule: '0 30 1 * * *', retention: '35d', walArchiveTimeoutSeconds: 300, sidecar: { cpu: '200m', memory: '256Mi' },
    };
    built((stack) => {
      const backup = new BackupSchedule(stack, 'backup', props);
      expect(backup.schedule).toBe('0 30 1 * * *');
      expect(backup.store).toEqual(store);
      expect(backup.objectStore).toEqual({ ...store, retention: '35d', walArchiveTimeoutSeconds: 300, resources: { cpu: '200m', memory: '256Mi' } });
    });
  });

  it('makes no resource of its own: it stands in the release of its database', () => {
    const { addresses } = built((stack) => {
      new BackupSchedule(stack, 'backup', { store, schedule: '0 0 0 * * 0', retention: '1d', walArchiveTimeoutSeconds: 1, sidecar: { cpu: '1m', memory: '1Mi' } });
    });
    expect(addresses).toEqual([]);
  });

  it('names Secrets and holds no field for a key', () => {
    built((stack) => {
      const { objectStore } = new BackupSchedule(stack, 'backup', { store, schedule: '0 0 0 * * 0', retention: '1d', walArchiveTimeoutSeconds: 1, sidecar: { cpu: '1m', memory: '1Mi' } });
      expect(Object.keys(objectStore).filter((key) => /key|password|token/i.test(key))).toEqual([]);
    });
  });
});
