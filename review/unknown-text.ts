/** Releases with unknown objects, said in words. */
import type { Text } from '../model/finding.ts';
import type { UnknownChange } from './unknown-changes.ts';
import { number } from './words.ts';

export function unknownText({ release, chart, version, before, after, objects, reason }: UnknownChange): Text {
  const known = number(objects);
  const what: Text = after === 'unrendered' && before === 'rendered'
    ? { vi: `trước có ${known.vi} đối tượng đã biết, nay không kết xuất được: không rõ thay đổi gì`, en: `had ${known.en} known objects and cannot be rendered now: what changes is unknown` }
    : after === 'unrendered' && before === 'absent'
      ? { vi: 'được thêm, không rõ tạo ra những đối tượng nào', en: 'is added; which objects it creates is unknown' }
      : after === 'absent'
        ? { vi: 'bị bỏ, không rõ xóa những đối tượng nào', en: 'is removed; which objects it destroys is unknown' }
        : after === 'rendered'
          ? { vi: `nay có ${known.vi} đối tượng đã biết; trước chưa kết xuất được nên không rõ khác gì`, en: `has ${known.en} known objects now; before it could not be rendered, so the difference is unknown` }
          : { vi: 'đổi phiên bản, không rõ đối tượng nào thay đổi', en: 'changes its version; which objects change is unknown' };
  return {
    vi: `Bản cài ${release} (${chart} ${version}) ${what.vi}. Lý do: ${reason.vi}`,
    en: `The release ${release} (${chart} ${version}) ${what.en}. Reason: ${reason.en}`,
  };
}
