/** Local charts with the hash of their content in the path: an edited chart is a changed path, so Terraform sees it. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareText } from '../model/finding.ts';

const chartsFolder = fileURLToPath(new URL('../charts', import.meta.url));

export interface LocalChart {
  readonly name: string;
  /** Folder in this repository. */
  readonly folder: string;
  /** `<name>-<hash>`: folder below `charts/` of the output. */
  readonly hashed: string;
}

/** All local charts, by name. */
export function localCharts(folder: string = chartsFolder): LocalChart[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(folder, name), hashed: `${name}-${contentHash(join(folder, name))}` }))
    .sort((a, b) => compareText(a.name, b.name));
}

/** Path of each chart as a stack's folder sees it. */
export function chartPaths(charts: readonly LocalChart[]): ReadonlyMap<string, string> {
  return new Map(charts.map(({ name, hashed }) => [name, `../../charts/${hashed}`]));
}

/** One copy of each chart in the output. */
export function copyCharts(charts: readonly LocalChart[], out: string): void {
  mkdirSync(join(out, 'charts'), { recursive: true });
  for (const chart of charts) cpSync(chart.folder, join(out, 'charts', chart.hashed), { recursive: true });
}

/** First 12 hexadecimal digits of the SHA-256 over the sorted paths and contents. */
function contentHash(folder: string): string {
  const hash = createHash('sha256');
  for (const file of filesBelow(folder, '')) {
    const content = readFileSync(join(folder, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 12);
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder))
    .flatMap((name) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      return statSync(join(root, path)).isDirectory() ? filesBelow(root, path) : [path];
    })
    .sort(compareText);
}
