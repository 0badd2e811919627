/** What the loss of a site or of links does, as sections of the pack and as a page of its own. */
import { showAmount } from '../../model/derive/capacity.ts';
import type { Text } from '../../model/finding.ts';
import type { LinkLoss } from '../../simulate/link-loss.ts';
import type { DatabaseLoss, Fate, SiteLoss, SystemLoss } from '../../simulate/site-loss.ts';
import { absenceWords, beyondControllers, callerWords, dependencyWords, derivedNote, derivedText, fateWords, insideWords, keptWords, linkVerdict, promisedText, reachedNote, reachedPair, resourceWords, siteVerdict, useWords } from '../../simulate/words.ts';
import { badge, details, paragraph, section, table, type Column } from './layout.ts';
import { html, type Content, type Markup } from './markup.ts';

const fateBadges: Readonly<Record<Fate, string>> = { moves: 'pass', backup: 'warning', lost: 'error', 'copy-lost': 'warning' };
const keptBadges = { kept: 'pass', missed: 'error', unknown: 'unknown', 'nothing-promised': '' } as const;

const databaseColumns: readonly Column[] = [
  { title: { vi: 'Cơ sở dữ liệu', en: 'Database' } }, { title: { vi: 'Cấp', en: 'Level' }, kind: 'n' }, { title: { vi: 'Hệ quả', en: 'Fate' } },
  { title: { vi: 'Cam kết', en: 'Promised' } }, { title: { vi: 'Đạt được', en: 'Reached' } }, { title: { vi: 'Mất tối đa (suy ra)', en: 'At most lost (derived)' } },
];

/** Section of the pack: every site in turn. */
export function siteLossSection(losses: readonly SiteLoss[]): Markup {
  return section('site-loss', { vi: 'Khi mất một trung tâm', en: 'When a site is lost' },
    paragraph({ vi: 'Mô phỏng từ danh mục, lần lượt từng trung tâm. Trung tâm mới quy hoạch không được tính.', en: 'Simulated from the catalog, one site at a time. A planned site never counts.' }, 'lead'),
    losses.map((loss) => {
      const { tone, title } = siteVerdict(loss);
      return details({ summary: html`<strong>${loss.site.names}</strong> ${badge(tone === 'good' ? 'pass' : tone === 'bad' ? 'error' : 'unknown', { vi: tone === 'good' ? 'trụ được' : tone === 'bad' ? 'không trụ được' : 'chưa tính', en: tone === 'good' ? 'survives' : tone === 'bad' ? 'does not survive' : 'does not count' })} <small>${title}</small>`, open: tone === 'bad' }, siteLossParts(loss));
    }));
}

/** Everything a simulation has to say about one site. */
export function siteLossParts(loss: SiteLoss): Content {
  const { tone, title, text } = siteVerdict(loss);
  const must = loss.databases.filter(({ mustSurvive }) => mustSurvive);
  const others = loss.databases.filter(({ mustSurvive }) => !mustSurvive);
  const down = loss.systems.filter(({ fate }) => fate === 'backup' || fate === 'lost');
  const leftBehind = loss.systems.filter(({ fate, buckets }) => fate === 'moves' && buckets.length > 0);
  return [
    html`<div class="verdict ${tone}"><strong>${title}</strong><p>${text}</p></div>`,
    loss.databases.length > 0 && [paragraph(reachedNote, 'note'), paragraph(derivedNote, 'note')],
    must.length > 0 && details({ summary: { vi: 'Cơ sở dữ liệu quốc gia cấp độ 4 trở lên', en: 'National databases of level 4 and above' }, count: must.length, open: true }, table(databaseColumns, must.map(databaseRow))),
    others.length > 0 && details({ summary: { vi: 'Cơ sở dữ liệu khác', en: 'Other databases' }, count: others.length, long: true }, table(databaseColumns, others.map(databaseRow))),
    recovery(loss),
    order(loss),
    down.length > 0 && details({ summary: { vi: 'Hệ thống ngừng cho đến khi trung tâm trở lại', en: 'Systems down until the site is back' }, count: down.length, long: true },
      table([{ title: { vi: 'Hệ thống', en: 'System' } }, { title: { vi: 'Cấp', en: 'Level' }, kind: 'n' }, { title: { vi: 'Còn lại', en: 'What is left' } }, { title: { vi: 'Kho đối tượng', en: 'Buckets' } }],
        down.map((one) => [html`${one.names}<small><code>${one.key}</code></small>`, one.level, afterwards(one), one.buckets.join(', ')]))),
    leftBehind.length > 0 && [html`<h3>${{ vi: 'Kho đối tượng không có bản sao tại nơi nhận', en: 'Buckets that have no copy where their system goes' }}</h3>`,
      table([{ title: { vi: 'Hệ thống', en: 'System' } }, { title: { vi: 'Kho đối tượng', en: 'Buckets' } }], leftBehind.map(({ key, buckets }) => [html`<code>${key}</code>`, buckets.join(', ')]))],
    loss.cutOff.length > 0 && [html`<h3>${{ vi: 'Hệ thống ở nơi khác tạm mất kết nối chia sẻ dữ liệu', en: 'Systems elsewhere without data exchange meanwhile' }}</h3>`,
      table([{ title: { vi: 'Nền tảng chia sẻ', en: 'Exchange' } }, { title: { vi: 'Hệ thống', en: 'Systems' }, kind: 'n' }], loss.cutOff.map(({ exchange, systems }) => [html`<code>${exchange}</code>`, systems.length]))],
    loss.alsoLost.length > 0 && [html`<h3>${{ vi: 'Mất theo', en: 'Lost along with it' }}</h3>`, html`<ul class="rows">${loss.alsoLost.map(({ text: why, clusters }) => html`<li>${why}: ${clusters.map((id, index) => html`${index > 0 && ', '}<code>${id}</code>`)}</li>`)}</ul>`],
  ];
}

