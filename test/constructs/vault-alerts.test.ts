import { describe, expect, it } from 'vitest';
import { PlatformNamespace } from '../../constructs/platform-namespace.ts';
import { VaultAlerts, type VaultAlert, type VaultAlertsProps } from '../../constructs/vault-alerts.ts';
import { objections } from './chart-values.ts';
import { built, chart, labels, platform, source } from './support.ts';

const pull: Required<VaultAlert> = { name: 'pull--land--north', task: 'pull', lateSeconds: 3600, ageSeconds: 11_700 };
const seal: VaultAlert = { name: 'seal--north', task: 'seal', lateSeconds: 86_400 };
const props: Required<VaultAlertsProps> = { chart, name: 'copy--land--north', namespace: { name: 'ndc-copies', ready: [] }, jobs: [pull, seal], labels, source };

const alerts = (more: Partial<VaultAlertsProps> = {}) => built((stack) => {
  new VaultAlerts(stack, 'alerts', { ...props, ...more });
});

describe('VaultAlerts', () => {
  it('takes the least: one job', () => {
    expect(alerts({ jobs: [seal] }).release.values).toEqual({ name: 'copy--land--north', namespace: 'ndc-copies', labels, jobs: [seal] });
  });

  it('takes every prop: one release, its record where tenants cannot reach', () => {
    const { release, addresses, sources } = alerts();
    expect(addresses).toHaveLength(1);
    expect(release.attributes).toMatchObject({ name: 'alerts--copy--land--north', namespace: 'ndc-releases', chart: chart.path });
    expect(release.values).toEqual({ name: 'copy--land--north', namespace: 'ndc-copies', labels, jobs: [pull, seal] });
    expect(Object.values(sources)).toEqual([source]);
  });

  it('has a release name of at most 53 characters', () => {
    expect(String(alerts({ name: 'd'.repeat(63) }).release.attributes['name'])).toMatch(/^alerts--d{36}-[0-9a-f]{8}$/);
  });

  it('waits for a namespace of its own stack', () => {
    const { releases } = built((stack) => {
      new VaultAlerts(stack, 'alerts', { ...props, namespace: new PlatformNamespace(stack, 'namespace', { platform, name: 'ndc-copies', part: 'copies', podSecurity: 'restricted', source }) });
    });
    expect(releases[0]!.attributes['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });

  it('makes values that the chart takes', () => {
    expect(objections('vault-alerts', alerts().release.values)).toEqual([]);
  });
});
