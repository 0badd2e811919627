import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCatalog } from '../../../model/load/catalog.ts';

/** Rules without a level that checks look up by name. A misspelt id would read as "no rule", so each must stand in the real tables. */
const read = [
  ['online-service-provider', 'log_retention_months_min'], ['core-or-important-data', 'data_processing_log_months_min'],
  ['data-center', 'tslcd_channels_min'], ['data-center', 'tslcd_directions_min'], ['data-center', 'uplink_peak_percent_max'],
  ['tslcd-access-1', 'tslcd_channels_min'], ['tslcd-access-1', 'tslcd_directions_min'], ['tslcd-access-2', 'tslcd_channels_min'],
  ['second-site', 'second_site_required'], ['backup-lock', 'backup_lock_required'], ['backup-lock', 'backup_lock_mode'], ['backup-window', 'backup_window_days_min'],
  ['protection-layers', 'protection_layers_required'], ['level-decision', 'decision_evidence_required'],
] as const;

it('every rule without a level that a check reads stands in the tables of the real catalog', () => {
  const overlays = loadCatalog([join(import.meta.dirname, '../../../catalog')]).entries('levels')[0]!.data.overlays ?? [];
  expect(read.filter(([id, key]) => !overlays.some((overlay) => overlay.id === id && overlay.key === key))).toEqual([]);
});

it('keys of levels that a check reads stand in the tables of the real catalog', () => {
  const keys = ['hosted_isolation_system', 'hosted_isolation_main_network_devices', 'second_site_required', 'second_site_distance_km_min', 'backup_separate_infrastructure', 'critical_to_national_security', 'log_retention_months_min',
    'restore_test_interval_months', 'international_internet_directions_min', 'redundancy', 'backup_links_min', 'power_feeds_from_separate_substations'];
  const known = new Set(loadCatalog([join(import.meta.dirname, '../../../catalog')]).entries('levels')[0]!.data.keys.map(({ key }) => key));
  expect(keys.filter((key) => !known.has(key))).toEqual([]);
});
