import { describe, expect, it } from 'vitest';
import { vaultReach } from '../../../model/checks/vault-reach.ts';
import { linesOf } from '../fixture.ts';

type Data = Record<string, unknown>;
const set = (more: object) => (data: Data) => Object.assign(data, more);
const apart = { 'clusters/vault-south.yaml': set({ controller: 'mps/keeper' }), 'clusters/vault-north.yaml': set({ controller: 'mps/other-keeper' }), 'clusters/management-south.yaml': set({ controller: 'mps/southern-control' }) };
const ofSouth = (changes: Parameters<typeof linesOf>[1]) => linesOf(vaultReach, changes).filter((line) => line.includes('clusters/vault-south.yaml'));
const hint = '(name a management cluster at the site of the vault that manages none of them)';

describe('vault-reach', () => {
  it('accepts a vault that its own site manages and its own system controls', () => {
    expect(linesOf(vaultReach, apart)).toEqual([]);
  });

  it('refuses a vault that the protected site manages', () => {
    expect(ofSouth({ ...apart, 'clusters/vault-south.yaml': set({ controller: 'mps/keeper', managedBy: 'management-north' }) })).toEqual([
      `error fail clusters/vault-south.yaml /managedBy: management-north manages the vault vault-south and stands with, or manages, what it keeps copies of: shared-north ${hint}`,
    ]);
  });

  it('refuses a manager that stands at the protected site, though it manages nothing there', () => {
    expect(ofSouth({ ...apart, 'clusters/vault-south.yaml': set({ controller: 'mps/keeper', managedBy: 'management-north' }), 'clusters/shared-north.yaml': set({ managedBy: null }) })).toHaveLength(1);
  });

  it('refuses one manager for both, wherever it stands', () => {
    expect(ofSouth({ ...apart, 'clusters/shared-north.yaml': set({ managedBy: 'management-south' }) })).toEqual([
      `error fail clusters/vault-south.yaml /managedBy: management-south manages the vault vault-south and stands with, or manages, what it keeps copies of: shared-north ${hint}`,
    ]);
  });

  it('warns of one controller for the vault and for a cluster at the protected site', () => {
    expect(linesOf(vaultReach, { ...apart, 'clusters/vault-north.yaml': set({ controller: 'mps/keeper' }) })).toEqual([
      'warning fail clusters/vault-north.yaml /controller: mps/keeper controls the vault vault-north and vault-south at a site whose copies it keeps: one group of administrators reaches both (give the vault, and the cluster that makes it, controller systems of their own)',
      'warning fail clusters/vault-south.yaml /controller: mps/keeper controls the vault vault-south and vault-north at a site whose copies it keeps: one group of administrators reaches both (give the vault, and the cluster that makes it, controller systems of their own)',
    ]);
  });

  it('warns of one controller for what makes the vault and for what makes the clusters at the protected site', () => {
    const { 'clusters/management-south.yaml': _, ...rest } = apart;
    const reaches = '(give the vault, and the cluster that makes it, controller systems of their own)';
    expect(linesOf(vaultReach, rest)).toEqual([
      `warning fail clusters/vault-north.yaml /controller: mps/control controls the vault vault-north and management-south, shared-south, vault-south at a site whose copies it keeps: one group of administrators reaches both ${reaches}`,
      `warning fail clusters/vault-south.yaml /controller: mps/control controls the vault vault-south and management-north, shared-north, vault-north at a site whose copies it keeps: one group of administrators reaches both ${reaches}`,
    ]);
  });

  it('asks nothing of a local vault, which is the second copy and not the third', () => {
    expect(linesOf(vaultReach, { ...apart, 'clusters/shared-north.yaml': set({ vault: 'vault-north' }) })).toEqual([]);
  });
});
