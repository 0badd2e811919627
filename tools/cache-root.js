// @ts-check
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * The user's cache of built programs, staged charts and rendered releases: `$NDC_CACHE`, else
 * `$XDG_CACHE_HOME/ndc`, else `~/.cache/ndc`. Everything in it can be deleted at any time; nothing in it is
 * the only copy of anything. Read at every call, so that tests can point it elsewhere.
 * @returns {string}
 */
export function cacheRoot() {
  const own = process.env['NDC_CACHE'];
  if (own) return resolve(own);
  const xdg = process.env['XDG_CACHE_HOME'];
  // The XDG specification says that a relative path there is to be ignored.
  return xdg && isAbsolute(xdg) ? join(xdg, 'ndc') : join(homedir(), '.cache', 'ndc');
}
