/** What `ndc flows` prints for people, and its CSV. */
import type { Language } from '../../model/finding.ts';
import type { ChangesReport, FlowReport, FlowsReport, HalfReport, Place } from './report.ts';

/** Lines of flows that are printed; the others are counted. */
const shownFlows = 100;

const words = {
  vi: { verdict: { denied: 'BỊ CHẶN', allowed: 'ĐƯỢC PHÉP', mixed: 'MỘT PHẦN' }, pairs: 'cặp được hỏi', allowed: 'cặp được phép', undeclared: 'KHÔNG KHAI BÁO', via: 'qua', wanted: 'khai báo tại', out: 'chiều đi', into: 'chiều đến', refused: 'cặp bị chặn, ví dụ', more: 'luồng nữa; --format json hoặc csv liệt kê tất cả', findings: 'phát hiện', errors: 'lỗi', cluster: 'cụm', endpoints: 'đầu mối', policies: 'chính sách', flows: 'luồng mở', wishes: 'luồng khai báo', surplus: 'thừa', missing: 'thiếu', nothing: 'Không luồng nào được phép.', since: 'từ', unknown: 'không rõ', agreement: 'thỏa thuận', until: 'đến', next: 'Việc cần làm', opens: 'luồng mở thêm', closes: 'luồng đóng lại', base: 'so với', same: 'Không luồng nào thay đổi.' },
  en: { verdict: { denied: 'DENIED', allowed: 'ALLOWED', mixed: 'IN PART' }, pairs: 'pairs asked', allowed: 'allowed', undeclared: 'NOT DECLARED', via: 'via', wanted: 'declared at', out: 'out', into: 'in', refused: 'pairs refused, e.g.', more: 'more flows; --format json or csv lists all', findings: 'findings', errors: 'errors', cluster: 'cluster', endpoints: 'endpoints', policies: 'policies', flows: 'open flows', wishes: 'declared', surplus: 'surplus', missing: 'missing', nothing: 'No flow is allowed.', since: 'since', unknown: 'unknown', agreement: 'agreement', until: 'until', next: 'Next', opens: 'flows open', closes: 'flows close', base: 'against', same: 'No flow changes.' },
} as const;

/** @param since day on which a line of the catalog was written last, when that is known; left out: no line says it */
export function flowsText(report: FlowsReport, language: Language, since?: Since): string {
  const say = words[language];
  const { from, to, port } = report.question;
  const { one, half } = flowWriter(language, since);
  const listed = report.flows.slice(0, shownFlows);
  const errors = report.findings.filter(({ severity }) => severity === 'error').length;
  return [
    `${from} → ${to}${port === null ? '' : ` ${port}`}: ${say.verdict[report.verdict]} (${report.pairs.asked} ${say.pairs}, ${report.pairs.allowed} ${say.allowed}; ${report.seconds.toFixed(1)} s)`,
    ...(listed.length === 0 ? [`  ${say.nothing}`] : listed.flatMap((flow) => one(flow, ' '))),
    ...(report.flows.length > listed.length ? [`  … ${report.flows.length - listed.length} ${say.more}`] : []),
    ...report.refusals.flatMap(({ pairs, example, egress, ingress }) => [`  ${pairs} ${say.refused} ${example.from} → ${example.to} ${example.port} (${example.cluster})`, ...(egress.allowed ? [] : [half(say.out, egress)]), ...(ingress.allowed ? [] : [half(say.into, ingress)])]),
    ...findingLines(report, language),
    ...(report.findings.length === 0 ? [] : [`${report.findings.length} ${say.findings}, ${errors} ${say.errors}`]),
  ].join('\n');
}

type Since = (file: string, line: number) => string | undefined;

