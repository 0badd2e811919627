/** Law tables for table tests: only what a test names is known, the rest is silent. */
import { single } from '../fixture-single.ts';

type Value = boolean | number | string | string[] | null;
/** By level, then by key. `null` is a text that was read and says nothing; `'not-read'` one that was not read. */
export type Rules = Readonly<Partial<Record<1 | 2 | 3 | 4 | 5, Readonly<Record<string, Value>>>>>;

interface Overlay {
  readonly id: string;
  readonly key: string;
  readonly value: Value;
  readonly levels?: readonly number[];
  readonly own?: true;
}

const requirement = (key: string, value: Value) => (value === null || value === 'not-read'
  ? { value: null, source: `Law on ${key}`, confidence: 'primary', whyNull: value === null ? 'not-stated' : 'not-read' }
  : { value, source: `Law on ${key}`, confidence: 'primary' });

/** Change of `law/levels.yaml`: these rules under Decree 331 and under Decree 85, and these overlays. */
export function law(rules: Rules, overlays: readonly Overlay[] = [], older: Rules = {}) {
  const keys = [...new Set([...Object.values(rules), ...Object.values(older)].flatMap((of) => Object.keys(of ?? {})))];
  const profile = (id: string, of: Rules) => ({
    ...single['law/levels.yaml'].profiles[0]!, id,
    levels: ([1, 2, 3, 4, 5] as const).map((level) => ({ level, requirements: Object.fromEntries(keys.map((key) => [key, requirement(key, of[level]?.[key] ?? null)])) })),
  });
  return { 'law/levels.yaml': {
    asOf: '2026-10',
    keys: keys.map((key) => ({ key, group: 'test', type: 'any', meaning: key })),
    overlays: overlays.map(({ own, ...overlay }) => ({ ...overlay, when: 'always', source: `Rule of ${overlay.id}`, confidence: own ? 'own' : 'primary' })),
    profiles: [profile('decree-331', rules), profile('decree-85', older)],
  } };
}
