// @ts-check
/**
 * How the JavaScript engine runs this process and its threads. Imported first: it counts for what comes after it. JavaScript, as what it imports:
 * what takes types off is itself slow to load, and not needed for code that is kept compiled.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { cacheRoot } from '../tools/cache-root.js';

// Compiled code is kept between runs.
const folder = process.env['NODE_COMPILE_CACHE'] ??= join(cacheRoot(), 'compiled');
enableCompileCache(folder);

// What lives is small and what dies is much: room for what dies young spares a sixth of the time, and an old heap that grows in small steps keeps the memory low.
setFlagsFromString('--heap-growing-percent=30');
setFlagsFromString('--max-semi-space-size=32');
