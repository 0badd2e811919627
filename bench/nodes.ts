/** The two Nodes of a machine: the one the project pins, and the one that was there before. */
import { spawnSync } from 'node:child_process';
import { delimiter, join, sep } from 'node:path';
import { projectRoot } from '../scripts/paths.ts';

export interface FoundNode {
  readonly path: string;
  /** E.g. `24.21.0`. */
  readonly version: string;
}

/** The Node of the project's locked packages. */
export function pinnedNode(): FoundNode {
  const path = join(projectRoot, 'node_modules', '.bin', 'node');
  const version = versionOf(path);
  if (version === undefined) throw new Error('there is no Node in node_modules: run npm ci');
  return { path, version };
}

/** The first Node on PATH that no package brought; undefined when there is none or it has the same version as the pinned one. */
export function machineNode(pinned: FoundNode, path: string = process.env['PATH'] ?? ''): FoundNode | undefined {
  for (const folder of path.split(delimiter)) {
    if (folder === '' || folder.split(sep).includes('node_modules')) continue;
    const candidate = join(folder, 'node');
    const version = versionOf(candidate);
    if (version !== undefined) return version === pinned.version ? undefined : { path: candidate, version };
  }
  return undefined;
}

function versionOf(node: string): string | undefined {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().replace(/^v/, '') : undefined;
}
