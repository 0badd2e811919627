/** What the estate holds: sites, clusters, tenants, systems, databases, stacks, objects. */
import type { Text } from '../../model/finding.ts';
import { resolution214, type DatabaseRow, type Holdings } from '../holdings.ts';
import type { Inventory } from '../inventory.ts';
import { number, stackKindWords, word } from '../words.ts';
import { badge, bar, details, paragraph, section, table, tiles } from './layout.ts';
import { html, type Content, type Markup } from './markup.ts';

const unknown: Text = { vi: 'chưa rõ', en: 'not known' };
const none: Text = { vi: 'không có', en: 'none' };

export function estateSection(estate: Holdings | null, inventory: Inventory): Markup {
  return section('estate', { vi: 'Hiện trạng theo danh mục', en: 'What the estate holds' },
    estate ? [
      tiles([
        { value: estate.counts.sites, label: { vi: 'trung tâm', en: 'sites' } }, { value: estate.counts.clusters, label: { vi: 'cụm', en: 'clusters' } },
        { value: estate.counts.tenants, label: { vi: 'bên thuê', en: 'tenants' } }, { value: estate.counts.systems, label: { vi: 'hệ thống thông tin', en: 'information systems' } },
        { value: estate.counts.databases, label: { vi: 'cơ sở dữ liệu', en: 'databases' } }, { value: estate.counts.agreements, label: { vi: 'thỏa thuận chia sẻ', en: 'sharing agreements' } },
        { value: inventory.stacks, label: { vi: 'ngăn xếp', en: 'stacks' } }, { value: inventory.objects, label: { vi: 'đối tượng', en: 'objects' } },
      ]),
      systemsByLevel(estate), zones(estate), sites(estate), clusters(estate, inventory), tenants(estate), databases(estate),
    ] : paragraph({ vi: 'Không đọc được danh mục đầy đủ; xem các lỗi ở phần Phát hiện.', en: 'The catalog could not be read as a whole; see the errors among the findings.' }, 'note'),
    stacks(inventory), objects(inventory));
}

function systemsByLevel({ systems, states }: Holdings): Content {
  const largest = Math.max(1, ...systems.map(({ count }) => count));
  const rows = [...systems].reverse().map(({ level, count, critical, pending, withSecondSite }) => [{ vi: `Cấp độ ${level}`, en: `Level ${level}` }, bar(count / largest), count, critical, withSecondSite, pending]);
  return [
    html`<h3>${{ vi: 'Hệ thống thông tin theo cấp độ', en: 'Information systems by level' }}</h3>`,
    table([
      { title: { vi: 'Cấp độ', en: 'Level' }, kind: 'keep' }, { title: { vi: '', en: '' }, kind: 'chart' }, { title: { vi: 'Hệ thống', en: 'Systems' }, kind: 'n' },
      { title: { vi: 'Đánh dấu quan trọng', en: 'Flagged critical' }, kind: 'n' }, { title: { vi: 'Có nơi thứ hai', en: 'With a second place' }, kind: 'n' }, { title: { vi: 'Chờ cấp phép', en: 'Pending' }, kind: 'n' },
    ], rows),
    html`<p class="lead">${{ vi: 'Trạng thái', en: 'State' }}: ${states.map(({ state, count }, index) => html`${index > 0 && ', '}${word('states', state)} ${number(count)}`)}</p>`,
  ];
}

/** Zones of the law and the sub-zones that stand for them, with what each level adds. */
function zones({ zones: rows }: Holdings): Content {
  const own: Text = { vi: 'lựa chọn của dự án', en: 'our choice' };
  return [
    html`<h3>${{ vi: 'Vùng mạng theo cấp độ', en: 'Network zones by level' }}</h3>`,
    table([
      { title: { vi: 'Cấp độ', en: 'Level' }, kind: 'keep' }, { title: { vi: 'Hệ thống', en: 'Systems' }, kind: 'n' }, { title: { vi: 'Vùng theo quy định và vùng con', en: 'Zones of the law and sub-zones' } },
      { title: { vi: 'Biện pháp phải có', en: 'Measures due' } },
    ], rows.map(({ regime, level, systems, zones: due, source, measures }) => [
      html`${{ vi: `Cấp độ ${level}`, en: `Level ${level}` }}<small>${regime}</small>`, systems,
      due === null ? unknown : html`${number(due.length)}: ${due.map(({ lawZone, subzones }, index) => html`${index > 0 && ', '}${lawZone} → ${subzones.map(({ names }) => names)}`)}<small>${source ?? ''}</small>`,
      measures.length === 0 ? none : html`${measures.map(({ names, source: article, own: chosen }, index) => html`${index > 0 && '; '}${names} (${chosen ? own : article})`)}`,
    ])),
  ];
}

