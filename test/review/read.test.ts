import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExportError, readExport } from '../../review/read.ts';
import { inTemporaryFolder, namespace, writeExport } from './fixture.ts';

describe('reading an export', () => {
  it('gives stacks and objects, and reads an object when it is asked for', () => inTemporaryFolder((folder) => {
    const exported = readExport(writeExport(folder, [{ stack: 'c--mae', objects: [{ object: namespace('mae'), source: { file: 'tenants/mae/tenant.yaml', pointer: '' } }] }]));
    const [object] = exported.stacks[0]!.objects;
    expect(object).toEqual({
      stack: 'c--mae', targetCluster: 'c', file: 'c--mae/namespace.mae.yaml', apiVersion: 'v1', kind: 'Namespace', namespace: '', name: 'mae', address: 'kubernetes_namespace.mae', release: '',
      source: { file: 'tenants/mae/tenant.yaml', pointer: '' },
    });
    expect(exported.content(object!)).toEqual(namespace('mae'));
  }));

  it('keeps releases that could not be rendered', () => inTemporaryFolder((folder) => {
    const exported = readExport(writeExport(folder, [{ stack: 'c--operator-x', unrendered: [{ release: 'x', chart: 'x', version: '1', reason: 'not mirrored' }] }]));
    expect(exported.stacks[0]!.unrendered).toEqual([{ release: 'x', chart: 'x', version: '1', reason: { vi: 'not mirrored', en: 'not mirrored' } }]);
  }));

  it.each([
    ['there is no export in ', undefined],
    ['is not JSON', '{'],
    ['is not the index of an export: 0/stack: ', '[{}]'],
  ])('says "%s" and the next step', (message, text) => inTemporaryFolder((folder) => {
    if (text !== undefined) writeFileSync(join(folder, 'index.json'), text);
    expect(() => readExport(folder)).toThrow(message);
    try {
      readExport(folder);
    } catch (error) {
      expect((error as ExportError).hint).toContain('npx ndc export');
    }
  }));

  it.each([
    ['a stack a line', (rows: readonly string[]) => `[\n${rows.join(',\n')}\n]\n`],
    ['another form', (rows: readonly string[]) => JSON.stringify(rows.map((row) => JSON.parse(row) as unknown), null, 2)],
  ])('reads the stacks of some clusters alone from an index of %s', (_, form) => inTemporaryFolder((folder) => {
    const row = (stack: string, targetCluster: string) => JSON.stringify({ stack, targetCluster, dependsOn: [], objects: [], unrendered: [] });
    writeFileSync(join(folder, 'index.json'), form([row('a--x', 'a'), row('b--x', 'b'), row('a--y', 'a')]));
    expect(readExport(folder, (cluster) => cluster === 'a').stacks.map(({ id }) => id)).toEqual(['a--x', 'a--y']);
    writeFileSync(join(folder, 'index.json'), form([row('a--x', 'a'), '{"stack":"a--y","targetCluster":"a"}']));
    expect(() => readExport(folder, (cluster) => cluster === 'a')).toThrow('is not the index of an export: 1/dependsOn: ');
  }));

  it('names an object file that is missing or holds no object', () => inTemporaryFolder((folder) => {
    const exported = readExport(writeExport(folder, [{ stack: 'c--mae', objects: [{ object: namespace('mae') }] }]));
    const object = exported.stacks[0]!.objects[0]!;
    writeFileSync(join(folder, object.file), '- 1\n');
    expect(() => exported.content(object)).toThrow('c--mae/namespace.mae.yaml holds no object');
    rmSync(join(folder, object.file));
    mkdirSync(join(folder, object.file));
    expect(() => exported.content(object)).toThrow('cannot be read (EISDIR)');
  }));
});
