import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { digestOf, readTree } from '../../tools/cache.ts';
import { listCharts, stageChart, stageCharts } from '../../tools/charts.ts';
import { RECORD_LIMIT, crdCharts } from '../../tools/crds.ts';
import { parseManifests } from '../../tools/manifest.ts';
import { fetchModule, pinnedSum } from '../../tools/modules.ts';
import { renderReleases, type KubernetesObject } from '../../tools/render.ts';
import { chartsOf } from '../../tools/stage.ts';
import type { CatalogEntry } from '../../tools/catalog.ts';
import { hasGo, makeChart, needGo, startNode, temporaryFolder } from './support.ts';

/** Downloads and a first build of the renderer and of kustomize, on two busy cores. */
const FIRST_TIME_MS = 600_000;
const KUBE = { kubeVersion: '1.36.3' };

needGo('the staging of upstream charts');

function entryOf(name: string): CatalogEntry {
  const entry = listCharts().charts.find((item) => item.name === name);
  if (entry === undefined) throw new Error(`no ${name}`);
  return entry;
}

async function objectsOf(chart: string, namespace: string, values: Readonly<Record<string, unknown>> = {}): Promise<readonly KubernetesObject[]> {
  const answer = (await renderReleases([{ id: 'one', chart, name: 'one', namespace, values }], KUBE)).get('one');
  if (answer === undefined || 'error' in answer) throw new Error(answer?.error ?? 'no answer');
  return answer.objects;
}

const named = (objects: readonly KubernetesObject[]): Map<string, KubernetesObject> => new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));

describe('the catalogue of charts', () => {
  test('pins each module by the sum of its zip and of its go.mod, and each go.mod asks for that version', () => {
    for (const { folder, module, version } of listCharts().charts) {
      const at = join(import.meta.dirname, '../../tools/charts', folder);
      expect(readFileSync(join(at, 'go.mod'), 'utf8'), folder).toContain(`\nrequire ${module} ${version}\n`);
      expect(readFileSync(join(at, 'go.sum'), 'utf8'), folder).toMatch(new RegExp(`^${module} ${version} h1:\\S+=\\n${module} ${version}/go.mod h1:\\S+=\\n$`));
    }
  });

  test('says in both languages why something cannot be had, and staging it gives that reason', async () => {
    const { unavailable } = listCharts();
    expect(unavailable.map((item) => item.name)).toEqual(['velero', 'external-secrets', 'victoria-metrics-operator', 'harbor', 'kube-state-metrics']);
    for (const { reason } of unavailable) expect(reason.vi.length * reason.en.length).toBeGreaterThan(0);
    await expect(stageChart('harbor')).rejects.toThrow('the chart "harbor" cannot be had: Harbor\'s chart lives in a repository of charts');
  });

  test('refuses a version that go.sum does not pin', () => {
    expect(() => pinnedSum('cilium', 'github.com/cilium/cilium', 'v9.9.9')).toThrow('tools/charts/cilium/go.sum does not pin github.com/cilium/cilium v9.9.9');
  });
});

describe('definitions', () => {
  const entry: CatalogEntry = { ...entryOf('crds-velero'), edits: [{ do: 'label', labels: { a: 'b' }, why: 'a reason for this' }] };
  const definition = (name: string, text: string): KubernetesObject & { metadata: { name: string } } => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name }, spec: { text } });

  test('are split by name order into charts with room for each, the first without a number', () => {
    const parts = crdCharts(entry, ['c', 'a', 'b'].map((name) => definition(name, 'x'.repeat(100))), 700);
    expect(parts.map((part) => [part.name, part.files.filter((file) => file.path.startsWith('templates/')).map((file) => file.path)])).toEqual([
      ['crds-velero', ['templates/a.yaml', 'templates/b.yaml']],
      ['crds-velero-2', ['templates/c.yaml']],
    ]);
  });

  test('that are alone too large for a release are refused with the size and the limit', () => {
    let state = 1;
    const noise = Array.from({ length: 900_000 }, () => String.fromCharCode(33 + ((state = (state * 48_271) % 2_147_483_647) % 90))).join('');
    expect(() => crdCharts(entry, [definition('large', noise)])).toThrow(/^crds-velero would take \d+ bytes in Helm's record, over the limit of 921600: it holds templates\/large\.yaml$/);
  });

  test.skipIf(!hasGo)('keep braces in descriptions, their labels, and stay when the release is removed', { timeout: FIRST_TIME_MS }, async () => {
    const [part] = crdCharts(entry, [definition('a', 'use {{ .Name }} or {{- "x" }}')]);
    const chart = makeChart(Object.fromEntries((part?.files ?? []).map((file) => [file.path, Buffer.from(file.bytes).toString()])));
    expect(await objectsOf(chart, 'ns')).toEqual([
      { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'a', annotations: { 'helm.sh/resource-policy': 'keep' }, labels: { a: 'b' } }, spec: { text: 'use {{ .Name }} or {{- "x" }}' } },
    ]);
  });

  test('with values that YAML readers take differently are refused', () => {
    expect(() => parseManifests('kind: A\nmetadata: {name: a}\nmode: 0644\n', 'file.yaml')).toThrow('file.yaml: the value 0644 is ambiguous in YAML; it needs quotes');
    expect(() => parseManifests('kind: A\nmetadata: {name: a}\non: yes\n', 'file.yaml')).toThrow('file.yaml: the value on is ambiguous');
    expect(parseManifests('kind: A\nmetadata: {name: a}\nmode: "0644"\n---\n', 'file.yaml')).toEqual([{ kind: 'A', metadata: { name: 'a' }, mode: '0644' }]);
  });
});

