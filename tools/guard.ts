import type { Stream } from 'node:stream';

/**
 * A program whose process group gets a signal when its parent is gone, also by `kill -9`: a shell starts a watcher and then becomes the program, so that
 * the process id is the program's own. The watcher reads from a pipe that only the parent holds; when reading ends, it signals the group of both. Nothing of
 * this depends on the system beyond a POSIX shell. Spawn it with `detached: true` (a group of its own) and `'pipe'` as the fourth stream, and give that to `held`.
 */
export function guarded(path: string, args: readonly string[], signal: 'KILL' | 'INT'): { readonly command: string; readonly args: string[] } {
  return { command: '/bin/sh', args: ['-c', `(read -r _ <&3; kill -${signal} 0) & exec "$@" 3<&-`, 'guard', path, ...args] };
}

/** Takes the parent's end of the pipe; call the answer when the program has ended, for it ends the watcher. */
export function held(pipe: Stream | null | undefined): () => void {
  const end = pipe as (Stream & { destroy(): void }) | null | undefined;
  end?.on('error', () => {}); // the watcher is gone already
  return () => end?.destroy();
}
