/** What law asks at a level: read from the catalog's tables, never known to the code. */
import type { Estate } from '../estate.ts';
import type { LawValue, Regime } from '../schema/law.ts';

/** One rule as the tables hold it. */
export interface Rule<T extends LawValue = LawValue> {
  readonly value: T;
  readonly source: string;
  /** A choice of this project, not a rule of law. */
  readonly own: boolean;
}

export interface Answer<T extends LawValue> {
  /** The strictest rule that is known; undefined when no text that was read asks for anything. */
  readonly rule: Rule<T> | undefined;
  /** A text that could ask for more was not read: beyond `rule` the answer is unknown. */
  readonly unread: boolean;
  /** The text that was not read. */
  readonly unreadSource?: string;
}

export interface Question {
  readonly regime: Regime;
  readonly level: number;
  readonly key: string;
  /** Overlays that apply to the case, by id. @default none */
  readonly overlays?: readonly string[];
}

/** All rules on one point: that of the level, then the overlays. */
function rulesOn(estate: Estate, { regime, level, key, overlays = [] }: Question): { rules: Rule[]; unreadSource?: string } {
  const requirement = estate.law.levels.profiles.find(({ id }) => id === regime)?.levels.find((candidate) => candidate.level === level)?.requirements[key];
  const rules: Rule[] = [];
  if (requirement !== undefined && requirement.value !== null) rules.push({ value: requirement.value, source: requirement.source, own: requirement.confidence === 'own' });
  for (const overlay of estate.law.levels.overlays ?? []) {
    if (overlay.key !== key || overlay.value === null || !overlays.includes(overlay.id) || overlay.levels?.includes(level) === false) continue;
    rules.push({ value: overlay.value, source: overlay.source, own: overlay.confidence === 'own' });
  }
  const silent = requirement?.value === null && requirement.whyNull !== 'not-read';
  const read = requirement !== undefined && (requirement.value !== null || silent);
  return read || isOverlayKey(estate, key) ? { rules } : { rules, unreadSource: requirement?.source ?? 'catalog/law/levels.yaml' };
}

/** Some keys stand only in overlays; a level has nothing to say about them. */
function isOverlayKey(estate: Estate, key: string): boolean {
  return !estate.law.levels.keys.some((known) => known.key === key) && (estate.law.levels.overlays ?? []).some((overlay) => overlay.key === key);
}

function answer<T extends LawValue>(found: { rules: Rule[]; unreadSource?: string }, fits: (rule: Rule) => rule is Rule<T>, stricter: (a: T, b: T) => boolean): Answer<T> {
  const rule = found.rules.filter(fits).reduce<Rule<T> | undefined>((best, next) => (best === undefined || stricter(next.value, best.value) ? next : best), undefined);
  return { rule, unread: found.unreadSource !== undefined, ...(found.unreadSource === undefined ? {} : { unreadSource: found.unreadSource }) };
}

/** The least number that is enough: the largest of all rules. */
export function leastNumber(estate: Estate, question: Question): Answer<number> {
  return answer(rulesOn(estate, question), (rule): rule is Rule<number> => typeof rule.value === 'number', (a, b) => a > b);
}

/** The largest number that is allowed, for intervals and shares: the smallest of all rules. */
export function mostNumber(estate: Estate, question: Question): Answer<number> {
  return answer(rulesOn(estate, question), (rule): rule is Rule<number> => typeof rule.value === 'number', (a, b) => a < b);
}

/** Is something asked for at all? A rule with value false asks for nothing. */
export function demanded(estate: Estate, question: Question): Answer<true> {
  return answer(rulesOn(estate, question), (rule): rule is Rule<true> => rule.value === true, () => false);
}

/** A word of the law's vocabulary; the level's own rule stands before overlays. */
export function word(estate: Estate, question: Question): Answer<string> {
  return answer(rulesOn(estate, question), (rule): rule is Rule<string> => typeof rule.value === 'string', () => false);
}

/** Is a word among a list, e.g. `redundant-main-to-standby-links` in `redundancy`? */
export function listed(estate: Estate, question: Question, wanted: string): Answer<string[]> {
  return answer(rulesOn(estate, question), (rule): rule is Rule<string[]> => Array.isArray(rule.value) && rule.value.includes(wanted), () => false);
}

/** Level whose isolation rules apply: systems critical to national security are treated like level 5 (Decree 331/2026 Art. 20.4, 30.9). */
export function isolationLevel({ level, critical }: { level: number; critical: boolean }): number {
  return critical ? 5 : level;
}

/** Must the system stand physically apart: level 5 or critical, or because its regime says so (level 4 under the older one). */
export function standsApart(estate: Estate, system: { regime: Regime }, decision: { level: number; critical: boolean }): boolean {
  const level = isolationLevel(decision);
  return level === 5 || word(estate, { regime: system.regime, level, key: 'hosted_isolation_system' }).rule?.value === 'physical';
}

/** A number that only an overlay carries, for what has no level: sites, uplinks, our own choices. */
export function overlayNumber(estate: Estate, id: string, key: string, level?: number): Answer<number> {
  const overlay = (estate.law.levels.overlays ?? []).find((candidate) => candidate.id === id && candidate.key === key && (level === undefined || candidate.levels?.includes(level) !== false));
  if (!overlay || typeof overlay.value !== 'number') return { rule: undefined, unread: true, unreadSource: `catalog/law/levels.yaml, overlay ${id}, ${key}` };
  return { rule: { value: overlay.value, source: overlay.source, own: overlay.confidence === 'own' }, unread: false };
}

/** Words for where a rule comes from. */
export function basis(rule: { source: string; own: boolean }): { vi: string; en: string } {
  return rule.own ? { en: `our choice, ${rule.source}`, vi: `lựa chọn của dự án, ${rule.source}` } : { en: rule.source, vi: rule.source };
}