describe.skipIf(!hasGo)('staged charts', () => {
  test('all render with their least values, and what holds definitions fits into a release', { timeout: FIRST_TIME_MS }, async () => {
    const staged = (await Promise.all(listCharts().charts.map((entry) => stageCharts(entry.name)))).flat();
    const answers = await renderReleases(
      staged.map(({ name, dir, digest, entry }) => ({ id: name, chart: dir, digest, name, namespace: entry.namespace ?? 'kube-system', values: entry.kind === 'crds' ? {} : entry.values })),
      KUBE,
    );
    for (const chart of staged) {
      const answer = answers.get(chart.name);
      if (answer === undefined || 'error' in answer) throw new Error(`${chart.name}: ${answer?.error ?? 'no answer'}`);
      expect(answer.objects.length, chart.name).toBeGreaterThan(0);
      const definitions = answer.objects.filter((object) => object.kind === 'CustomResourceDefinition');
      if (chart.entry.kind === 'crds') {
        expect(definitions.length, chart.name).toBeGreaterThan(0);
        for (const object of answer.objects) expect(object.metadata.annotations?.['helm.sh/resource-policy'], object.metadata.name).toBe('keep');
        expect(chart.recordBytes, chart.name).toBeLessThanOrEqual(RECORD_LIMIT);
      } else expect(definitions, chart.name).toEqual([]);
      expect(parse(readFileSync(join(chart.dir, 'Chart.yaml'), 'utf8')), chart.name).toHaveProperty('name');
    }
  });

  test('are the same bytes in another cache, another folder and another time zone', { timeout: FIRST_TIME_MS }, async () => {
    const names = ['envoy-gateway', 'cloudnative-pg', 'crds-envoy-gateway', 'crds-metal3'];
    const here = (await Promise.all(names.map(stageCharts))).flat().map((chart) => `${chart.name} ${chart.digest}`);
    const code = `process.chdir('/'); for (const n of ${JSON.stringify(names)}) for (const c of await tool.stageCharts(n)) console.log(c.name, c.digest);`;
    const cache = temporaryFolder();
    const there = await startNode('charts.ts', code, { NDC_CACHE: cache, TZ: 'Pacific/Kiritimati', LC_ALL: 'vi_VN.UTF-8' }).ended;
    expect(there.stdout.trim().split('\n'), there.stderr).toEqual(here);
  });

  test('that were changed by hand in the cache are staged anew', { timeout: FIRST_TIME_MS }, async () => {
    const [part] = await stageCharts('crds-plugin-barman-cloud');
    if (part === undefined) throw new Error('nothing staged');
    writeFileSync(join(part.dir, 'values.yaml'), 'changed: true\n');
    const again = await stageChart('crds-plugin-barman-cloud');
    expect(again.digest).toBe(part.digest);
    expect(digestOf(readTree(again.dir))).toBe(part.digest);
  });

  test('hold the definitions as Kubernetes reads them in the upstream file', { timeout: FIRST_TIME_MS }, async () => {
    for (const name of ['crds-cert-manager', 'crds-cloudnative-pg', 'crds-gateway-api', 'crds-velero']) {
      const { folder, module, version, paths, kinds } = entryOf(name);
      const files = await fetchModule(folder, module, version);
      const sources = files.paths.filter((path) => paths.some((root) => path === root || path.startsWith(`${root}/`)) && path.endsWith('.yaml') && !path.includes('kustomiz'));
      // Helm hands files of crds/ on as they are, so these objects are read by Go and not by us.
      const original = makeChart(Object.fromEntries(sources.map((path) => [`crds/${path.replaceAll('/', '-')}`, files.read(path).toString()])));
      const expected = (await objectsOf(original, 'ns')).filter((object) => kinds.includes(object.kind));
      const staged = named((await Promise.all((await stageCharts(name)).map((part) => objectsOf(part.dir, 'ns')))).flat());
      expect(staged.size, name).toBe(expected.length);
      for (const object of expected) expect(staged.get(`${object.kind}/${object.metadata.name}`)?.['spec'], object.metadata.name).toEqual(object['spec']);
    }
  });

  test('of a manifest are its objects, with the parameters and the dropped objects as only differences', { timeout: FIRST_TIME_MS }, async () => {
    const entry = entryOf('cloudnative-pg');
    const files = await fetchModule(entry.folder, entry.module, entry.version);
    const original = named(await objectsOf(makeChart({ 'crds/all.yaml': files.read(entry.paths[0] ?? '').toString() }), 'ns'));
    const { dir } = await stageChart('cloudnative-pg');
    const staged = named(await objectsOf(dir, 'cnpg-system', { image: 'registry.example/cnpg:1', replicas: 2 }));
    for (const [name, object] of original) {
      if (object.kind === 'CustomResourceDefinition' || object.kind === 'Namespace') expect(staged.has(name), name).toBe(false);
      else if (object.kind !== 'Deployment') expect(staged.get(name), name).toEqual(object);
    }
    expect(staged.get('Deployment/cnpg-controller-manager')).toMatchObject({
      spec: { replicas: 2, template: { spec: { nodeSelector: {}, containers: [{ image: 'registry.example/cnpg:1', imagePullPolicy: 'IfNotPresent', env: [{ name: 'OPERATOR_IMAGE_NAME', value: 'registry.example/cnpg:1' }, {}, {}, { name: 'CLUSTERS_ROLLOUT_DELAY', value: '0' }, { name: 'INSTANCES_ROLLOUT_DELAY', value: '0' }] }] } } },
    });
  });

  test('of a manifest refuse another namespace and an unknown value', { timeout: FIRST_TIME_MS }, async () => {
    const { dir } = await stageChart('cloudnative-pg');
    await expect(objectsOf(dir, 'elsewhere')).rejects.toThrow('cloudnative-pg must be installed in the namespace cnpg-system, which its upstream fixes, not in elsewhere');
    await expect(objectsOf(dir, 'cnpg-system', { replica: 2 })).rejects.toThrow("additional properties 'replica' not allowed");
  });

  test('take no edit that no longer finds what it changes', { timeout: FIRST_TIME_MS }, async () => {
    const entry = entryOf('envoy-gateway');
    const files = await fetchModule(entry.folder, entry.module, entry.version);
    const why = 'a reason for this';
    const withEdit = (edit: CatalogEntry['edits'][number]): Promise<unknown> => chartsOf({ ...entry, edits: [edit] }, files);
    await expect(withEdit({ do: 'replace', file: 'Chart.yaml', from: 'no such text', to: '', why })).rejects.toThrow('envoy-gateway: Chart.yaml does not hold "no such text"');
    await expect(withEdit({ do: 'remove', file: 'none', why })).rejects.toThrow('envoy-gateway: there is no none to remove');
    await expect(withEdit({ do: 'copy', from: 'none', to: 'x', why })).rejects.toThrow('has no folder none');
    await expect(withEdit({ do: 'rename', file: 'none', to: 'x', why })).rejects.toThrow('names none, which the chart does not have');
    const manifest = entryOf('cloudnative-pg');
    const text = await fetchModule(manifest.folder, manifest.module, manifest.version);
    await expect(chartsOf({ ...manifest, edits: [{ do: 'drop', kind: 'Pod', why }] }, text)).rejects.toThrow('cloudnative-pg: there is no Pod');
  });

  test('by an unknown name list what there is', async () => {
    await expect(stageChart('cilum')).rejects.toThrow('no chart "cilum" in tools/charts/catalog.yaml; it has cilium, tetragon, ');
    await expect(stageChart('crds-velero-7')).rejects.toThrow('no chart "crds-velero-7": crds-velero');
  });
});

