/** Reads `.terraform.lock.hcl`, the file in which engines record providers and their checksums. */
/** A provider of catalog/lock.yaml. */
export interface PinnedProvider {
  readonly name: string;
  /** Fully qualified, e.g. `registry.terraform.io/hashicorp/helm`. */
  readonly source: string;
  readonly version: string;
}

export interface LockedProvider {
  readonly source: string;
  readonly version: string;
  readonly constraints: string | undefined;
  /** `h1:…` of a package's content on one platform, `zh:…` of a package as the registry signed it. */
  readonly hashes: readonly string[];
}

/** The providers of a lock file, in its order; comments do not count. */
export function readLock(text: string): LockedProvider[] {
  return [...text.matchAll(/^provider "([^"]+)" \{\n(.*?)^\}$/gms)].map(([, source = '', body = '']) => {
    const attribute = (name: string) => new RegExp(`^  ${name}\\s*= "([^"]*)"$`, 'm').exec(body)?.[1];
    return { source, version: attribute('version') ?? '', constraints: attribute('constraints'), hashes: [...body.matchAll(/^ {4}"([^"]+)",$/gm)].map(([, hash = '']) => hash) };
  });
}

/**
 * What is wrong with a lock, or undefined when it is whole: the pinned providers and no other, each with a checksum for every platform and
 * with checksums of the registry's signed list. A provider from a folder has no such list, so a lock of self-built programs does not pass.
 */
export function checkLock(locked: readonly LockedProvider[], pinned: readonly PinnedProvider[], platforms: readonly string[]): string | undefined {
  const strange = locked.find(({ source }) => !pinned.some((provider) => provider.source === source));
  if (strange) return `it holds ${strange.source}, which catalog/lock.yaml does not name`;
  for (const { source, version } of pinned) {
    const found = locked.find((provider) => provider.source === source);
    if (!found) return `it holds no ${source}`;
    if (found.version !== version || found.constraints !== version) return `it holds ${source} ${found.version} under the constraint ${found.constraints ?? '(none)'}, but catalog/lock.yaml pins ${version}`;
    const count = (scheme: string) => found.hashes.filter((hash) => hash.startsWith(scheme)).length;
    if (count('zh:') < platforms.length) return `${source} has ${count('zh:')} checksums signed by the registry, at least ${platforms.length} are needed: it came from a mirror or a folder, not from the registry`;
    if (count('h1:') < platforms.length) return `${source} has checksums of ${count('h1:')} platforms, ${platforms.length} are needed (${platforms.join(', ')})`;
  }
  return undefined;
}

/** Do two locks say the same? Engines put their own name into the comment and sort checksums their own way. */
export function sameLock(a: string, b: string): boolean {
  const facts = (text: string) => JSON.stringify(readLock(text).map((provider) => ({ ...provider, hashes: [...provider.hashes].sort() })).sort((left, right) => (left.source < right.source ? -1 : 1)));
  return facts(a) === facts(b);
}
