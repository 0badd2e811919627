/** Keeps compiled code between runs, for this process and its threads. Imported first: it counts for what is loaded after it. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheRoot } from '../tools/cache.ts';

const folder = process.env['NODE_COMPILE_CACHE'] ??= join(cacheRoot(), 'compiled');
enableCompileCache(folder);
