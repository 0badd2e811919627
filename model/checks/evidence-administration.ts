import { objection } from '../derive/evidence.ts';
import { levelOf, systemOf } from '../derive/placements.ts';
import { missingFact, type Check } from './check.ts';

/** Whoever runs a database could pass its own drill: from level 4 on another administration signs, and evidence that it did not sign proves nothing. */
export const evidenceAdministration: Check = {
  code: 'evidence-administration',
  severity: 'error',
  title: { en: 'A drill is signed by those who run what was drilled', vi: 'Minh chứng diễn tập do chính đơn vị vận hành ký' },
  run: ({ estate, report }) => [...estate.evidence.values()].flatMap((entry) => {
    const { target, byRole } = entry.data;
    const found = objection(estate, entry.data);
    const database = estate.databases.get(target);
    const system = database && systemOf(estate, database);
    if (found === undefined || found.kind === 'no-right' || !system) return [];
    const { level, state } = levelOf(estate, system);
    if (found.kind === 'own-administration') {
      const systems = found.controllers.join(', ');
      return [report(entry, '/byRole', {
        message: { en: `the role ${byRole} administers ${systems}, which run ${target} (level ${level}); the evidence proves nothing`, vi: `vai trò ${byRole} quản trị ${systems}, nơi vận hành ${target} (cấp độ ${level}); minh chứng không có giá trị` },
        hint: { en: 'let the collector of a vault at another site sign, or a role that administers none of them', vi: 'để bộ thu thập ở cụm sao lưu của trung tâm khác ký, hoặc vai trò không quản trị các hệ thống đó' } })];
    }
    return [report(entry, '/byRole', { ...missingFact(state),
      message: { en: `it is not known what the role ${byRole} administers, and ${target} has level ${level}; the evidence does not count`, vi: `chưa biết vai trò ${byRole} quản trị những gì, trong khi ${target} thuộc cấp độ ${level}; minh chứng không được tính` },
      hint: { en: `say it in signers/: administers: [] where there is nothing`, vi: `ghi trong signers/: administers: [] nếu không quản trị gì` } })];
  }),
};
