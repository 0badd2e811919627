/** A picture of one system in one cluster: callers at the left, the zones in the middle, what is reached at the right. */
import type { Estate } from '../../model/estate.ts';
import { compareText, type Language } from '../../model/finding.ts';
import { isEmpty, removeAll } from '../bits.ts';
import type { ClusterFlows } from '../cluster-flows.ts';
import { segmentsOf } from '../compare.ts';
import type { Endpoint } from '../endpoint.ts';
import { portText } from '../matrix.ts';
import { colours, escape, fitted, fittedEnds, picture, text, textWidth } from './drawing.ts';

interface Node {
  readonly key: string;
  /** Whom it stands for, when that is more than one. */
  readonly members?: readonly string[];
  readonly label: string;
  readonly column: number;
  readonly fill: string;
}

interface Line {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
  readonly declared: boolean;
}

const words = {
  vi: { callers: 'Bên gọi', edge: 'edge', app: 'app', pooler: 'data: gộp kết nối', data: 'data: cơ sở dữ liệu', reached: 'Bên được gọi', everyone: 'mọi nơi (Internet)', note: 'Không vẽ: phân giải tên miền của mọi pod. Đỏ: không được khai báo.', none: 'Không có luồng nào.' },
  en: { callers: 'Callers', edge: 'edge', app: 'app', pooler: 'data: poolers', data: 'data: instances', reached: 'Reached', everyone: 'everyone (Internet)', note: 'Not drawn: name resolution by every pod. Red: not declared.', none: 'There are no flows.' },
} as const;

const columnWidth = 390;
const boxWidth = 204;
const boxHeight = 28;
const rowHeight = 46;
const labelHeight = 11;
const top = 86;
/** Where what is reached stands. */
const lastColumn = 5;

/** Pictures of the systems of a cluster, of one tenant when it is named. */
export function systemSvgs(cluster: ClusterFlows, estate: Estate, language: Language, tenant?: string): { readonly system: string; readonly svg: string }[] {
  const systems = [...new Set(cluster.endpoints.flatMap(({ role, system }) => (system !== undefined && role !== 'other' ? [system] : [])))].filter((system) => tenant === undefined || system.startsWith(`${tenant}/`)).sort(compareText);
  return systems.map((system) => ({ system, svg: systemSvg(cluster, estate, system, language) }));
}

function systemSvg(cluster: ClusterFlows, estate: Estate, system: string, language: Language): string {
  const say = words[language];
  const { nodes, lines } = joined(graphOf(cluster, system, estate, language));
  const title = `${estate.systems.get(system)?.data.names[language] ?? system} (${system}) · ${cluster.cluster.id}`;
  const heads = [say.callers, say.edge, say.app, say.pooler, say.data, say.reached];
  const columns = untangled(heads.map((_, column) => nodes.filter((node) => node.column === column)), lines);
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const width = Math.max(heads.length * columnWidth + 40, textWidth(title) * 1.4 + 40);
  const height = top + rows * rowHeight + 40;
  const place = new Map(columns.flatMap((column, at) => column.map(({ key }, row) => [key, { x: 20 + at * columnWidth, y: top + (row + (rows - column.length) / 2) * rowHeight }] as const)));
  return picture(width, height, title, [
    text(20, 30, title, 'font-size="17" font-weight="bold"'),
    ...heads.map((head, at) => text(20 + at * columnWidth + boxWidth / 2, 66, head, `text-anchor="middle" fill="${colours.faint}" font-weight="bold"`)),
    ...(lines.length === 0 ? [text(20, top + 20, say.none)] : []),
    ...curves(lines, place),
    ...nodes.map(({ key, label, fill, members = [key] }) => {
      const { x, y } = place.get(key)!;
      return `<g><title>${escape(members.join('\n'))}</title><rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="5" fill="${fill}" stroke="${colours.line}"/>${text(x + boxWidth / 2, y + 18, fittedEnds(label, boxWidth - 10), 'text-anchor="middle"')}</g>`;
    }),
    text(20, height - 14, say.note, `fill="${colours.faint}" font-size="11"`),
  ]);
}

