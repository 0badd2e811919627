/** `npm run generate`: writes what is made from the schemas and the catalog. With `--check` it writes nothing and fails on a difference. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildEstate } from '../model/estate.ts';
import { loadCatalog } from '../model/load/catalog.ts';
import { codeOwners } from '../model/reference/code-owners.ts';
import { coveragePage } from '../model/reference/coverage.ts';
import { jsonSchemas } from '../model/reference/json-schema.ts';
import { referencePages } from '../model/reference/markdown.ts';
import { zonesPage } from '../model/reference/zones.ts';
import { defaultCatalog, projectRoot } from './paths.ts';
import { CommandError, exit, printLine } from './terminal.ts';

/** Folders that hold generated files alone, but for these. */
const generatedFolders = ['docs/schema', 'docs/catalog'];
const writtenByHand = new Set(['docs/catalog/README.md']);

function generated(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [name, schema] of jsonSchemas()) files.set(`docs/schema/${name}`, `${JSON.stringify(schema, null, 2)}\n`);
  for (const [name, text] of referencePages()) files.set(`docs/catalog/${name}`, text);
  const estate = buildEstate(loadCatalog([defaultCatalog]));
  if (!estate) throw new CommandError('the catalog cannot be used', 'run `npx ndc check`');
  files.set('docs/coverage.md', coveragePage(estate));
  files.set('docs/zones-by-level.md', zonesPage(estate));
  files.set('CODEOWNERS', codeOwners(estate));
  return files;
}

/** Files that differ, are missing, or stand in a generated folder without being made. */
export function outdated(files: ReadonlyMap<string, string>): string[] {
  const wrong = [...files].filter(([file, text]) => !existsSync(join(projectRoot, file)) || readFileSync(join(projectRoot, file), 'utf8') !== text).map(([file]) => file);
  const strangers = generatedFolders.flatMap((folder) => (existsSync(join(projectRoot, folder)) ? readdirSync(join(projectRoot, folder)).map((name) => `${folder}/${name}`) : [])).filter((file) => !files.has(file) && !writtenByHand.has(file));
  return [...wrong, ...strangers].sort();
}

const files = generated();
const wrong = outdated(files);
if (process.argv.includes('--check')) {
  for (const file of wrong) printLine(`out of date: ${file}`);
  if (wrong.length > 0) printLine('run `npm run generate` and commit what changes');
  process.exitCode = wrong.length > 0 ? exit.findings : exit.ok;
} else {
  for (const file of wrong) {
    const path = join(projectRoot, file);
    if (!files.has(file)) rmSync(path);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, files.get(file)!);
    }
  }
  printLine(wrong.length === 0 ? 'nothing changed' : `wrote ${wrong.length} files`);
}