/** Lines of one flow, with its reasons where they are known. */
function flowWriter(language: Language, since: Since | undefined): { one(flow: FlowReport, mark: string): string[]; half(name: string, one: HalfReport): string } {
  const say = words[language];
  const place = ({ file, line }: Place) => {
    return `${file}:${line}${since ? ` (${say.since} ${since(file, line) ?? say.unknown})` : ''}`;
  };
  const half = (name: string, one: HalfReport) => `      ${name}: ${one.text}${one.catalog ? `  [${place(one.catalog)}]` : ''}`;
  return {
    half,
    one: (flow, mark) => [
      `${mark} ${where(flow.from, flow.to)}  ${flow.ports}${flow.families.length === 1 ? ` [IP${flow.families[0]}]` : ''}${flow.via === null ? '' : `  ${say.via} ${flow.via}`}${flow.declared ? '' : `  ${say.undeclared}`}`,
      ...(flow.egress && flow.ingress ? [...new Set(flow.wishes.flatMap(({ reason, catalog, agreements }) => [
        `      ${say.wanted} ${place(catalog)}: ${reason[language]}`,
        ...agreements.map(({ id, from, until, catalog: { file, line } }) => `        ${say.agreement} ${id}: ${say.since} ${from} ${say.until} ${until}  [${file}:${line}]`),
      ])), half(say.out, flow.egress), half(say.into, flow.ingress)] : []),
    ],
  };
}

/** What a change opens (+) and closes (-), each with its rules and lines; those of what closes are the base's. */
export function changesText({ base, opens, closes, seconds }: ChangesReport, language: Language, since?: Since): string {
  const say = words[language];
  const listed = (flows: readonly FlowReport[], mark: string, known: Since | undefined) => [
    ...flows.slice(0, shownFlows).flatMap((flow) => flowWriter(language, known).one(flow, mark)),
    ...(flows.length > shownFlows ? [`  … ${flows.length - shownFlows} ${say.more}`] : []),
  ];
  return [
    `${opens.length} ${say.opens}, ${closes.length} ${say.closes} ${say.base} ${base.ref} (${base.commit.slice(0, 12)}; ${seconds.toFixed(1)} s)`,
    ...(opens.length + closes.length === 0 ? [`  ${say.same}`] : []),
    ...listed(opens, '+', since),
    ...listed(closes, '-', undefined),
  ].join('\n');
}

/** The summary of a whole estate: one line a cluster, and what is wrong. */
export function summaryText(report: FlowsReport, language: Language): string {
  const say = words[language];
  const rows = [[say.cluster, say.endpoints, say.policies, say.flows, say.wishes, say.surplus, say.missing], ...report.clusters.map(({ id, endpoints, policies, flows, wishes, surplus, missing }) => [id, ...[endpoints, policies, flows, wishes, surplus, missing].map(String)])];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const errors = report.findings.filter(({ severity }) => severity === 'error').length;
  return [
    ...rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')),
    ...findingLines(report, language),
    `${report.findings.length} ${say.findings}, ${errors} ${say.errors}; ${report.seconds.toFixed(1)} s`,
  ].join('\n');
}

function findingLines({ findings }: FlowsReport, language: Language): string[] {
  return findings.flatMap(({ file, line, column, severity, code, message, hint }) => [`${file}:${line}:${column} ${severity} ${code}: ${message[language]}`, `    ${words[language].next}: ${hint[language]}`]);
}

function where(from: FlowReport['from'], to: FlowReport['to']): string {
  return from.cluster === to.cluster ? `${from.cluster}: ${from.id} → ${to.id}` : `${from.cluster}: ${from.id} → ${to.cluster}: ${to.id}`;
}

/** One line a flow, with a head. */
export function flowsCsv({ flows }: FlowsReport): string {
  return csv([csvHead, ...flows.map(csvRow)]);
}

/** The same of a change, with a column before the others: `opens` or `closes`. */
export function changesCsv({ opens, closes }: ChangesReport): string {
  return csv([['change', ...csvHead], ...opens.map((flow) => ['opens', ...csvRow(flow)]), ...closes.map((flow) => ['closes', ...csvRow(flow)])]);
}

const csvHead = ['from', 'fromCluster', 'to', 'toCluster', 'ports', 'families', 'declared', 'via', 'wish', 'catalog', 'egressPolicy', 'ingressPolicy'];

function csvRow({ from, to, ports, families, declared, via, wishes, egress, ingress }: FlowReport): string[] {
  return [
    from.id, from.cluster, to.id, to.cluster, ports, families.join(' '), String(declared), via ?? '', wishes.map(({ kind }) => kind).join(' '), wishes.map(({ catalog }) => `${catalog.file}:${catalog.line}`).join(' '), egress?.policy ?? '', ingress?.policy ?? '',
  ];
}

function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\n');
}

/** RFC 4180; a cell that a spreadsheet would take for a formula is marked as text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
