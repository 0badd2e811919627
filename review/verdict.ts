/** What a review comes to, in a sentence. It never says that all is well while something is unknown. */
import type { Text } from '../model/finding.ts';
import { countFindings } from './finding-groups.ts';
import type { Review } from './review.ts';
import { counted, number } from './words.ts';

export interface Verdict {
  readonly tone: 'bad' | 'unknown' | 'good';
  readonly title: Text;
  readonly text: Text;
}

export function verdictOf({ findings, changes, pack }: Pick<Review, 'findings' | 'changes' | 'pack'>): Verdict {
  const { errors, warnings, unknown } = countFindings(findings);
  const open = unknown + pack.unknown.releases;
  const rest: Text = {
    vi: `${number(warnings).vi} cảnh báo; ${number(open).vi} điều chưa xác định (${number(unknown).vi} phát hiện, ${number(pack.unknown.releases).vi} bản cài).`,
    en: `${counted(warnings, '', 'warning', 'warnings').en}; ${counted(open, '', 'thing is', 'things are').en} unknown (${counted(unknown, '', 'finding', 'findings').en}, ${counted(pack.unknown.releases, '', 'release', 'releases').en}).`,
  };
  if (errors > 0) {
    const count = counted(errors, 'lỗi phải sửa trước khi duyệt', 'error must be mended before approval', 'errors must be mended before approval');
    return { tone: 'bad', title: count, text: rest };
  }
  if (changes.totals.dangerous > 0) {
    return { tone: 'bad', title: counted(changes.totals.dangerous, 'thay đổi có thể làm mất dữ liệu', 'change may lose data', 'changes may lose data'), text: rest };
  }
  if (open + warnings > 0) return { tone: 'unknown', title: { vi: 'Không có lỗi; còn điều phải xem xét', en: 'No error; some things need a look' }, text: rest };
  return { tone: 'good', title: { vi: 'Không có lỗi, không có điều chưa xác định', en: 'No error, and nothing is unknown' }, text: rest };
}