function databaseRow(one: DatabaseLoss): Content[] {
  return [
    html`${one.names}<small><code>${one.id}</code> · ${one.system}${one.assumed && html` · ${{ vi: 'giá trị quy hoạch', en: 'planning values' }}`}</small>`, one.level,
    html`${badge(fateBadges[one.fate], fateWords[one.fate])}<small>${afterwards(one)}</small>`,
    promisedText(one.promised), html`${reachedPair(one.reached)}<small>${badge(keptBadges[one.kept], keptWords[one.kept])}</small>`, derivedText(one.derivedWaitSeconds),
  ];
}

function afterwards({ runsAfter, why, vault, hasRoom }: DatabaseLoss | SystemLoss): Content {
  if (runsAfter) return html`<code>${runsAfter.cluster}</code> (${runsAfter.site})${hasRoom === false && html` ${badge('error', { vi: 'không đủ chỗ', en: 'no room' })}`}`;
  return html`${why !== null && absenceWords[why]}${vault && html`; ${{ vi: 'bản sao lưu tại', en: 'backups at' }} <code>${vault.cluster}</code> (${vault.site})`}`;
}

function recovery({ recovery: clusters }: SiteLoss): Content {
  if (clusters.length === 0) return undefined;
  const rows = clusters.flatMap(({ cluster, site, takes, hasRoom, room }) => [
    [html`<code>${cluster}</code><small>${site}</small>`, takes.length, { vi: 'tất cả cùng lúc', en: 'all at once' } satisfies Text, '', '', badge(hasRoom ? 'pass' : 'error', hasRoom ? { vi: 'đủ chỗ', en: 'room' } : { vi: 'không đủ', en: 'no room' })],
    ...room.load.filter(({ need }) => need > 0).map(({ resource, need, have }) => ['', '', html`${{ vi: 'nhóm chung', en: 'common pools' }}: ${resourceWords[resource]}`, showAmount(resource, need, 'up'), showAmount(resource, have, 'down'), fits(need, have)]),
    ...room.reserve.map(({ domain, need, have }) => ['', '', html`${{ vi: 'máy dự trữ, miền lỗi', en: 'reserve machines, failure domain' }} ${domain}`, String(need), String(have), fits(need, have)]),
  ]);
  return [
    html`<h3>${{ vi: 'Nơi nhận có đủ chỗ không', en: 'Is there room where they go' }}</h3>`,
    table([{ title: { vi: 'Cụm nhận', en: 'Recovery cluster' } }, { title: { vi: 'Hệ thống', en: 'Systems' }, kind: 'n' }, { title: { vi: 'Tài nguyên', en: 'Resource' } }, { title: { vi: 'Cần', en: 'Needed' }, kind: 'n' }, { title: { vi: 'Còn khi mất thêm một miền lỗi', en: 'Left with one more domain lost' }, kind: 'n' }, { title: { vi: 'Kết luận', en: 'Verdict' } }], rows),
  ];
}

