import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { pinnedNode, machineNode } from '../../bench/nodes.ts';
import { run } from '../../bench/run.ts';
import { sameStacks } from '../../bench/same.ts';
import { projectRoot } from '../../scripts/paths.ts';
import { synthesize } from '../../synth/synthesize.ts';
import { remove, smallCatalog, temporaryFolder } from '../synth/support.ts';

const folder = temporaryFolder();
const catalog = smallCatalog();
afterAll(() => {
  catalog.delete();
  remove(folder);
});

const pinned = pinnedNode();
const machine = machineNode(pinned);

it.each([pinned, ...(machine ? [machine] : [])])('plain CDKTF under tsx on Node $version writes the stacks that ndc synth writes', async ({ path, version }) => {
  const ours = join(folder, 'ours');
  const { stacks } = await synthesize({ loadEstate: () => catalog.load().estate, out: ours });
  const plain = join(folder, `plain-${version}`);
  run({ node: path, tsx: true, args: [join(projectRoot, 'bench', 'plain.ts'), catalog.folder, plain] });
  expect(sameStacks(ours, plain)).toBe(stacks);
});
