/** The result of a rehearsal for people. */
import type { Language } from '../model/finding.ts';
import type { ClusterResult } from './cluster.ts';
import type { RehearsalResult } from './rehearse.ts';

const words = {
  en: {
    objects: 'objects', accepted: 'accepted', rejected: 'rejected', notActive: 'not active', unchecked: 'schema not checked', unrendered: 'not rendered', passed: 'probes passed', failed: 'failed', none: 'no subject', unknown: 'unknown',
    rate: 'objects/s', cluster: 'cluster', expected: 'had to be', was: 'was', why: 'why', hint: 'next', who: 'as',
    ok: 'Everything was accepted and every probe passed.', notOk: 'The rehearsal found what has to be mended:',
    apply: (reason: string) => `Engine: server-side apply of the exported objects, in the order of the stack graph (${reason}).`,
    terraform: (program: string, reason: string) => `Engine: the stacks themselves through ${program}, each after those it depends on (${reason}).`,
    stacks: (applied: number, destroyed: number, guarded: number) => `${applied} stacks applied, ${destroyed} destroyed; ${guarded} objects are guarded and stay.`,
    again: 'A second plan would still change', failedStack: 'Terraform failed at', skipped: 'Not tried, since another stack failed', leftBehind: 'Left behind by destroying', withoutChart: 'Terraform cannot do these stacks here, since a chart cannot be had',
    notTried: (count: number) => `Not tried by Terraform: ${count} objects.`,
    hooks: 'Hooks of charts do not run here; their objects were asked as a dry run',
    notActiveMeans: 'Not active: accepted as a dry run and not stored, since what it calls does not run in a lab.',
    uncheckedMeans: (kinds: string) => `Schema not checked, since the definition cannot be had: ${kinds}.`,
    unrenderedMeans: 'Releases that are not rendered: their objects are unknown, not absent.',
    identities: (stacks: number, asked: number, allowed: number) => `Each of ${stacks} stacks was applied as its own identity; of ${asked} requests for an object of another stack, ${allowed} were allowed.`,
    distinct: (count: number) => `${count} different probes passed.`,
    upgrade: (commit: string) => `On top of ${commit.slice(0, 12)}`, created: 'created', changed: 'changed', moved: 'moved', unchanged: 'unchanged', replaced: 'replaced (deleted and made anew)', deleted: 'deleted', kept: 'kept although no longer wanted',
    refusedInBase: (count: number) => `${count} objects of the base were refused already`,
  },
  vi: {
    objects: 'đối tượng', accepted: 'chấp nhận', rejected: 'từ chối', notActive: 'không kích hoạt', unchecked: 'chưa kiểm lược đồ', unrendered: 'chưa dựng', passed: 'phép thử đạt', failed: 'không đạt', none: 'không có đối tượng', unknown: 'chưa rõ',
    rate: 'đối tượng/giây', cluster: 'cụm', expected: 'lẽ ra phải', was: 'thực tế', why: 'lý do', hint: 'tiếp theo', who: 'với danh tính',
    ok: 'Mọi đối tượng được chấp nhận và mọi phép thử đều đạt.', notOk: 'Diễn tập phát hiện các điểm phải sửa:',
    apply: (reason: string) => `Cách thực hiện: áp dụng phía máy chủ các đối tượng đã xuất, theo thứ tự của đồ thị stack (${reason}).`,
    terraform: (program: string, reason: string) => `Cách thực hiện: chính các stack qua ${program}, mỗi stack sau các stack mà nó phụ thuộc (${reason}).`,
    stacks: (applied: number, destroyed: number, guarded: number) => `${applied} stack đã áp dụng, ${destroyed} stack đã hủy; ${guarded} đối tượng được bảo vệ và ở lại.`,
    again: 'Lần lập kế hoạch thứ hai vẫn còn thay đổi', failedStack: 'Terraform không thực hiện được', skipped: 'Chưa thử vì stack khác không thành công', leftBehind: 'Còn sót lại sau khi hủy', withoutChart: 'Terraform không thực hiện được các stack này ở đây vì không có chart',
    notTried: (count: number) => `Terraform chưa thử: ${count} đối tượng.`,
    hooks: 'Hook của chart không chạy ở đây; đối tượng của chúng chỉ được hỏi bằng lần chạy thử',
    notActiveMeans: 'Không kích hoạt: được chấp nhận khi chạy thử và không lưu lại, vì chương trình mà nó gọi không chạy trong phòng thử nghiệm.',
    uncheckedMeans: (kinds: string) => `Chưa kiểm lược đồ vì không có định nghĩa: ${kinds}.`,
    unrenderedMeans: 'Bản phát hành chưa dựng được: đối tượng của chúng là chưa biết, không phải không có.',
    identities: (stacks: number, asked: number, allowed: number) => `Mỗi stack trong ${stacks} stack được áp dụng bằng danh tính riêng; trong ${asked} yêu cầu chạm tới đối tượng của stack khác, ${allowed} yêu cầu được chấp nhận.`,
    distinct: (count: number) => `${count} phép thử khác nhau đã đạt.`,
    upgrade: (commit: string) => `Trên nền ${commit.slice(0, 12)}`, created: 'tạo mới', changed: 'thay đổi', moved: 'chuyển chỗ', unchanged: 'giữ nguyên', replaced: 'thay thế (xóa rồi tạo lại)', deleted: 'xóa', kept: 'giữ lại dù không còn cần',
    refusedInBase: (count: number) => `${count} đối tượng của bản gốc đã bị từ chối từ trước`,
  },
} as const;

