/** Figures as a table for people. Pure: the same figures give the same text. */
import { table } from '../scripts/terminal.ts';
import type { KindFigures } from './drill.ts';
import type { ChangeFigures, EstateFigures, ExportFigures, GrownFigures } from './measures.ts';
import type { RehearseFigures } from './rehearse.ts';
import type { Spread } from './spread.ts';

export interface Figures {
  readonly machine: { readonly processors: number; readonly node: string; readonly machineNode: string | null; readonly load: { readonly before: number; readonly after: number } };
  readonly rounds: number;
  readonly estate?: EstateFigures;
  readonly grown?: GrownFigures;
  readonly change?: ChangeFigures;
  readonly export?: ExportFigures;
  readonly rehearse?: RehearseFigures;
  readonly drill?: readonly KindFigures[];
}

/** What the project aims at. Figures are printed beside it; no test depends on them. */
export const targets = { timesPlain: 10, grownPeakMB: 600, shareOfFull: 0.2, appliedPerSecond: 100 } as const;

export function report({ machine, rounds, estate, grown, change, export: exported, rehearse, drill = [] }: Figures): string {
  const rows: (readonly string[])[] = [['measure', 'min', 'median', 'max', 'target', '']];
  const add = (name: string, { min, median, max }: Spread, show: (value: number) => string, target = '', met?: boolean) =>
    rows.push([name, show(min), show(median), show(max), target, met === undefined ? '' : met ? 'met' : 'MISSED']);
  const one = (name: string, value: number, show: (value: number) => string, target = '', met?: boolean) => rows.push([name, '', show(value), '', target, met === undefined ? '' : met ? 'met' : 'MISSED']);
  if (estate) {
    const { seconds, times, peakMB } = estate;
    rows.push([''], [`whole estate: ${estate.stacks} stacks, ${estate.resources} resources, ${estate.same} stacks the same in both`]);
    add('ndc synth, warm cache', seconds.ours, inSeconds);
    add('ndc synth, empty cache', seconds.oursCold, inSeconds);
    add(`plain CDKTF, tsx, Node ${machine.node}`, seconds.plain, inSeconds);
    if (seconds.plainOnMachineNode) add(`plain CDKTF, tsx, Node ${machine.machineNode ?? ''}`, seconds.plainOnMachineNode, inSeconds);
    add(`plain against ours, Node ${machine.node}`, times.plain, inTimes, `at least ${targets.timesPlain} times`, times.plain.median >= targets.timesPlain);
    add('plain against ours with empty cache', times.plainAgainstCold, inTimes);
    if (times.plainOnMachineNode) add(`plain against ours, Node ${machine.machineNode ?? ''}`, times.plainOnMachineNode, inTimes);
    one('peak memory, ndc synth', peakMB.ours, inMB);
    one('peak memory, plain CDKTF', peakMB.plain, inMB);
  }
  if (grown) {
    const peak = Math.max(grown.cold.peakMB, grown.warm.peakMB);
    rows.push([''], [`${grown.factor} times the tenants: ${grown.stacks} stacks, ${grown.resources} resources`]);
    one('ndc synth, empty cache', grown.cold.seconds, inSeconds);
    one('ndc synth, warm cache', grown.warm.seconds, inSeconds);
    one('peak memory, empty cache', grown.cold.peakMB, inMB);
    one('peak memory, warm cache', grown.warm.peakMB, inMB, `under ${targets.grownPeakMB} MB`, peak < targets.grownPeakMB);
  }
  if (change) {
    const { seconds, share } = change;
    rows.push([''], [`one changed file (${change.file}): ${change.built} stacks built, ${change.reused} left as in the base`]);
    add('check + synth --base', seconds.changed, inSeconds);
    add('check + synth, warm cache', seconds.full, inSeconds);
    add('check + synth, empty cache', seconds.fullCold, inSeconds);
    add('share of the full run, both warm', share.ofFull, inPercent);
    add('share of the full run, empty cache', share.ofFullCold, inPercent, `under ${inPercent(targets.shareOfFull)}`, share.ofFullCold.median < targets.shareOfFull);
  }
  if (exported) {
    rows.push([''], [`export: ${exported.objects} objects`]);
    one('every release rendered', exported.cold.seconds, inSeconds);
    one('every release rendered', exported.cold.objectsPerSecond, inRate);
    add('releases from the cache', exported.warm.seconds, inSeconds);
    add('releases from the cache', exported.warm.objectsPerSecond, inRate);
  }
  if (rehearse) {
    const { cluster, objects, objectsPerSecond, probes, probeSeconds, seconds } = rehearse;
    rows.push([''], [`rehearsal of ${cluster}: ${objects} objects, ${probes} probes`]);
    add('server-side apply', objectsPerSecond, inRate, `at least ${targets.appliedPerSecond}/s`, objectsPerSecond.median >= targets.appliedPerSecond);
    add('all probes', probeSeconds, inSeconds);
    add('ndc rehearse --cluster', seconds, inSeconds);
  }
  for (const { name, bytes, seconds, secondsPerGiB, rpoSeconds } of drill) {
    rows.push([''], [`restore, ${name}: ${inMiB(bytes.small)} and ${inMiB(bytes.large)}`]);
    add(`restored, ${inMiB(bytes.small)}`, seconds.small, inSeconds);
    add(`restored, ${inMiB(bytes.large)}`, seconds.large, inSeconds);
    add('each further GiB', secondsPerGiB, inSeconds);
    add('RPO reached', rpoSeconds, inSeconds);
  }
  const { before, after } = machine.load;
  return `${aligned(rows)}\n\n${machine.processors} processors, Node ${machine.node}, the machine's own Node: ${machine.machineNode ?? 'none'}, ${rounds} rounds, load ${before.toFixed(1)} before and ${after.toFixed(1)} after\n`;
}

/** Headings stand alone in their line and widen no column. */
function aligned(rows: readonly (readonly string[])[]): string {
  const lines = table(rows.filter((row) => row.length > 1)).split('\n');
  return rows.map((row) => (row.length > 1 ? lines.shift()! : row[0]!)).join('\n');
}

const inMiB = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
const inSeconds = (value: number) => `${value.toFixed(2)} s`;
const inTimes = (value: number) => `${value.toFixed(1)} ×`;
const inMB = (value: number) => `${Math.ceil(value)} MB`;
const inPercent = (value: number) => `${(value * 100).toFixed(0)} %`;
const inRate = (value: number) => `${Math.round(value)} /s`;