/** From so many on, parties of one kind with the same flows share a box. */
const fewest = 3;

/** A graph in which callers, or what is reached, of one kind and with the same flows are one box. */
function joined({ nodes, lines }: Graph): Graph {
  const own = (key: string) => lines.filter(({ from, to }) => from === key || to === key);
  const kind = (label: string) => label.split('/')[0]!;
  const sides = nodes.filter(({ column, label }) => (column === 0 || column === lastColumn) && label.includes('/'));
  const alike = Map.groupBy(sides, ({ key, label, column, fill }) => [column, fill, kind(label), ...own(key).map(({ from, to, ports, declared }) => `${from === key ? '' : from} ${to === key ? '' : to} ${ports} ${declared}`).sort()].join('; '));
  const instead = new Map<string, Node>();
  for (const group of alike.values()) {
    const [first] = group as [Node, ...Node[]];
    const node = { ...first, label: `${kind(first.label)}/* (${group.length})`, members: group.map(({ label }) => label) };
    if (group.length >= fewest) for (const { key } of group) instead.set(key, node);
  }
  const of = (key: string) => instead.get(key)?.key ?? key;
  const merged = new Map(lines.map((line) => [`${of(line.from)} ${of(line.to)} ${line.ports}`, { ...line, from: of(line.from), to: of(line.to) }]));
  return { nodes: [...new Set(nodes.map((node) => instead.get(node.key) ?? node))], lines: [...merged.values()] };
}

/** `TCP 18000, 18002` for `TCP 18000, TCP 18002`. */
function shortPorts(ports: string): string {
  let protocol = '';
  return ports.split(', ').map((part) => {
    const [name, port] = part.split(' ');
    const text = name === protocol && port !== undefined ? port : part;
    protocol = name!;
    return text;
  }).join(', ');
}

/** Each column in the order of what its boxes are joined to at their left: fewer lines cross. */
function untangled(columns: readonly (readonly Node[])[], lines: readonly Line[]): Node[][] {
  const height = new Map<string, number>();
  return columns.map((column) => {
    const middle = ({ key }: Node): number => {
      const joined = lines.flatMap(({ from, to }) => (to === key ? height.get(from) ?? [] : from === key ? height.get(to) ?? [] : []));
      return joined.length === 0 ? 0.5 : joined.reduce((sum, one) => sum + one, 0) / joined.length;
    };
    const ordered = column.map((node) => ({ node, at: middle(node) })).sort((a, b) => a.at - b.at || compareText(a.node.key, b.node.key)).map(({ node }) => node);
    for (const [row, { key }] of ordered.entries()) height.set(key, (row + 0.5) / ordered.length);
    return ordered;
  });
}

/** Lines between boxes; labels of ports stand at the caller's side, below each other where lines share it. */
function curves(lines: readonly Line[], place: ReadonlyMap<string, { readonly x: number; readonly y: number }>): string[] {
  const used = new Map<string, string[]>();
  const drawn = lines.map(({ from, to, ports, declared }) => {
    const [start, end] = [place.get(from)!, place.get(to)!];
    const colour = declared ? colours.declared : colours.undeclared;
    const sideways = start.x === end.x;
    const [x1, y1, y2] = [start.x + boxWidth, start.y + boxHeight / 2, end.y + boxHeight / 2];
    const backward = end.x < start.x;
    const around = sideways || backward;
    const x2 = around ? end.x + boxWidth : end.x;
    const bend = sideways ? 34 : Math.max(30, Math.abs(x2 - x1) / 2);
    const path = sideways && start.y === end.y
      ? `M ${x1} ${y1 - 6} C ${x1 + 34} ${y1 - 16}, ${x1 + 34} ${y1 + 16}, ${x1} ${y1 + 6}`
      : `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 + (around ? bend : -bend)} ${y2}, ${x2} ${y2}`;
    const key = `${to} ${around}`;
    const known = used.get(key) ?? [];
    used.set(key, known.includes(ports) ? known : [...known, ports]);
    // A label stands once beside the target, whatever the number of callers: above the line, or below it where the line comes round; others over it.
    const y = around ? y2 + 13 + known.length * labelHeight : y2 - 5 - known.length * labelHeight;
    const label = known.includes(ports) ? [] : [text(x2 + (around ? 6 : -6), y, fitted(shortPorts(ports), columnWidth - boxWidth + 20), `text-anchor="${around ? 'start' : 'end'}" font-size="10" fill="${colour}" paint-order="stroke" stroke="#fff" stroke-width="3"`)];
    return { path: `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${declared ? 1.3 : 2.2}"><title>${escape(`${from} → ${to}: ${ports}`)}</title></path><circle cx="${x2}" cy="${y2}" r="3" fill="${colour}"/>`, label };
  });
  // Labels lie over all lines.
  return [...drawn.map(({ path }) => path), ...drawn.flatMap(({ label }) => label)];
}

