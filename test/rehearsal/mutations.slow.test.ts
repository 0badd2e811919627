/** A guard rail that nobody misses guards nothing: each is taken out of the output in turn, and the probes that name it must fail. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyPatch, mergePatch, type Caller, type Request } from '../../rehearsal/api-client.ts';
import { applyStacks } from '../../rehearsal/apply.ts';
import { prepareSubjects } from '../../rehearsal/cluster.ts';
import type { Probe } from '../../rehearsal/probe.ts';
import { probes } from '../../rehearsal/probes/all.ts';
import { onCall, runner } from '../../rehearsal/probes/people.ts';
import { runProbes } from '../../rehearsal/run-probes.ts';
import type { Subjects } from '../../rehearsal/subjects.ts';
import { hasGo, needGo } from '../tools/support.ts';
import { cluster, isDefinition, smallEstate, startCluster, type Running, type SmallEstate } from './support.ts';

needGo('what removing a guard rail does');

/** Guards that are flags of the API server: no object of the output can take them away. */
const flags = new Set(['node', 'api-server']);
const surgeon: Caller = { ...onCall, groups: ['system:masters', ...onCall.groups] };
const bindings = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings';

let estate: SmallEstate;
let running: Running;
let subjects: Subjects;
let refusals: readonly string[];

describe.skipIf(!hasGo)('without a guard rail', () => {
  beforeAll(async () => {
    estate = await smallEstate(`${cluster}--*`);
    running = await startCluster(estate);
    const outcomes = await applyStacks({ client: running.client, stacks: running.stacks, content: estate.exported.content, as: runner, held: isDefinition });
    refusals = outcomes.filter(({ verdict }) => verdict === 'rejected').map(({ object, message }) => `${object.file}: ${message}`);
    subjects = (await prepareSubjects(estate, running)).subjects;
  });
  afterAll(async () => {
    await running?.stop();
    estate?.remove();
  });

  const ask = (some: readonly Probe[], patience = 0) => runProbes({ client: running.client, subjects, probes: some, auditLog: running.plane.auditLog, patience });
  const send = async (request: Omit<Request, 'as'>): Promise<void> => {
    const { status, message } = await running.client.send({ ...request, as: surgeon });
    if (status >= 300) throw new Error(message);
  };
  const withGuard = (guard: string) => probes.filter((probe) => probe.guard === guard && probe.attempt(subjects) !== undefined);
  /** Asks until every probe fails, as policies lose their effect a moment after they are gone. @returns ids of those that still pass */
  const stillPassing = async (some: readonly Probe[]): Promise<string[]> => {
    let left: readonly Probe[] = some;
    for (let tries = 0; tries < 100 && left.length > 0; tries += 1) {
      const passed = new Set((await ask(left)).filter(({ status }) => status !== 'failed').map(({ id }) => id));
      left = left.filter(({ id }) => passed.has(id));
      if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return left.map(({ id }) => id);
  };

  it('missing, everything is accepted and no probe fails', async () => {
    expect(refusals).toEqual([]);
    expect((await ask(probes, 30_000)).filter(({ status }) => status !== 'passed').map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
  });

  it('missing, every expression of a policy has its type', async () => {
    const { body } = await running.client.send({ method: 'GET', path: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies' });
    const items = (body as { items: { metadata: { name: string }; status?: { observedGeneration?: number; typeChecking?: { expressionWarnings?: unknown[] } } }[] }).items;
    expect(items.filter(({ status }) => status?.observedGeneration !== undefined).length).toBe(items.length);
    expect(items.filter(({ status }) => (status?.typeChecking?.expressionWarnings ?? []).length > 0).map(({ metadata }) => metadata.name)).toEqual([]);
  });

  it('every admission policy of the output has probes of its own', () => {
    const policies = running.stacks.flatMap(({ objects }) => objects.filter(({ kind, name }) => kind === 'ValidatingAdmissionPolicy' && name.startsWith('ndc-')).map(({ name }) => name.replace('ndc-', 'admission/'))).sort();
    expect(policies.length).toBeGreaterThan(20);
    expect(policies.filter((policy) => withGuard(policy).length === 0)).toEqual([]);
    expect([...new Set(probes.map(({ guard }) => guard))].filter((guard) => !policies.includes(guard)).sort()).toEqual(['api-server', 'node', 'none', 'pod-security', 'quota', 'rbac']);
  });

  it('its binding, each admission policy misses its own probes', async () => {
    const guards = [...new Set(probes.map(({ guard }) => guard))].filter((guard) => guard.startsWith('admission/')).sort();
    const unnoticed: string[] = [];
    for (const guard of guards) {
      const name = guard.replace('admission/', 'ndc-');
      const { body } = await running.client.send({ method: 'GET', path: `${bindings}/${name}`, as: surgeon });
      await send({ method: 'DELETE', path: `${bindings}/${name}` });
      unnoticed.push(...(await stillPassing(withGuard(guard))).map((id) => `${guard}: ${id}`));
      await send({ method: 'PATCH', path: `${bindings}/${name}?fieldManager=ndc&force=true`, type: applyPatch, body: { apiVersion: body['apiVersion'], kind: body['kind'], metadata: { name }, spec: body['spec'] } });
    }
    expect(unnoticed).toEqual([]);
    const after = await ask(probes.filter(({ guard }) => guard.startsWith('admission/')), 30_000);
    expect(after.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual([]);
  });

  it('limits of RBAC, whoever gets all rights shows in every probe of theirs', async () => {
    const some = withGuard('rbac');
    const users = [...new Set(some.map((probe) => probe.attempt(subjects)!.as.user))];
    const path = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/ndc-mutation';
    await send({
      method: 'PATCH', path: `${path}?fieldManager=test&force=true`, type: applyPatch,
      body: {
        apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'ndc-mutation' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: users.map((name) => (name.startsWith('system:serviceaccount:') ? { kind: 'ServiceAccount', namespace: name.split(':')[2], name: name.split(':')[3] } : { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name })),
      },
    });
    expect(await stillPassing(some)).toEqual([]);
    await send({ method: 'DELETE', path });
  });

  it('the Pod Security standard of its namespace, every pod that reaches for its machine is noticed', async () => {
    const path = `/api/v1/namespaces/${subjects.app!.name}`;
    await send({ method: 'DELETE', path: `${bindings}/ndc-namespace-shape` });
    const weaken = async (): Promise<void> => {
      for (let tries = 0; tries < 100; tries += 1) {
        if ((await running.client.send({ method: 'PATCH', path, type: mergePatch, body: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } }, as: surgeon })).status < 300) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await weaken();
    expect(await stillPassing(withGuard('pod-security'))).toEqual([]);
    await send({ method: 'PATCH', path, type: mergePatch, body: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } } });
  });

  it('the quota of its namespace, what exceeds it is noticed', async () => {
    expect(withGuard('quota').length).toBeGreaterThan(0);
    await send({ method: 'DELETE', path: `/api/v1/namespaces/${subjects.app!.name}/resourcequotas/ndc-quota` });
    expect(await stillPassing(withGuard('quota'))).toEqual([]);
  });

  it('what is left are flags of the API server and what must work', () => {
    const mutated = new Set(['rbac', 'pod-security', 'quota', ...probes.map(({ guard }) => guard).filter((guard) => guard.startsWith('admission/'))]);
    expect([...new Set(probes.map(({ guard }) => guard))].filter((guard) => !mutated.has(guard) && guard !== 'none' && !flags.has(guard))).toEqual([]);
  });
});
