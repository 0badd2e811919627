/** A whole shared cluster, each stack applied as an identity of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyStacks, type Outcome } from '../../rehearsal/apply.ts';
import { ownIdentities, type OwnIdentities, type Trespass } from '../../rehearsal/own-identities.ts';
import { runner } from '../../rehearsal/probes/people.ts';
import { hasGo, needGo } from '../tools/support.ts';
import { cluster, smallEstate, startCluster, type Running, type SmallEstate } from './support.ts';

needGo('stacks under their own identities');

let estate: SmallEstate;
let running: Running;
let own: OwnIdentities;
let outcomes: readonly Outcome[];
let trespass: Trespass;

const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';

describe.skipIf(!hasGo)('stacks of a shared cluster, each as its own identity', () => {
  beforeAll(async () => {
    estate = await smallEstate(`${cluster}--*`);
    running = await startCluster(estate);
    own = await ownIdentities({ client: running.client, stacks: running.stacks, content: estate.exported.content, as: runner });
    // Definitions are there already, and are applied again: their stack has an identity too.
    outcomes = await applyStacks({ client: running.client, stacks: running.stacks, content: estate.exported.content, as: runner, identities: own });
    trespass = await own.trespass();
    const of = (verdict: Outcome['verdict']) => outcomes.filter((outcome) => outcome.verdict === verdict).length;
    console.log(`${own.stacks} identities: ${of('accepted')} objects accepted, ${of('rejected')} refused; ${trespass.asked} requests for others’ objects, ${trespass.allowed.length} allowed`);
  });
  afterAll(async () => {
    await running?.stop();
    estate?.remove();
  });

  it('may create and change every object of their own', () => {
    expect(outcomes.filter(({ verdict }) => verdict === 'rejected').map(({ object, message }) => `${object.file}: ${message}`)).toEqual([]);
    expect(outcomes.filter(({ verdict }) => verdict === 'accepted').length).toBeGreaterThan(400);
    expect(own.stacks).toBe(running.stacks.length);
  });

  it('may touch no object of another stack', () => {
    expect(trespass.asked).toBeGreaterThan(own.stacks * (own.stacks - 1) / 2);
    expect(trespass.allowed).toEqual([]);
  });

  it('show who may more: an identity with the rights of an administrator is found', async () => {
    const intruder = own.of(running.stacks.at(-1)!.objects[0]!).user;
    const path = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/ndc-intruder';
    const body = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'ndc-intruder' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' }, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: intruder }] };
    await running.client.send({ method: 'PATCH', path: `${path}?fieldManager=test&force=true`, type: 'application/apply-patch+yaml', body, as: runner });
    await expect.poll(async () => (await own.trespass()).allowed.filter((line) => line.startsWith(`${intruder} may patch `)).length, { timeout: 60_000 }).toBeGreaterThan(5);
    await running.client.send({ method: 'DELETE', path, as: runner });
  });

  it('are gone when they are taken away', async () => {
    await own.clear();
    const { body } = await running.client.send({ method: 'GET', path: roles });
    expect((body as { items: { metadata: { name: string } }[] }).items.filter(({ metadata }) => metadata.name.startsWith('ndc:stack:'))).toEqual([]);
  });
});
