/** Preloaded into a measured process: writes its peak memory to the file that `NDC_BENCH_PEAK` names. Threads belong to the process. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env['NDC_BENCH_PEAK'];
if (file !== undefined && isMainThread) process.on('exit', () => writeFileSync(file, String(peakKiB())));

/** Linux counts `VmHWM` from the start of the program; elsewhere the system's own figure is taken. */
function peakKiB(): number {
  const status = '/proc/self/status';
  const found = existsSync(status) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8')) : null;
  return found ? Number(found[1]) : process.resourceUsage().maxRSS;
}
