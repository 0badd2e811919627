import { databasesOf, needsEvidence } from '../derive/decisions.ts';
import { proofOf, proofWords } from '../derive/evidence.ts';
import { demanded } from '../derive/law.ts';
import { activeDecisions } from '../derive/placements.ts';
import { addDays, parseSeconds } from '../units.ts';
import type { Estate } from '../estate.ts';
import type { Text } from '../finding.ts';
import type { Entry } from '../load/catalog.ts';
import { missingFact, type Check } from './check.ts';

/** Restores are proved by drills that still hold, approvals by decisions. One finding a tenant while nothing runs; one for each thing from `provisioned` on. */
export const missingEvidence: Check = {
  code: 'missing-evidence',
  severity: 'warning',
  title: { en: 'A drill or a decision is not proved', vi: 'Chưa có minh chứng diễn tập hoặc quyết định' },
  run({ estate, report }) {
    return [...estate.grants.values()].flatMap((grant) => {
      const own = activeDecisions(estate).filter((decision) => decision.grant === grant);
      const drills = own.flatMap(({ system }) => databasesOf(estate, system.key)).flatMap((database) => {
        const state = drillState(estate, database);
        return state ? [{ where: database, pointer: '/drill', id: database.id, state }] : [];
      });
      const approvals = own.filter(({ level, system }) => demanded(estate, { regime: system.data.regime, level, key: 'decision_evidence_required', overlays: ['level-decision'] }).rule).flatMap(({ system, index }) => {
        const { state } = proofOf(estate, 'decision', system.key);
        return state === 'valid' ? [] : [{ where: grant, pointer: `/systems/${index}/level`, id: system.key, state: proofWords[state] }];
      });
      const kinds = [
        { list: drills, en: 'restore drill', vi: 'diễn tập khôi phục', hint: { en: 'run the drill (ndc drill) and add its signed result below evidence/', vi: 'thực hiện diễn tập (ndc drill) và bổ sung kết quả đã ký trong evidence/' } },
        { list: approvals, en: 'decision on the level', vi: 'quyết định cấp độ', hint: { en: 'add the decision of the authority as evidence of kind decision', vi: 'bổ sung quyết định của cấp có thẩm quyền làm minh chứng loại decision' } },
      ];
      return kinds.flatMap(({ list, en, vi, hint }) => {
        if (list.length === 0) return [];
        if (needsEvidence(grant.data.state)) {
          return list.map(({ where, pointer, id, state }) => report(where, pointer, { ...missingFact(grant.data.state), hint, message: { en: `no valid evidence of a ${en} for ${id} (${state.en})`, vi: `chưa có minh chứng ${vi} còn hiệu lực cho ${id} (${state.vi})` } }));
        }
        return [report(grant, '/state', { ...missingFact(grant.data.state), hint,
          message: { en: `${list.length} without valid evidence of a ${en}, due before provisioned: ${list.map(({ id }) => id).join(', ')}`, vi: `${list.length} mục chưa có minh chứng ${vi}, phải có trước provisioned: ${list.map(({ id }) => id).join(', ')}` } })];
      });
    });
  },
};

/** `undefined` when a drill holds: passed, not expired, and not older than the interval of the database. */
function drillState(estate: Estate, database: Entry<'database'>): Text | undefined {
  const proof = proofOf(estate, 'drill', database.id);
  if (proof.state !== 'valid') return proofWords[proof.state];
  const days = Math.floor(parseSeconds(database.data.drill.interval)! / 86_400);
  return addDays(proof.newest.data.performedAt, days) < estate.asOf ? { en: `older than ${database.data.drill.interval}`, vi: `cũ hơn ${database.data.drill.interval}` } : undefined;
}
