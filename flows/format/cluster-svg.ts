/** A picture of one cluster that stays readable with a hundred systems: a line for each system, a column for each kind of other side. */
import type { Estate } from '../../model/estate.ts';
import { compareText, type Language } from '../../model/finding.ts';
import { isEmpty, removeAll } from '../bits.ts';
import type { ClusterFlows } from '../cluster-flows.ts';
import { segmentsOf } from '../compare.ts';
import type { Endpoint } from '../endpoint.ts';
import { portText } from '../matrix.ts';
import { internet } from '../outside.ts';
import { colours, escape, fitted, picture, text, textWidth } from './drawing.ts';

type Column = 'internet' | 'staff' | 'tslcd' | 'systems' | 'inside' | 'exchange' | 'platform' | 'api' | 'store' | 'sites' | 'other';
const columns: readonly Column[] = ['internet', 'staff', 'tslcd', 'systems', 'inside', 'exchange', 'platform', 'api', 'store', 'sites', 'other'];

const words = {
  vi: { title: 'Luồng mạng của các hệ thống', tenant: 'Bên thuê / hệ thống', columns: { internet: 'Internet →', staff: 'Cán bộ →', tslcd: 'Mạng TSLCD →', systems: 'Hệ thống khác', inside: 'Bên trong', exchange: '→ Trao đổi', platform: 'Nền tảng', api: '→ Máy chủ API', store: '→ Kho đối tượng', sites: 'Trung tâm khác', other: 'Khác' }, note: 'Số cặp đang mở và cổng của chúng. Đỏ: có luồng không được khai báo. Không tính phân giải tên miền.' },
  en: { title: 'Network flows of the systems', tenant: 'Tenant / system', columns: { internet: 'Internet →', staff: 'Staff →', tslcd: 'State network →', systems: 'Other systems', inside: 'Inside', exchange: '→ Exchange', platform: 'Platform', api: '→ API server', store: '→ Object store', sites: 'Other sites', other: 'Other' }, note: 'Open pairs and their ports. Red: some are not declared. Name resolution is not counted.' },
} as const;

interface Cell {
  pairs: number;
  readonly ports: Set<string>;
  undeclared: boolean;
}

const rowHeight = 22;
const nameWidth = 250;
const cellWidth = 132;

/** @param tenant rows of its systems alone; left out: all */
export function clusterSvg(cluster: ClusterFlows, estate: Estate, language: Language, tenant?: string): string {
  const say = words[language];
  const cells = cellsOf(cluster, estate.platform.domains.label);
  const systems = [...cells.keys()].filter((system) => tenant === undefined || system.startsWith(`${tenant}/`)).sort(compareText);
  const width = nameWidth + columns.length * cellWidth + 40;
  const height = 110 + systems.length * rowHeight + 40;
  const title = `${say.title} · ${cluster.cluster.data.names[language]} (${cluster.cluster.id})`;
  let before = '';
  const body = systems.flatMap((system, row) => {
    const y = 96 + row * rowHeight;
    const owner = system.split('/')[0]!;
    const first = owner !== before;
    before = owner;
    return [
      ...(first ? [`<line x1="16" x2="${width - 16}" y1="${y}" y2="${y}" stroke="${colours.line}" stroke-width="0.7"/>`] : []),
      text(20, y + 15, fitted(system, nameWidth - 10), first ? 'font-weight="bold"' : ''),
      ...columns.flatMap((column, at) => {
        const cell = cells.get(system)?.get(column);
        if (!cell) return [];
        const x = nameWidth + at * cellWidth + 20;
        const label = `${cell.pairs} · ${[...cell.ports].sort(compareText).join('; ')}`;
        return [`<g><title>${escape(`${system}: ${label}`)}</title><rect x="${x}" y="${y + 3}" width="${cellWidth - 6}" height="${rowHeight - 5}" rx="3" fill="${cell.undeclared ? colours.undeclared : colours.data}" fill-opacity="${cell.undeclared ? 0.85 : 1}"/>${text(x + 5, y + 15, fitted(label, cellWidth + 8), `font-size="10.5"${cell.undeclared ? ' fill="#fff"' : ''}`)}</g>`];
      }),
    ];
  });
  return picture(Math.max(width, textWidth(title) * 1.4), height, title, [
    text(20, 30, title, 'font-size="17" font-weight="bold"'),
    text(20, 54, say.note, `fill="${colours.faint}" font-size="11"`),
    text(20, 84, say.tenant, `fill="${colours.faint}" font-weight="bold"`),
    ...columns.map((column, at) => text(nameWidth + at * cellWidth + 24, 84, say.columns[column], `fill="${colours.faint}" font-weight="bold"`)),
    ...body,
  ]);
}

function cellsOf({ endpoints, matrix, wishes }: ClusterFlows, domain: string): Map<string, Map<Column, Cell>> {
  const found = new Map<string, Map<Column, Cell>>();
  for (const { system, role } of endpoints) if (system !== undefined && role !== 'other' && !found.has(system)) found.set(system, new Map());
  for (const { from, to, segments } of matrix.flows) {
    const [source, target] = [endpoints[from]!, endpoints[to]!];
    if (target.labels['k8s-app'] === 'kube-dns') continue;
    const intents = wishes.get(from * endpoints.length + to) ?? [];
    const open = isEmpty(segments.v4) ? segments.v6 : segments.v4;
    const left = open.slice();
    removeAll(left, segmentsOf(matrix.segments, intents.flatMap(({ ports }) => ports)));
    const ports = portText(matrix.segments, open);
    for (const [own, other, inward] of [[source, target, false], [target, source, true]] as const) {
      const row = own.system === undefined ? undefined : found.get(own.system);
      // A flow inside a system is counted once.
      if (!row || (inward && other.system === own.system)) continue;
      // What is open to everyone is shown as that, not once for each of them.
      if (inward && intents.some(({ from: ends }) => ends.kind === 'anyone') && !other.id.startsWith(internet)) continue;
      const column = columnOf(own, other, inward, domain);
      let cell = row.get(column);
      if (!cell) row.set(column, (cell = { pairs: 0, ports: new Set(), undeclared: false }));
      if (!(inward && other.id.startsWith(`${internet}#`) && cell.pairs > 0)) cell.pairs++;
      cell.ports.add(ports);
      if (!isEmpty(left)) cell.undeclared = true;
    }
  }
  return found;
}

function columnOf(own: Endpoint, other: Endpoint, inward: boolean, domain: string): Column {
  if (other.kind === 'pod') {
    if (other.system !== undefined) return other.system === own.system ? 'inside' : 'systems';
    if (!inward && other.labels[`${domain}/exchange`] !== undefined) return 'exchange';
    return other.role === 'store' ? 'store' : 'platform';
  }
  const [head] = other.id.split(/[/#]/);
  if (inward) return head === 'internet' ? 'internet' : head === 'staff' ? 'staff' : head === 'tslcd' ? 'tslcd' : head === 'site' ? 'sites' : 'other';
  return head === 'cluster' ? 'api' : head === 'site' ? 'sites' : 'other';
}
