/** What a level asks of the zones of a system, by regime: zones of the law with the sub-zones that stand for them, and measures with their article. */
import type { Estate } from '../estate.ts';
import type { Regime, Zones } from '../schema/law.ts';
import { demanded, listed, word } from './law.ts';

type Subzone = Zones['subzones'][number];
export type ZoneMeasure = Zones['measures'][number];

export interface ProfileZone {
  /** Zone as the law names it. */
  readonly lawZone: string;
  /** Sub-zones that stand for it; empty for a zone that lies outside the center. */
  readonly subzones: readonly Subzone[];
}

export interface ZoneProfile {
  readonly regime: Regime;
  readonly level: number;
  /** undefined: no row of the table speaks of this level. */
  readonly zones: readonly ProfileZone[] | undefined;
  /** Article behind the zones. */
  readonly source: string | undefined;
  /** Measures due at the level, in the order of the table. */
  readonly measures: readonly { readonly measure: ZoneMeasure; readonly source: string; readonly own: boolean }[];
}

/** Profile of a level under a regime. */
export function zoneProfile(estate: Estate, regime: Regime, level: number): ZoneProfile {
  const { required, subzones, measures } = estate.law.zones;
  const row = required.find((one) => one.regime === regime && one.level === level);
  return {
    regime, level,
    zones: row && (row.lawZones ?? []).map((lawZone) => ({ lawZone, subzones: subzones.filter((subzone) => subzone.lawZone === lawZone) })),
    source: row?.source,
    measures: measures.flatMap((measure) => {
      const rule = ruleOf(estate, regime, level, measure);
      return rule ? [{ measure, ...rule }] : [];
    }),
  };
}

/** Is a measure of catalog/law/zones.yaml due at a level? */
export function isDue(estate: Estate, regime: Regime, level: number, id: string): boolean {
  const measure = estate.law.zones.measures.find((one) => one.id === id);
  return measure !== undefined && ruleOf(estate, regime, level, measure) !== undefined;
}

/** Zones and measures that a level has and the one below it has not. */
export function addedBy(estate: Estate, regime: Regime, level: number): { readonly zones: readonly ProfileZone[]; readonly measures: ZoneProfile['measures'] } {
  const here = zoneProfile(estate, regime, level);
  const below = level === 1 ? undefined : zoneProfile(estate, regime, level - 1);
  const known = new Set(below?.zones?.map(({ lawZone }) => lawZone));
  const had = new Set(below?.measures.map(({ measure }) => measure.id));
  return { zones: (here.zones ?? []).filter(({ lawZone }) => !known.has(lawZone)), measures: here.measures.filter(({ measure }) => !had.has(measure.id)) };
}

function ruleOf(estate: Estate, regime: Regime, level: number, { asked }: ZoneMeasure): { source: string; own: boolean } | undefined {
  if (asked.by === 'project') return level >= asked.from ? { source: asked.reason.en, own: true } : undefined;
  const question = { regime, level, key: asked.key };
  if (asked.word === undefined) return demanded(estate, question).rule;
  const inList = listed(estate, question, asked.word).rule;
  if (inList) return inList;
  const alone = word(estate, question).rule;
  return alone?.value === asked.word ? alone : undefined;
}
