/** A change of the catalog opens what it says and nothing else; what the catalog gets wrong is a finding with its place. And the command, as its caller sees it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportObjects } from '../../export/export.ts';
import { clusterFlows } from '../../flows/cluster-flows.ts';
import { flowFindings, flowTitles } from '../../flows/findings.ts';
import { partsOf } from '../../flows/parts.ts';
import type { FlowObject } from '../../flows/pods-of.ts';
import { answer } from '../../flows/query.ts';
import type { ChangesReport, FlowsReport } from '../../flows/format/report.ts';
import { buildEstate } from '../../model/estate.ts';
import { loadCatalog } from '../../model/load/catalog.ts';
import type { Component } from '../../model/schema/system.ts';
import { CatalogCopy } from '../stacks/support.ts';
import { synthesize } from '../../synth/synthesize.ts';
import { hasGo, needGo } from '../tools/support.ts';
import { objectsIn } from './estate.ts';

needGo('what a change of the catalog opens');

const cluster = 'ndc-1-shared-1';
const only = `${cluster}--{guardrails,services,exchange,operator-cloudnative-pg,operator-envoy-gateway,moc--procedure,moc--procedure--data}`;
const file = 'tenants/moc/systems/procedure.yaml';
const root = join(import.meta.dirname, '../..');

describe.skipIf(!hasGo)('a catalog', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-flows-'));
  const copies: CatalogCopy[] = [];
  let plain: Awaited<ReturnType<typeof flowsOf>>;
  beforeAll(async () => {
    plain = await flowsOf('plain');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    for (const copy of copies) copy.delete();
  });

  async function flowsOf(name: string, edit?: (components: Component[], system: { entries: { component: string }[] }, copy: CatalogCopy) => void, change: (objects: readonly FlowObject[]) => readonly FlowObject[] = (objects) => objects) {
    const copy = new CatalogCopy();
    copies.push(copy);
    if (edit) copy.edit(file, (system: { components: Component[]; entries: { component: string }[] }) => edit(system.components, system, copy));
    const catalog = loadCatalog([copy.folder]);
    const estate = buildEstate(catalog)!;
    await synthesize({ loadEstate: () => estate, out: join(folder, name, 'synthesized'), only });
    await exportObjects({ synthesized: join(folder, name, 'synthesized'), out: join(folder, name, 'objects') });
    const objects = objectsIn(join(folder, name, 'objects')).get(cluster)!;
    return { catalog, estate, copy, objects, ...judge(change(objects)) };

    function judge(given: readonly FlowObject[]) {
      const flows = clusterFlows(estate, estate.clusters.get(cluster)!, [partsOf(given)]);
      const open = answer([flows], { from: () => true, to: () => true, port: undefined, explain: false }).flows.map(({ from, to, ports, declared }) => `${from} → ${to} ${ports}${declared ? '' : ' (not declared)'}`);
      return { flows, open, judge };
    }
  }

  test('that connects two components opens that one flow', async () => {
    const changed = await flowsOf('connected', (components) => {
      const [web, staff] = [components.find(({ id }) => id === 'web')!, components.find(({ id }) => id === 'staff')!];
      web.connects.push({ to: 'component', component: staff.id, listener: staff.listeners[0]!.id });
    });
    expect(changed.open.filter((line) => !plain.open.includes(line))).toEqual(['moc/procedure/web → moc/procedure/staff TCP 8443']);
    expect(plain.open.filter((line) => !changed.open.includes(line))).toEqual([]);
  });

  test('with a policy too many, too few or too wide is told so, at the line it comes from', () => {
    const policy = (name: string, spec: object): FlowObject => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'moc--procedure--dmz', name, file: `${name}.yaml`, source: { file, pointer: '/components/0' }, content: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'moc--procedure--dmz' }, spec } });
    const clusterWide = (name: string): FlowObject => ({ ...policy(name, {}), apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', namespace: '', content: { kind: 'ClusterNetworkPolicy', metadata: { name }, spec: { tier: 'Admin', priority: 999, subject: { namespaces: {} }, egress: [{ action: 'Deny', to: [{ networks: ['192.0.2.0/24'] }] }] } } });
    const found = (objects: readonly FlowObject[]) => flowFindings(plain.estate, [plain.judge(objects).flows], plain.catalog.locate).map(({ code, file: at, line }) => `${code} ${at}:${line}`);
    const normal = new Set(found(plain.objects));
    const fresh = (objects: readonly FlowObject[]) => [...new Set(found(objects).filter((one) => !normal.has(one)))];
    const line = plain.catalog.locate({ file, pointer: '/components/0' }).line;
    expect(fresh([...plain.objects, policy('ssh', { podSelector: {}, ingress: [{ ports: [{ port: 22 }] }] })])).toEqual([`forbidden-port ${file}:${line}`]);
    expect(fresh([...plain.objects, policy('odd', { podSelector: {}, ingress: [{ ports: [{ port: 4444 }] }] })])).toEqual([`surplus-flow ${file}:${line}`]);
    expect(fresh([...plain.objects, policy('lost', { podSelector: { matchLabels: { app: 'nobody' } } })])).toEqual([`selects-nothing ${file}:${line}`]);
    expect(fresh([...plain.objects, policy('pods', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.18.0.0/24' } }], ports: [{ port: 8443 }] }] })])).toContain(`address-of-pods ${file}:${line}`);
    expect(fresh([...plain.objects, clusterWide('a'), clusterWide('b')])).toContain(`equal-priority ${file}:${line}`);
    const missing = fresh(plain.objects.filter(({ name, namespace }) => !(name === 'flows-web' && namespace === 'moc--procedure--dmz')));
    expect(missing).toContain(`missing-flow ${file}:${plain.catalog.locate({ file, pointer: '/components/0/connects/0' }).line}`);
    const codes = ['forbidden-port', 'surplus-flow', 'selects-nothing', 'address-of-pods', 'equal-priority', 'missing-flow'];
    expect(codes.filter((code) => !(code in flowTitles))).toEqual([]);
  });

  test('with a listener on a forbidden port is told so', async () => {
    const { estate, flows, catalog } = await flowsOf('forbidden', (components) => {
      components[0]!.listeners[0] = { ...components[0]!.listeners[0]!, port: 22 };
    });
    const finding = flowFindings(estate, [flows], catalog.locate).find(({ code }) => code === 'forbidden-port')!;
    expect(finding).toMatchObject({ severity: 'error', file, path: '/components/0/listeners/0/port', message: { en: 'moc/procedure/web listens on the forbidden port 22 (SSH): remote login or control; administration goes through the API server, which is audited' } });
  });

  test.each([
    ['nothing', undefined, [], []],
    ['a new agreement', (components, _, copy) => {
      components.find(({ id }) => id === 'staff')!.connects.push({ to: 'exchange', exchange: 'mps/ndop' });
      copy.derive('tenants/moc/uses/population-query.yaml', 'tenants/moc/uses/population-staff.yaml', (use) => Object.assign(use, { id: 'population-staff', component: 'staff' }));
    }, ['moc/procedure/staff → platform/ndc-exchange/gateway TCP 8443'], []],
    ['a listener', (components) => {
      const [web, staff] = [components.find(({ id }) => id === 'web')!, components.find(({ id }) => id === 'staff')!];
      staff.listeners.push({ id: 'status', port: 8444, protocol: 'TCP' });
      web.connects.push({ to: 'component', component: 'staff', listener: 'status' });
    }, ['moc/procedure/web → moc/procedure/staff TCP 8444'], []],
    ['the end of a component', (components, system) => {
      components.splice(components.findIndex(({ id }) => id === 'staff'), 1);
      system.entries.splice(system.entries.findIndex(({ component }) => component === 'staff'), 1);
    }, [], ['moc/procedure/staff → moc/procedure/api TCP 8080']],
  ] as const satisfies readonly (readonly [string, Parameters<typeof flowsOf>[1], readonly string[], readonly string[]])[])('beside the one before shows %s', async (name, edit, opens, closes) => {
    const changed = await flowsOf(name.replaceAll(' ', '-'), edit);
    const commit = spawnSync('git', ['-C', root, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).stdout.trim();
    const cache = join(folder, 'cache');
    // What the base's own program would have written.
    cpSync(join(folder, 'plain/objects'), join(cache, 'base', commit, 'objects'), { recursive: true });
    cpSync(plain.copy.folder, join(cache, 'base', commit, 'catalog'), { recursive: true });
    const ndc = (...args: string[]) => spawnSync(process.execPath, [join(root, 'scripts/ndc.ts'), 'flows', '--base', 'HEAD', '--catalog', changed.copy.folder, '--objects', join(folder, name.replaceAll(' ', '-'), 'objects'), ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NDC_CACHE: cache, NDC_LANG: 'en' } });
    const { status, stdout, stderr } = ndc('--format', 'json');
    expect({ status, stderr: /^ndc:.*$/m.exec(stderr)?.[0] }).toEqual({ status: 0, stderr: undefined });
    const report = JSON.parse(stdout) as ChangesReport;
    const lines = (flows: ChangesReport['opens']) => flows.map(({ from, to, ports }) => `${from.id} → ${to.id} ${ports}`);
    expect(report).toMatchObject({ ok: true, base: { ref: 'HEAD', commit } });
    expect(lines(report.opens)).toEqual(opens);
    if (closes.length === 0) expect(report.closes).toEqual([]);
    else {
      expect(lines(report.closes)).toEqual(expect.arrayContaining([...closes]));
      // Nothing but what the component and its entry had.
      expect(report.closes.filter(({ from, to }) => ![from.id, to.id].some((id) => ['moc/procedure/staff', 'moc/procedure/gateway/procedure-staff', 'other/moc--procedure--internal'].includes(id)))).toEqual([]);
    }
    for (const { egress, ingress, wishes } of report.opens) {
      expect([egress, ingress]).toMatchObject([{ allowed: true, catalog: { file } }, { allowed: true }]);
      expect(wishes.map(({ catalog }) => changed.catalog.text(catalog.file)!.split('\n')[catalog.line - 1])).toEqual([expect.stringMatching(/to:/) as unknown]);
    }
    const text = ndc('--tenant', 'moc').stdout;
    expect(text).toMatch(new RegExp(`^${opens.length} flows open, ${report.closes.length} flows close against HEAD \\(${commit.slice(0, 12)}; `));
    for (const line of opens) expect(text).toContain(`\n+ ${cluster}: ${line.replace(' TCP', '  TCP')}\n      declared at tenants/moc/systems/procedure.yaml:`);
    expect(ndc('--format', 'csv').stdout.split('\n').filter((row) => row.startsWith('opens,'))).toHaveLength(opens.length);
  });

  test('is not compared with a revision that there is not, nor drawn', () => {
    const ndc = (...args: string[]) => spawnSync(process.execPath, [join(root, 'scripts/ndc.ts'), 'flows', '--objects', join(folder, 'plain/objects'), ...args], { cwd: folder, encoding: 'utf8' });
    expect(ndc('--base', 'no-such-branch')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('ndc: there is no revision no-such-branch') as unknown });
    expect(ndc('--base', 'HEAD', '--format', 'svg')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('ndc: there are no pictures of a change') as unknown });
  });

  test('answers people who ask', () => {
    const ndc = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/ndc.ts'), 'flows', '--catalog', plain.copy.folder, '--objects', join(folder, 'plain/objects'), '--cluster', cluster, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NDC_LANG: 'en' } });
      return { status, stdout, stderr };
    };
    const denied = ndc('--from', 'outside', '--to', 'moc-procedure', '--expect', 'denied', '--format', 'json');
    expect(denied.status).toBe(0);
    const report = JSON.parse(denied.stdout) as FlowsReport;
    expect(report).toMatchObject({ ok: true, verdict: 'denied', flows: [], question: { from: 'outside', to: 'moc-procedure', port: null } });
    expect(report.pairs.asked).toBeGreaterThan(100);
    expect(ndc('--from', 'internet', '--to', 'moc/procedure', '--expect', 'denied').status).toBe(1);
    const explained = ndc('--from', 'moc/procedure/api', '--to', 'moc-procedure', '--port', '5432', '--explain');
    expect(explained.status).toBe(0);
    expect(explained.stdout).toContain('moc/procedure/api → database/moc-procedure/pooler  TCP 5432');
    expect(explained.stdout).toMatch(/declared at tenants\/moc\/systems\/procedure\.yaml:\d+.*moc\/procedure\/api declares a connection to moc-procedure/);
    expect(explained.stdout).toMatch(/in: NetworkPolicy: NetworkPolicy moc--procedure--database-servers\/flows--moc-procedure--pooler, rule \d+ accepts {2}\[tenants\/moc\/databases\/moc-procedure\.yaml:\d+/);
    const table = ndc('--from', 'staff/moc', '--format', 'csv').stdout.split('\n');
    expect(table[0]).toBe('from,fromCluster,to,toCluster,ports,families,declared,via,wish,catalog,egressPolicy,ingressPolicy');
    expect(table.filter((row) => row.includes('gateway/procedure-staff'))).toHaveLength(1);
    expect(ndc('--to', 'moc/procedur')).toEqual({ status: 2, stdout: '', stderr: expect.stringContaining('ndc: nothing is called moc/procedur\n     did you mean moc/procedure?\n') as unknown });
    expect(ndc('--port', '70000')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('must be a port from 1 to 65535') as unknown });
    expect(ndc('--format', 'svg', '--out', 'pictures', '--tenant', 'moc')).toMatchObject({ status: 0, stdout: '2 pictures: pictures\n' });
  });
});
