import { describe, expect, it } from 'vitest';
import { componentLabel, markPositions, platformLabels, tenantMarks, zoneLabels } from '../../constructs/platform-labels.ts';
import { identity, platform } from './support.ts';

describe('labels that policies select on', () => {
  it('say tenant, system, zone, sub-zone and level of a namespace, and the tenant\'s marks, all below the label domain', () => {
    expect(zoneLabels(platform, identity)).toEqual({
      'ndc.example/tenant': 'mae',
      'ndc.example/system': 'land',
      'ndc.example/zone': 'data',
      'ndc.example/subzone': 'database-servers',
      'ndc.example/level': '4',
      ...Object.fromEntries(tenantMarks('mae').map((mark, position) => [`ndc.example/mark-${position}`, mark])),
    });
  });

  it('say the node pool of a namespace that has one', () => {
    expect(zoneLabels(platform, { ...identity, pool: 'mae--land--data' })).toMatchObject({ 'ndc.example/pool': 'mae--land--data' });
    expect(zoneLabels(platform, { ...identity, pool: undefined })).not.toHaveProperty('ndc.example/pool');
  });

  it('give namespaces of the platform another key, so that no selector of tenants finds them', () => {
    const labels = platformLabels(platform, 'exchange');
    expect(labels).toEqual({ 'ndc.example/platform': 'exchange' });
    for (const key of Object.keys(labels)) expect(Object.keys(zoneLabels(platform, { ...identity, pool: 'data' }))).not.toContain(key);
  });

  it('name the component of a pod', () => {
    expect(componentLabel(platform)).toBe('ndc.example/component');
  });
});

describe('tenantMarks', () => {
  it('are the first hexadecimal digits of the hash of the id, one for each position', () => {
    expect(tenantMarks('mae')).toHaveLength(markPositions);
    expect(tenantMarks('mae').join('')).toBe('222e292d'.slice(0, markPositions));
  });

  it('differ between tenants whose ids are alike', () => {
    expect(tenantMarks('mof')).not.toEqual(tenantMarks('moh'));
  });
});