function fits(need: number, have: number): Markup {
  return need <= have ? badge('pass', { vi: 'đủ', en: 'fits' }) : badge('error', { vi: 'thiếu', en: 'short' });
}

function order({ order: steps }: SiteLoss): Content {
  if (steps.length === 0) return undefined;
  return details({ summary: { vi: 'Thứ tự khởi động: định danh, kho ảnh và quản trị trước', en: 'Order in which to start: identity, registry and management first' }, count: steps.length, long: true },
    table([{ title: { vi: 'Đợt', en: 'Wave' }, kind: 'n' }, { title: { vi: 'Hệ thống', en: 'System' } }, { title: { vi: 'Chuyển vai trò trước', en: 'Promote first' } }, { title: { vi: 'Cần có trước', en: 'Needs before it' } }],
      steps.map(({ wave, system, level, databases, after, inCircle }) => [
        wave, html`<code>${system}</code><small>${{ vi: `cấp độ ${level}`, en: `level ${level}` }}${inCircle && html` · ${{ vi: 'vòng phụ thuộc', en: 'circle' }}`}</small>`, databases.join(', '), beyondControllers(after, { order: steps }).join(', '),
      ])));
}

export function linkLossParts(loss: LinkLoss): Content {
  const { tone, title, text } = linkVerdict(loss);
  const channels = ({ channels: count, mbps, directions }: LinkLoss['sites'][number]['uses'][number]['before']): Text => ({ vi: `${count} kênh, ${mbps} Mbps, ${directions} hướng`, en: `${count} channels, ${mbps} Mbps, ${directions} directions` });
  return [
    html`<div class="verdict ${tone}"><strong>${title}</strong><p>${text}</p></div>`,
    loss.sites.length > 0 && [html`<h3>${{ vi: 'Kênh truyền', en: 'Channels' }}</h3>`, table([{ title: { vi: 'Trung tâm', en: 'Site' } }, { title: { vi: 'Dùng cho', en: 'Used for' } }, { title: { vi: 'Trước', en: 'Before' } }, { title: { vi: 'Sau', en: 'After' } }],
      loss.sites.flatMap(({ site, uses }) => uses.map(({ use, to, before, after }) => [html`<code>${site}</code>`, html`${useWords[use]}${to !== null && html` <code>${to}</code>`}`, channels(before), after.channels === 0 ? badge('error', { vi: 'không còn', en: 'none left' }) : channels(after)])))],
    loss.replication.length > 0 && details({ summary: { vi: 'Bản sao ngừng cập nhật', en: 'Copies that fall behind' }, count: loss.replication.length, open: true }, table([{ title: { vi: 'Cơ sở dữ liệu', en: 'Database' } }, { title: { vi: 'Từ', en: 'From' } }, { title: { vi: 'Tới', en: 'To' } }], loss.replication.map(({ database, from, to }) => [html`<code>${database}</code>`, from, to]))),
    loss.entries.length > 0 && details({ summary: { vi: 'Cổng vào mất người gọi', en: 'Entries that lose callers' }, count: loss.entries.length, long: true }, table([{ title: { vi: 'Cổng vào', en: 'Entry' } }, { title: { vi: 'Hệ thống', en: 'System' } }, { title: { vi: 'Mất', en: 'Lost' } }], loss.entries.map(({ host, system, site, callers }) => [html`<code>${host}</code>`, html`<code>${system}</code><small>${site}</small>`, callerWords[callers]]))),
    loss.dependencies.length > 0 && details({ summary: { vi: 'Phụ thuộc bên ngoài trung tâm', en: 'What is needed from outside' }, count: loss.dependencies.length, open: true }, table([{ title: { vi: 'Loại', en: 'Kind' } }, { title: { vi: 'Tên máy chủ', en: 'Host name' } }, { title: { vi: 'Nơi đặt', en: 'Where' } }], loss.dependencies.map(({ what, host, inside }) => [dependencyWords[what], html`<code>${host}</code>`, badge(inside === true ? 'pass' : inside === 'unknown' ? 'unknown' : 'error', insideWords(inside))]))),
  ];
}