describe.skipIf(!hasGo)('a module', () => {
  test('that lies changed in the cache of Go is refused, though Go itself does not look again', { timeout: FIRST_TIME_MS }, async () => {
    const env = { GOMODCACHE: temporaryFolder(), GOFLAGS: '-modcacherw' };
    const code = "await tool.fetchModule('network-policy-api', 'sigs.k8s.io/network-policy-api', 'v0.2.0').then((m) => process.stdout.write(m.read('go.mod').toString().split('\\n')[0]), (e) => process.stdout.write(`${e.name}|${e.message}`));";
    expect((await startNode('modules.ts', code, env).ended).stdout).toBe('module sigs.k8s.io/network-policy-api');
    const zip = join(env.GOMODCACHE, 'cache/download/sigs.k8s.io/network-policy-api/@v/v0.2.0.zip');
    const bytes = readFileSync(zip);
    for (let at = 500; at < 5000; at += 50) bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    chmodSync(zip, 0o644);
    writeFileSync(zip, bytes);
    expect((await startNode('modules.ts', code, env).ended).stdout).toMatch(/^ToolError\|The downloaded sigs\.k8s\.io\/network-policy-api v0\.2\.0 is not the pinned one \(pinned h1:\S+, found .+\)\. Do not use it\./);
  });

  test('that cannot be reached is reported with the next step', { timeout: FIRST_TIME_MS }, async () => {
    const code = "await tool.fetchModule('network-policy-api', 'sigs.k8s.io/network-policy-api', 'v0.2.0').catch((e) => process.stdout.write(`${e.name}|${e.message}`));";
    const { stdout } = await startNode('modules.ts', code, { GOPROXY: 'off', GOMODCACHE: temporaryFolder() }).ended;
    expect(stdout).toMatch(/^ToolError\|The Go module sigs\.k8s\.io\/network-policy-api v0\.2\.0 could not be had; Go said: .*GOPROXY=off.*\nRun again with the network/s);
  });
});