export function formatRehearsal(result: RehearsalResult, { language, where }: { readonly language: Language; readonly where: (file: string) => string }): string {
  const say = words[language];
  const rows = [
    [say.cluster, say.objects, say.accepted, say.rejected, say.notActive, say.unchecked, say.unrendered, say.passed, say.failed, say.none, say.rate],
    ...result.clusters.map((cluster) => [
      cluster.id, cluster.objects, cluster.accepted, cluster.rejected, cluster.notActive, cluster.schemaNotChecked, cluster.unrendered, cluster.probes.passed, cluster.probes.failed, cluster.probes.noSubject, cluster.objectsPerSecond,
    ].map(String)),
  ];
  const kinds = [...new Set(result.clusters.flatMap(({ unknownKinds }) => Object.keys(unknownKinds)))].sort().join(', ');
  return [
    columns(rows),
    '',
    engineLine(result, language),
    ...result.clusters.flatMap((cluster) => terraformLines(cluster, language)),
    ...result.clusters.flatMap(({ id, identities }) => (identities ? [`${id}: ${say.identities(identities.stacks, identities.asked, identities.allowed.length)}`, ...identities.allowed.map((line) => `  ${line}`)] : [])),
    ...(result.clusters.some(({ notActive }) => notActive > 0) ? [say.notActiveMeans] : []),
    ...(kinds === '' ? [] : [say.uncheckedMeans(kinds)]),
    ...(result.clusters.some(({ unrendered }) => unrendered > 0) ? [say.unrenderedMeans] : []),
    say.distinct(result.probes.distinct),
    ...result.clusters.flatMap((cluster) => upgradeLines(cluster, language)),
    '',
    result.ok ? say.ok : say.notOk,
    ...result.clusters.flatMap((cluster) => problems(cluster, language, where)),
  ].join('\n');
}

function engineLine({ engineReason, clusters }: RehearsalResult, language: Language): string {
  const say = words[language];
  const program = clusters.find(({ terraform }) => terraform)?.terraform?.program;
  return program ? say.terraform(`${program.name} ${program.version}`, engineReason[language]) : say.apply(engineReason[language]);
}

function terraformLines({ id, terraform, notTried }: ClusterResult, language: Language): string[] {
  if (!terraform) return [];
  const say = words[language];
  const { applied, destroyed, guarded, hooks, withoutChart, again, failed, skipped, leftBehind } = terraform;
  const list = (title: string, items: readonly string[]) => (items.length === 0 ? [] : [`  ${title}:`, ...items.map((item) => `    ${item}`)]);
  return [
    `${id}: ${say.stacks(applied, destroyed, guarded)}`,
    ...(notTried > 0 ? [`  ${say.notTried(notTried)}`] : []),
    ...list(say.withoutChart, withoutChart.map(({ stack, chart, version }) => `${stack} (${chart} ${version})`)),
    ...list(say.hooks, hooks.map(({ stack, object }) => `${object}  (${stack})`)),
    ...list(say.failedStack, failed.map(({ step, stack, message }) => `${step} ${stack}: ${message}`)),
    ...list(say.skipped, skipped.map(({ stack, because }) => `${stack} (${because})`)),
    ...list(say.again, again.map(({ stack, action, address }) => `${stack}: ${action} ${address}`)),
    ...list(say.leftBehind, leftBehind),
  ];
}

/** Names of objects that are shown; the JSON result holds all. */
const shownObjects = 20;

function upgradeLines({ id, upgrade }: ClusterResult, language: Language): string[] {
  if (!upgrade) return [];
  const say = words[language];
  const counts = (['created', 'changed', 'moved', 'unchanged'] as const).map((what) => `${say[what]} ${upgrade[what]}`);
  const lists = (['replaced', 'deleted', 'kept'] as const).flatMap((what) => {
    const steps = upgrade[what];
    if (steps.length === 0) return [];
    const rest = steps.length > shownObjects ? [`    … ${steps.length - shownObjects}`] : [];
    return [`  ${say[what]}: ${steps.length}`, ...steps.slice(0, shownObjects).map(({ object, stack }) => `    ${object}  (${stack})`), ...rest];
  });
  return ['', `${id}: ${say.upgrade(upgrade.commit)}: ${counts.join(', ')}`, ...lists, ...(upgrade.refusedInBase > 0 ? [`  ${say.refusedInBase(upgrade.refusedInBase)}`] : [])];
}

function problems(cluster: ClusterResult, language: Language, where: (file: string) => string): string[] {
  const say = words[language];
  return [
    ...cluster.rejections.flatMap(({ stack, kind, namespace, name, file, line, column, status, message, hint }) => [
      '',
      `${file === '' ? stack : `${where(file)}:${line}:${column}`}  ${kind} ${namespace === '' ? '' : `${namespace}/`}${name}  (${stack})`,
      `  ${status > 0 ? `${status} ` : ''}${message}`,
      `  ${say.hint}: ${hint[language]}`,
    ]),
    ...cluster.probes.results.filter(({ status }) => status === 'failed' || status === 'unknown').flatMap(({ id, status, sentence, reason, who, request, expected, answer, message }) => [
      '',
      `${cluster.id}  ${id}  ${status === 'failed' ? say.failed : say.unknown}: ${sentence[language]}`,
      `  ${say.who} ${who}: ${request}`,
      `  ${say.expected}: ${expected}`,
      `  ${say.was}: ${answer} ${message}`,
      `  ${say.why}: ${reason.text[language]} (${reason.source})`,
    ]),
  ];
}

/** Columns: the first to the left, numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) => row.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[index]!))).join('  ').trimEnd()).join('\n');
}
