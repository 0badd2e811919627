/** The steps of a switch-over for a terminal. */
import type { Language, Text } from '../model/finding.ts';
import type { NoSwitchOver, StepName, SwitchOver, SwitchStep } from './switch-over.ts';
import { reachedPair } from './words.ts';

export const stepWords: Readonly<Record<StepName, Text>> = {
  demote: { vi: 'Hạ vai trò bản chính cũ', en: 'Demote the former primary' },
  promote: { vi: 'Nâng vai trò bản kia', en: 'Promote the other copy' },
  finish: { vi: 'Kết thúc', en: 'Finish' },
};

export const stateWords: Readonly<Record<SwitchStep['state'], Text>> = {
  done: { vi: 'đã ghi trong danh mục', en: 'stands in the catalog' },
  next: { vi: 'bước tiếp theo', en: 'next' },
  later: { vi: 'sau đó', en: 'later' },
};

const reasons: Readonly<Record<NoSwitchOver['reason'], Text>> = {
  pending: { vi: 'hệ thống chưa được cấp nơi chạy', en: 'no grant places the system' },
  'no-second-site': { vi: 'hệ thống không có bản sao tại trung tâm thứ hai', en: 'the system has no copy at a second site' },
  'no-copy-there': { vi: 'không có bản sao tại đó; các bản đặt tại', en: 'no copy stands there; its copies stand at' },
  'already-there': { vi: 'bản chính đã ở đó; các bản đặt tại', en: 'the primary is there already; its copies stand at' },
  'no-database': { vi: 'hệ thống không có cơ sở dữ liệu', en: 'the system has no database' },
  'other-way': { vi: 'đang chuyển vai trò theo chiều ngược lại; hãy kết thúc việc đó trước', en: 'a switch-over the other way is under way; finish it first' },
};

export function noSwitchOverText({ reason, sites }: NoSwitchOver): Text {
  const named = (reason === 'no-copy-there' || reason === 'already-there') ? ` ${sites.join(', ')}` : '';
  return { vi: `${reasons[reason].vi}${named}`, en: `${reasons[reason].en}${named}` };
}

export function formatSwitchOver(plan: SwitchOver, language: Language): string {
  const say = (text: Text) => text[language];
  const pick = (vi: string, en: string) => (language === 'vi' ? vi : en);
  return [
    `${pick('Chuyển vai trò', 'Switch-over')}: ${plan.system}, ${plan.from} → ${plan.to} (${plan.asOf})`,
    `${pick('cơ sở dữ liệu', 'databases')}: ${plan.databases.join(', ')}`,
    `${pick('chỗ tại nơi nhận', 'room where it goes')}: ${plan.hasRoom ? pick('đủ', 'enough') : pick('KHÔNG đủ', 'NOT enough')}; ${pick('kênh riêng giữa hai trung tâm', 'private links between the sites')}: ${plan.links}`,
    ...plan.shown.map(({ database, reached }) => `${pick('đã diễn tập', 'shown by exercises')} ${database}: ${say(reachedPair(reached))}`),
    '',
    pick(`Mỗi bước là một thay đổi riêng của ${plan.where.file} tại ${plan.where.pointer}: thẩm định, ký, áp dụng rồi mới sang bước sau.`, `Each step is a change of its own of ${plan.where.file} at ${plan.where.pointer}: reviewed, signed and applied before the next.`),
    ...plan.steps.flatMap((step, index) => [
      '',
      `${index + 1}. ${say(stepWords[step.step])} (${say(stateWords[step.state])})`,
      `   ${say(step.does)}`,
      `   ${pick('đổi đối tượng tại', 'changes objects of')} ${step.cluster}; ${step.takesWrites ? pick('sau bước này có nơi nhận ghi', 'writes are taken after it') : pick('sau bước này không nơi nào nhận ghi', 'nobody takes writes after it')}`,
      ...step.write.split('\n').map((line) => `     ${line}`),
      `   ${say(step.proof.what)}:`,
      ...step.proof.commands.map((command) => `     ${command}`),
    ]),
  ].join('\n');
}
