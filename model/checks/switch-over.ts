import { databasesOf, type Decision } from '../derive/decisions.ts';
import { activeDecisions } from '../derive/placements.ts';
import { copySites } from '../derive/switch-over.ts';
import type { Estate } from '../estate.ts';
import type { About, Check } from './check.ts';

type Problem = About & { readonly pointer: string };

/** A switch-over goes to a site that holds a copy, step by step, with the token of every database; a forced one is never silent. */
export const switchOver: Check = {
  code: 'switch-over',
  severity: 'error',
  title: { en: 'A switch-over cannot go on as it stands', vi: 'Việc chuyển vai trò không thể tiếp tục như đang ghi' },
  run: ({ estate, report }) => activeDecisions(estate).flatMap((decision) =>
    problems(estate, decision).map(({ pointer, ...about }) => report(decision.grant, `/systems/${decision.index}${pointer}`, about))),
};

function problems(estate: Estate, decision: Decision): Problem[] {
  const { primarySite, switchOver: step, system: { key } } = decision;
  if (primarySite === undefined) {
    return step === undefined ? [] : [{ pointer: '/switchOver', message: { en: `a switch-over of ${key} is under way, but no primarySite says where to`, vi: `đang chuyển vai trò của ${key} nhưng chưa có primarySite cho biết chuyển tới đâu` }, hint: { en: 'set primarySite, or remove switchOver', vi: 'ghi primarySite, hoặc bỏ switchOver' } }];
  }
  const sites = copySites(estate, decision);
  if (!sites?.includes(primarySite)) {
    return [{ pointer: '/primarySite',
      message: sites ? { en: `${key} has no copy at ${primarySite}; its copies stand at ${sites.join(' and ')}`, vi: `${key} không có bản sao tại ${primarySite}; các bản đặt tại ${sites.join(' và ')}` } : { en: `${key} has no copy at a second site, so nothing can be switched over`, vi: `${key} không có bản sao tại trung tâm thứ hai nên không thể chuyển vai trò` },
      hint: { en: 'name the site of one of its two clusters', vi: 'ghi trung tâm của một trong hai cụm' } }];
  }
  if (!step) return [];
  const databases = databasesOf(estate, key).map(({ id }) => id);
  if (databases.length === 0) return [{ pointer: '/switchOver', message: { en: `${key} has no database to demote or promote`, vi: `${key} không có cơ sở dữ liệu nào để chuyển vai trò` }, hint: { en: 'remove switchOver: primarySite alone is enough', vi: 'bỏ switchOver: chỉ cần primarySite' } }];
  if (step.step === 'forced') {
    return [{ pointer: '/switchOver/step', severity: 'warning',
      message: { en: `the primary of ${databases.join(', ')} is forced to ${primarySite}: commits that had not arrived there are lost, and the former copy must be made anew (${step.reason.en})`, vi: `bản chính của ${databases.join(', ')} bị buộc chuyển sang ${primarySite}: giao dịch chưa kịp sao chép sẽ mất và bản cũ phải dựng lại (${step.reason.vi})` },
      hint: { en: 'only when the former primary is lost for good; else demote it first', vi: 'chỉ dùng khi đã mất hẳn bản chính cũ; nếu không, hãy demote trước' } }];
  }
  return step.step === 'promote' ? tokenProblems(databases, step.tokens) : [];
}

function tokenProblems(databases: readonly string[], tokens: Readonly<Record<string, string>>): Problem[] {
  const missing = databases.filter((id) => tokens[id] === undefined).map((id): Problem => ({ pointer: '/switchOver/tokens',
    message: { en: `the token of ${id} is missing: promoted without it, commits since its last archived WAL would be lost`, vi: `thiếu mã bàn giao của ${id}: chuyển vai trò khi thiếu mã sẽ mất các giao dịch sau đoạn WAL lưu trữ cuối cùng` },
    hint: { en: 'take it from status.demotionToken of the demoted copy', vi: 'lấy từ status.demotionToken của bản đã demote' } }));
  const foreign = Object.keys(tokens).filter((id) => !databases.includes(id)).map((id): Problem => ({ pointer: `/switchOver/tokens/${id}`, target: 'key',
    message: { en: `${id} is no database of this system`, vi: `${id} không phải cơ sở dữ liệu của hệ thống này` }, hint: { en: `its databases are ${databases.join(', ')}`, vi: `các cơ sở dữ liệu: ${databases.join(', ')}` } }));
  const shared = Object.entries(tokens).filter(([id, token], index, all) => all.findIndex(([, other]) => identifier(other) === identifier(token)) < index && databases.includes(id)).map(([id]): Problem => ({ pointer: `/switchOver/tokens/${id}`,
    message: { en: `the token of ${id} speaks of the same database system as another one: one of them was copied to the wrong place`, vi: `mã bàn giao của ${id} trùng hệ cơ sở dữ liệu với mã khác: có mã đã chép nhầm chỗ` }, hint: { en: 'read status.demotionToken of each database again', vi: 'đọc lại status.demotionToken của từng cơ sở dữ liệu' } }));
  return [...missing, ...foreign, ...shared];
}

/** System identifier of PostgreSQL inside a token, whose form the schema has checked. */
function identifier(token: string): string {
  return (JSON.parse(Buffer.from(token, 'base64').toString('utf8')) as { databaseSystemIdentifier: string }).databaseSystemIdentifier;
}
