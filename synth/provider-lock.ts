/** The committed lock file of the providers, when there is one: every stack gets a copy, so that `init` takes no other package. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `ndc providers lock` puts it, below the project. */
export const providerLockFile = 'providers/.terraform.lock.hcl';

const committed = fileURLToPath(new URL(`../${providerLockFile}`, import.meta.url));

/** Copies the lock into folders of stacks. Without a lock nothing is written, and `init` takes what it finds. */
export function copyProviderLock(folders: readonly string[], lock: string = committed): void {
  if (!existsSync(lock)) return;
  const text = readFileSync(lock);
  for (const folder of folders) writeFileSync(join(folder, '.terraform.lock.hcl'), text);
}
