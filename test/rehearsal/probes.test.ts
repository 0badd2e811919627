import { describe, expect, it } from 'vitest';
import { probes } from '../../rehearsal/probes/all.ts';
import { denied, forbidden, refused, accepted } from '../../rehearsal/probe.ts';
import { meets } from '../../rehearsal/run-probes.ts';

const answer = (status: number, message = '') => ({ status, message, body: {}, warnings: [] });

describe('probes', () => {
  it('are more than a hundred, each with an id of its own, a sentence in both languages, a reason and its source', () => {
    expect(probes.length).toBeGreaterThan(100);
    expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length);
    for (const { id, sentence, reason, guard } of probes) {
      expect(id).toMatch(/^[a-z-]+\/[a-z-]+$/);
      expect([sentence.en, sentence.vi, reason.text.en, reason.text.vi, reason.source, guard].every((text) => text.length > 1)).toBe(true);
    }
    expect(new Set(probes.map(({ sentence }) => sentence.en)).size).toBe(probes.length);
    expect(new Set(probes.map(({ sentence }) => sentence.vi)).size).toBe(probes.length);
  });

  it('name a guard exactly where they expect a refusal', () => {
    for (const { id, guard, expect: wanted } of probes) expect({ id, refused: wanted.answer === 'refused' }).toEqual({ id, refused: guard !== 'none' });
  });

  it('speak of no cluster, tenant or namespace by name: a cluster without systems has no subject', () => {
    const nothing = {
      domain: 'ndc.example', imagePrefix: 'registry.ndc.example/images', namespaces: [], app: undefined, room: undefined, edge: undefined, data: undefined, mgmt: undefined, foreign: undefined, highLevel: undefined, storageClasses: [],
      database: undefined, objectStore: undefined, scheduledBackup: undefined, gateway: undefined, component: undefined, clusterNetworkPolicy: undefined, volumeClaim: undefined, stackIdentity: undefined, releases: undefined, stacks: [], knows: () => true,
    };
    const without = probes.filter((probe) => probe.attempt(nothing) === undefined);
    expect(without.length).toBeGreaterThan(100);
    for (const probe of probes.filter((each) => !without.includes(each))) expect(probe.attempt(nothing)!.path).not.toMatch(/namespaces\/(?!kube-system)/);
  });
});

describe('an answer', () => {
  it.each([
    ['accepted', accepted, answer(201), true],
    ['refused where it had to be accepted', accepted, answer(403, 'no'), false],
    ['accepted where it had to be refused', refused(403, /no/), answer(200), false],
    ['refused for another reason', refused(403, /quota/), answer(403, 'forbidden'), false],
    ['refused with another status', refused(403, /no/), answer(422, 'no'), false],
    ['of RBAC', forbidden('list', 'secrets'), answer(403, 'secrets is forbidden: User "a" cannot list resource "secrets" in API group "" in the namespace "b"'), true],
    ['of RBAC about another verb', forbidden('list', 'secrets'), answer(403, 'secrets is forbidden: User "a" cannot get resource "secrets" in API group ""'), false],
    ['of RBAC about a subresource', forbidden('create', 'pods'), answer(403, 'pods is forbidden: User "a" cannot create resource "pods/exec" in API group ""'), false],
    ['of the policy that had to refuse', denied('images'), answer(422, 'pods "a" is forbidden: ValidatingAdmissionPolicy \'ndc-images\' with binding \'ndc-images\' denied request: admission/images: by digest'), true],
    ['of another policy', denied('images'), answer(422, 'pods "a" is forbidden: ValidatingAdmissionPolicy \'ndc-placement\' with binding \'ndc-placement\' denied request: admission/placement: no'), false],
    ['of the policy, in other words', denied('placement', 'priority'), answer(422, 'ValidatingAdmissionPolicy \'ndc-placement\' with binding \'ndc-placement\' denied request: admission/placement: nodeName'), false],
  ] as const)('%s', (_, wanted, given, met) => {
    expect(meets(given, wanted)).toBe(met);
  });
});