function sites({ sites: rows }: Holdings): Content {
  return [
    html`<h3>${{ vi: 'Trung tâm dữ liệu', en: 'Sites' }}</h3>`,
    table([
      { title: { vi: 'Trung tâm', en: 'Site' } }, { title: { vi: 'Loại', en: 'Kind' } }, { title: { vi: 'Vùng', en: 'Region' } }, { title: { vi: 'Tình trạng', en: 'Status' } },
      { title: { vi: 'Nơi dự phòng', en: 'Recovery partner' } }, { title: { vi: 'Cụm', en: 'Clusters' }, kind: 'n' },
    ], rows.map(({ id, names, kind, region, status, placeKnown, drPartner, clusters: count }) => [
      html`${names}<small><code>${id}</code>${!placeKnown && html` · ${{ vi: 'chưa rõ địa điểm', en: 'place not known' }}`}</small>`,
      word('siteKinds', kind), region === null ? unknown : word('regions', region), word('siteStatuses', status), drPartner === null ? none : html`<code>${drPartner}</code>`, count,
    ])),
  ];
}

function clusters({ clusters: rows }: Holdings, inventory: Inventory): Content {
  const exported = new Map(inventory.clusters.map((cluster) => [cluster.cluster, cluster]));
  return [
    html`<h3>${{ vi: 'Cụm theo vai trò', en: 'Clusters by role' }}</h3>`,
    table([
      { title: { vi: 'Cụm', en: 'Cluster' } }, { title: { vi: 'Vai trò', en: 'Role' } }, { title: { vi: 'Hệ thống', en: 'Systems' }, kind: 'n' }, { title: { vi: 'Bản dự phòng', en: 'Recovery copies' }, kind: 'n' },
      { title: { vi: 'Ngăn xếp', en: 'Stacks' }, kind: 'n' }, { title: { vi: 'Đối tượng', en: 'Objects' }, kind: 'n' }, { title: { vi: 'Chưa kết xuất', en: 'Unrendered' }, kind: 'n' },
    ], [...rows].sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role)).map(({ id, names, role, systems, copies }) => [
      html`${names}<small><code>${id}</code></small>`, word('clusterRoles', role), systems, copies, exported.get(id)?.stacks ?? 0, exported.get(id)?.objects ?? 0, exported.get(id)?.unrendered ?? 0,
    ])),
  ];
}

const roles: readonly string[] = ['management', 'dedicated', 'shared', 'vault'];

function tenants({ tenants: rows }: Holdings): Content {
  return [
    html`<h3>${{ vi: 'Bên thuê theo loại', en: 'Tenants by kind' }}</h3>`,
    [...rows].sort((a, b) => tenantKinds.indexOf(a.kind) - tenantKinds.indexOf(b.kind)).map(({ kind, count, onPremises, ids }) => details({ summary: html`${word('tenantKinds', kind)}${onPremises > 0 && html` <small>${{ vi: `${onPremises} dùng mạng riêng, chỉ kết nối qua nền tảng chia sẻ`, en: `${onPremises} on their own network, connected through the exchange only` }}</small>`}`, count }, html`<p>${ids.map((id, index) => html`${index > 0 && ', '}<code>${id}</code>`)}</p>`)),
  ];
}

const tenantKinds: readonly string[] = ['ministry', 'ministerial-agency', 'province', 'state-body', 'political-body', 'special-body'];

