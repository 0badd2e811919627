/** What people read of drills. */
import type { Language } from '../model/finding.ts';
import type { LocalDrill } from './local/run.ts';
import type { DrillState, DrillStatus } from './status.ts';

const names = {
  'point-in-time': { vi: 'Khôi phục về một thời điểm, từ kho của trung tâm', en: 'To a point in time, from the archive of the site' },
  'site-loss': { vi: 'Mất trung tâm: khôi phục từ bản sao khóa ở trung tâm khác', en: 'Site lost: from the locked copy at the other site' },
} as const;

/** One local run, drill by drill: what was measured, what was asked, and the evidence. */
export function formatLocalDrills(drills: readonly LocalDrill[], { lang, throwawayKey }: { lang: Language; throwawayKey: boolean }): string {
  const vi = lang === 'vi';
  const blocks = drills.map(({ name, result, evidence }) => {
    const { measures: m, checks, reason, backup } = result;
    const row = (label: string, value: string): string => `  ${label.padEnd(24)} ${value}`;
    return [
      `${names[name][lang]}: ${result.result === 'passed' ? (vi ? 'ĐẠT' : 'PASSED') : (vi ? 'KHÔNG ĐẠT' : 'FAILED')}`,
      ...(reason ? [`  ${reason[lang]}`] : []),
      ...(m.restoreSeconds === undefined ? [] : [
        row(vi ? 'thời gian khôi phục' : 'restored in', `${m.restoreSeconds} s (${vi ? 'mở bản sao' : 'open the copy'} ${m.openSeconds} s, ${vi ? 'tải' : 'download'} ${m.downloadSeconds} s, ${vi ? 'phát lại WAL' : 'replay'} ${m.replaySeconds} s)`),
        row(vi ? 'dữ liệu mất (RPO đạt)' : 'RPO reached', `${m.rpoSeconds} s`),
        row(vi ? 'dung lượng' : 'size', `${((m.bytes ?? 0) / 2 ** 20).toFixed(1)} MiB, ${m.secondsPerGiB} s/GiB`),
      ]),
      ...(backup ? [row(vi ? 'bản sao lưu' : 'backup', `${backup.id}, ${backup.objects.length} ${vi ? 'đối tượng' : 'objects'}, ${backup.segments.length} WAL, ${backup.digest.slice(0, 19)}…`)] : []),
      ...checks.map(({ id, ok, detail }) => row(id, `${ok ? '✓' : '✗'} ${detail[lang]}`)),
      row(vi ? 'minh chứng' : 'evidence', `${evidence.kind} ${evidence.target} ${evidence.performedAt} → ${evidence.validUntil}, ${vi ? 'ký bởi vai trò' : 'signed as'} ${evidence.byRole}`),
    ].join('\n');
  });
  const note = vi
    ? `Minh chứng loại lab: cơ sở dữ liệu nhỏ trên máy này, không bao giờ có giá trị cho hệ thống thật.${throwawayKey ? ' Ký bằng khóa tạm, đã xóa.' : ''}`
    : `Evidence of kind lab: a small database on this machine, which never counts for production.${throwawayKey ? ' Signed with a key that was thrown away.' : ''}`;
  return `${blocks.join('\n\n')}\n\n${note}`;
}

const states: Readonly<Record<DrillState, Readonly<Record<Language, string>>>> = {
  valid: { vi: 'còn hiệu lực', en: 'valid' },
  overdue: { vi: 'QUÁ HẠN diễn tập', en: 'OVERDUE' },
  expired: { vi: 'HẾT HIỆU LỰC', en: 'EXPIRED' },
  failed: { vi: 'KHÔNG ĐẠT', en: 'FAILED' },
  none: { vi: 'chưa có', en: 'none yet' },
};

/** Rows of a table: database, level, state, age, validity, interval, measured time. */
export function statusRows(all: readonly DrillStatus[], lang: Language): string[][] {
  const vi = lang === 'vi';
  const head = vi ? ['cơ sở dữ liệu', 'cấp độ', 'trạng thái', 'tuổi', 'hiệu lực đến', 'chu kỳ', 'khôi phục trong'] : ['database', 'level', 'state', 'age', 'valid until', 'interval', 'restored in'];
  return [head, ...all.map(({ database, level, state, ageDays, validUntil, interval, measures }) => [
    database, level === null ? '-' : String(level), states[state][lang], ageDays === undefined ? '-' : `${ageDays} d`, validUntil ?? '-', interval,
    typeof measures?.['restoreSeconds'] === 'number' ? `${measures['restoreSeconds']} s` : '-',
  ])];
}