interface Graph {
  readonly nodes: readonly Node[];
  readonly lines: readonly Line[];
}

function graphOf(cluster: ClusterFlows, system: string, estate: Estate, language: Language): Graph {
  const { endpoints, matrix, wishes } = cluster;
  const nodes = new Map<string, Node>();
  const lines = new Map<string, Line & { ports: string }>();
  const own = (endpoint: Endpoint) => endpoint.system === system;
  const domain = estate.platform.domains.label;
  for (const endpoint of endpoints) if (own(endpoint) && endpoint.role !== 'other') add(nodes, nodeOf(endpoint, system, domain));
  for (const { from, to, segments } of matrix.flows) {
    const [source, target] = [endpoints[from]!, endpoints[to]!];
    if (!own(source) && !own(target)) continue;
    const intents = wishes.get(from * endpoints.length + to) ?? [];
    const open = isEmpty(segments.v4) ? segments.v6 : segments.v4;
    const left = open.slice();
    removeAll(left, segmentsOf(matrix.segments, intents.flatMap(({ ports }) => ports)));
    const declared = isEmpty(left);
    if (declared && (target.labels['k8s-app'] === 'kube-dns' || source.role === 'other' || target.role === 'other')) continue;
    const anyone = !own(source) && intents.some(({ from: ends }) => ends.kind === 'anyone');
    const start = own(source) ? nodeOf(source, system, domain) : { key: anyone ? 'internet' : strip(source.id), label: anyone ? words[language].everyone : strip(source.id), column: 0, fill: anyone || source.kind !== 'pod' ? colours.outside : colours.platform };
    const end = own(target) ? nodeOf(target, system, domain) : { key: `to ${strip(target.id)}`, label: strip(target.id), column: lastColumn, fill: target.kind === 'pod' ? colours.platform : colours.outside };
    add(nodes, start);
    add(nodes, end);
    const ports = portText(matrix.segments, open);
    lines.set(`${start.key} ${end.key} ${ports}`, { from: start.key, to: end.key, ports, declared });
  }
  return { nodes: [...nodes.values()], lines: [...lines.values()] };
}

function add(nodes: Map<string, Node>, node: Node): void {
  if (!nodes.has(node.key)) nodes.set(node.key, node);
}

const strip = (id: string) => id.replace(/#\d+$/, '').replace(/^platform\//, '').replace(/^cluster\/[^/]+\/(nodes|api-server)$/, '$1');

function nodeOf({ id, role, database, namespaceLabels }: Endpoint, system: string, domain: string): Node {
  const zone = namespaceLabels[`${domain}/zone`] as 'edge' | 'app' | 'data' | 'mgmt' | undefined;
  const column = role === 'pooler' ? 3 : database !== undefined ? 4 : zone === 'edge' ? 1 : zone === 'data' ? 4 : 2;
  return { key: id, label: id.replace(`${system}/`, '').replace(/^database\//, ''), column, fill: zone === undefined ? colours.box : colours[zone] };
}