function databases({ databases: rows, lists }: Holdings): Content {
  const list = lists.find(({ id }) => id === resolution214);
  const named = rows.filter((row) => row.lists.includes(resolution214));
  return [
    html`<h3>${{ vi: 'Cơ sở dữ liệu', en: 'Databases' }}</h3>`,
    list && html`<p>${list.names}: <strong>${number(list.here)}${list.expected !== null && html` / ${number(list.expected)}`}</strong></p>`,
    named.length > 0 && databaseTable(named),
    details({ summary: { vi: 'Mọi cơ sở dữ liệu', en: 'All databases' }, count: rows.length, long: rows.length > 200 }, databaseTable(rows)),
    html`<p class="lead">${{ vi: 'Danh sách chính thức', en: 'Official lists' }}: ${lists.map(({ names, here, expected }, index) => html`${index > 0 && '; '}${names} – ${number(here)}${expected === null ? html` (${{ vi: 'chưa rõ tổng số', en: 'total not known' }})` : html` / ${number(expected)}`}`)}</p>`,
  ];
}

/** Rows of planning values carry a mark; when all are, that is said once. */
function databaseTable(rows: readonly DatabaseRow[]): Content {
  const all = rows.every(({ assumed }) => assumed);
  return [all && paragraph({ vi: 'Kích thước, mục tiêu và nơi đặt là giá trị quy hoạch.', en: 'Sizes, objectives and places are planning values.' }, 'lead'), table([
    { title: { vi: 'Cơ sở dữ liệu', en: 'Database' } }, { title: { vi: 'Hệ thống', en: 'System' } }, { title: { vi: 'Cấp độ', en: 'Level' }, kind: 'n' }, { title: { vi: 'Nơi chạy', en: 'Runs at' } },
    { title: { vi: 'Nơi dự phòng', en: 'Recovery at' } }, { title: { vi: 'Trạng thái', en: 'State' }, kind: 'keep' },
  ], rows.map(({ id, names, tenant, system, level, critical, cluster, dr, state, assumed }) => [
    html`${names}<small><code>${id}</code>${assumed && !all && html` · ${badge('assumed', { vi: 'giá trị quy hoạch', en: 'planning values' })}`}</small>`,
    html`<code>${tenant}/${system}</code>`, html`${level}${critical && html` ${badge('error', { vi: 'quan trọng', en: 'critical' })}`}`,
    cluster === null ? unknown : html`<code>${cluster}</code>`, dr === null ? none : html`<code>${dr}</code>`, word('states', state),
  ]))];
}

function stacks({ stacksByKind }: Inventory): Content {
  return [
    html`<h3>${{ vi: 'Ngăn xếp Terraform theo loại', en: 'Terraform stacks by kind' }}</h3>`,
    table([{ title: { vi: 'Loại', en: 'Kind' } }, { title: { vi: 'Ngăn xếp', en: 'Stacks' }, kind: 'n' }, { title: { vi: 'Đối tượng', en: 'Objects' }, kind: 'n' }],
      stacksByKind.map(({ kind, stacks: count, objects: held }) => [stackKindWords[kind], count, held])),
  ];
}

function objects({ objectsByKind, objects: total }: Inventory): Content {
  const largest = objectsByKind[0]?.count ?? 1;
  return [
    html`<h3>${{ vi: 'Đối tượng Kubernetes theo loại', en: 'Kubernetes objects by kind' }}</h3>`,
    details({ summary: { vi: `${objectsByKind.length} loại`, en: `${objectsByKind.length} kinds` }, count: total }, table([
      { title: { vi: 'Loại', en: 'Kind' } }, { title: { vi: '', en: '' }, kind: 'chart' }, { title: { vi: 'Đối tượng', en: 'Objects' }, kind: 'n' },
    ], objectsByKind.map(({ group, kind, names, count, stateful }) => [
      html`${names}<small><code>${kind}${group !== '' && `.${group}`}</code>${stateful && html` · ${{ vi: 'giữ dữ liệu hoặc máy', en: 'holds data or machines' }}`}</small>`, bar(count / largest), count,
    ]))),
  ];
}
