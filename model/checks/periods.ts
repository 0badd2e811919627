/** Everything in the catalog that begins and ends. */
import { proofOf, type EvidenceKind } from '../derive/evidence.ts';
import type { Estate } from '../estate.ts';
import type { Text } from '../finding.ts';
import type { Entry } from '../load/catalog.ts';

export interface Period {
  readonly entry: Entry;
  readonly what: 'offer' | 'use' | 'exception' | 'evidence' | 'partner' | 'support';
  /** How it is called in messages. */
  readonly name: Text;
  readonly from?: { readonly day: string; readonly pointer: string };
  readonly until?: { readonly day: string; readonly pointer: string };
}

/** All periods of the estate. Of the evidence only the newest of a kind about a target: what it follows may expire in peace. */
export function periods(estate: Estate): Period[] {
  return [
    ...[...estate.offers.values()].map((entry): Period => ({ entry, what: 'offer', name: { en: `the offer ${entry.key}`, vi: `bản chia sẻ ${entry.key}` }, ...span(entry.data) })),
    ...[...estate.uses.values()].map((entry): Period => ({ entry, what: 'use', name: { en: `the use ${entry.key}`, vi: `bản sử dụng ${entry.key}` }, ...span(entry.data) })),
    ...[...estate.exceptions.values()].map((entry): Period => ({ entry, what: 'exception', name: { en: `the exception ${entry.id}`, vi: `ngoại lệ ${entry.id}` }, until: { day: entry.data.until, pointer: '/until' } })),
    ...newestEvidence(estate).map((entry): Period => ({
      entry, what: 'evidence', name: { en: `the evidence ${entry.data.kind} of ${entry.data.target}`, vi: `minh chứng ${entry.data.kind} của ${entry.data.target}` },
      from: { day: entry.data.performedAt, pointer: '/performedAt' }, until: { day: entry.data.validUntil, pointer: '/validUntil' },
    })),
    ...[...estate.partners.values()].flatMap((entry): Period[] => (entry.data.until === null ? [] : [{ entry, what: 'partner', name: { en: `the access of the partner ${entry.id}`, vi: `quyền kết nối của đối tác ${entry.id}` }, until: { day: entry.data.until, pointer: '/until' } }])),
  ];
}

function span({ from, until }: { from: string; until: string }): Required<Pick<Period, 'from' | 'until'>> {
  return { from: { day: from, pointer: '/from' }, until: { day: until, pointer: '/until' } };
}

function newestEvidence(estate: Estate): Entry<'evidence'>[] {
  const found = new Set<Entry<'evidence'>>();
  for (const { data } of estate.evidence.values()) {
    if (data.kind === 'lab') continue;
    const proof = proofOf(estate, data.kind satisfies EvidenceKind, data.target);
    if (proof.state !== 'none') found.add(proof.newest);
  }
  return [...found];
}
