import { cpSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runGo } from '../../tools/go.ts';
import { ensureProgram } from '../../tools/programs.ts';
import { renderReleases, type Rendered, type ReleaseToRender } from '../../tools/render.ts';
import { hasGo, makeChart, needGo, startNode, temporaryFolder } from './support.ts';

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\ndata:\n  value: ';
const KUBE = { kubeVersion: '1.36.3' };

needGo('the rendering of releases');

function release(chart: string, values: Record<string, unknown> = {}, more: Partial<ReleaseToRender> = {}): ReleaseToRender {
  return { id: 'one', chart, name: 'sample', namespace: 'ns', values, ...more };
}

async function renderOne(chart: string, values: Record<string, unknown> = {}): Promise<Rendered> {
  const answer = (await renderReleases([release(chart, values)], KUBE)).get('one');
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

/** All cached renders of this process's cache. */
function cached(): string[] {
  const folder = join(process.env['NDC_CACHE'] ?? '', 'renders');
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith('.zst')) : [];
}

describe.skipIf(!hasGo)('rendering releases', () => {
  // The built program is the machine's; renders are kept apart. The time is that of a first build.
  beforeAll(async () => {
    const program = await ensureProgram('helm-renderer');
    const before = process.env['NDC_CACHE'];
    const cache = temporaryFolder();
    cpSync(join(program, '..'), join(cache, 'programs', 'helm-renderer'), { recursive: true });
    process.env['NDC_CACHE'] = cache;
    return () => {
      if (before === undefined) delete process.env['NDC_CACHE'];
      else process.env['NDC_CACHE'] = before;
    };
  }, 600_000);

  beforeEach(() => rmSync(join(process.env['NDC_CACHE'] ?? '', 'renders'), { recursive: true, force: true }));

  test("passes the renderer's own Go tests", { timeout: 240_000 }, async () => {
    // The settings of the build, so that its compiled packages are used again.
    const result = await runGo(['test', '-trimpath', '-buildvcs=false', './...'], join(import.meta.dirname, '../../tools/helm-renderer'));
    expect(result.stdout).toMatch(/^ok\s+ndc\/tools\/helm-renderer/);
    expect(result.status).toBe(0);
  });

  test('gives parsed objects for each release, in the order asked', async () => {
    const chart = makeChart({ 'templates/one.yaml': `${CONFIG_MAP}{{ .Values.text | quote }}\n`, 'values.yaml': 'text: default\n' });
    const answers = await renderReleases([release(chart, { text: 'b' }, { id: 'b' }), release(chart, {}, { id: 'a' })], KUBE);
    expect([...answers]).toEqual([
      ['b', { objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' }, data: { value: 'b' } }] }],
      ['a', { objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' }, data: { value: 'default' } }] }],
    ]);
  });

  test('refuses a chart that makes a password by itself, and names template, object and field', async () => {
    const chart = makeChart({ 'templates/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: login\nstringData:\n  password: {{ randAlphaNum 16 }}\n' });
    expect(await renderOne(chart)).toEqual({
      error: "refused: two renders differ (random values or new certificates (rand*, genCA, genSignedCert, uuidv4, htpasswd, …); give them in values or by a Secret's name): Secret login in sample/templates/secret.yaml at .stringData.password",
      by: 'chart',
    });
  });

  test("passes on what the chart's schema says about wrong values", async () => {
    const schema = { type: 'object', additionalProperties: false, properties: { replicas: { type: 'integer', minimum: 1 } } };
    const chart = makeChart({ 'templates/one.yaml': `${CONFIG_MAP}x\n`, 'values.schema.json': JSON.stringify(schema) });
    expect(await renderOne(chart, { replicas: 0, replica: 3 })).toEqual({
      error: "values don't meet the specifications of the schema(s) in the following chart(s):\nsample:\n- at '': additional properties 'replica' not allowed\n- at '/replicas': minimum: got 0, want 1",
      by: 'chart',
    });
  });

  test('prints large numbers in values as the Terraform provider does', async () => {
    const chart = makeChart({ 'templates/one.yaml': `${CONFIG_MAP}"{{ .Values.size }}"\n` });
    expect(await renderOne(chart, { size: 1_000_000 })).toMatchObject({ objects: [{ data: { value: '1e+06' } }] });
  });

  test('takes a second time from the cache, without Go and without the renderer', async () => {
    const chart = makeChart({ 'templates/one.yaml': `${CONFIG_MAP}x\n` });
    const first = await renderOne(chart, { a: 1, b: 2 });
    expect(cached()).toHaveLength(1);
    const code = `const r = await tool.renderReleases([${JSON.stringify(release(chart, { b: 2, a: 1 }))}], ${JSON.stringify(KUBE)}); process.stdout.write(JSON.stringify(r.get('one')));`;
    const programs = join(process.env['NDC_CACHE'] ?? '', 'programs');
    renameSync(programs, `${programs}-aside`);
    const { stdout } = await startNode('render.ts', code, { PATH: '' }).ended;
    renameSync(`${programs}-aside`, programs);
    expect(JSON.parse(stdout)).toEqual(first);
  });

  test('renders anew when chart, values, name, namespace, CRDs, API versions or Kubernetes version change', async () => {
    const chart = makeChart({ 'templates/one.yaml': `${CONFIG_MAP}x\n` });
    const base = release(chart);
    const changes: ReleaseToRender[] = [base, { ...base, values: { a: 1 } }, { ...base, name: 'other' }, { ...base, namespace: 'other' }, { ...base, skipCrds: true }, { ...base, apiVersions: ['x/v1'] }];
    for (const [index, change] of changes.entries()) {
      await renderReleases([change], KUBE);
      expect(cached()).toHaveLength(index + 1);
    }
    await renderReleases([base], { kubeVersion: '1.35.0' });
    writeFileSync(join(chart, 'templates/two.yaml'), CONFIG_MAP.replace('one', 'two'));
    expect(await renderOne(chart)).toMatchObject({ objects: [{}, {}] });
    expect(cached()).toHaveLength(changes.length + 2);
  });

  test('renders anew when a cached answer is damaged', async () => {
    const chart = makeChart({ 'templates/one.yaml': `${CONFIG_MAP}x\n` });
    const first = await renderOne(chart);
    writeFileSync(join(process.env['NDC_CACHE'] ?? '', 'renders', cached()[0] ?? ''), 'junk');
    expect(await renderOne(chart)).toEqual(first);
  });

  test('keeps no error', async () => {
    await renderOne(makeChart({ 'templates/one.yaml': '{{ fail "no" }}' }));
    expect(cached()).toEqual([]);
  });

  test('says of a chart that is not there that it is not there', async () => {
    expect(await renderOne('/nowhere')).toEqual({ error: 'there is no chart at /nowhere', by: 'chart' });
  });

  test('takes two releases of one id for a mistake of the caller', async () => {
    const chart = makeChart({});
    await expect(renderReleases([release(chart), release(chart)], KUBE)).rejects.toThrow('two releases to render have the id "one"');
  });
});

test('without Go and without a cache, nothing is known about a release', async () => {
  const chart = makeChart({ 'templates/one.yaml': `${CONFIG_MAP}x\n` });
  const code = `const r = await tool.renderReleases([${JSON.stringify(release(chart))}], ${JSON.stringify(KUBE)}); process.stdout.write(JSON.stringify(r.get('one')));`;
  const { stdout } = await startNode('render.ts', code, { PATH: '', NDC_CACHE: temporaryFolder() }).ended;
  expect(JSON.parse(stdout)).toMatchObject({ by: 'tool', error: expect.stringContaining('Go is not installed') as string });
});
