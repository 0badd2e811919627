import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that is to be made, with its files: texts by name. */
export interface Folder {
  readonly path: string;
  readonly files: Readonly<Record<string, string>>;
}

/** @throws Error of the file system, with the path, e.g. when the folder is there already or the disk is full */
export function writeFolder({ path, files }: Folder): void {
  mkdirSync(path, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
}
