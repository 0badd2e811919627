/** What changes against the base: what is dangerous first, then by tenant, by likeness, and stack by stack down to the attribute. */
import type { Text } from '../../model/finding.ts';
import type { Attribute } from '../attributes.ts';
import { actions, type ChangedAttribute, type ObjectChange, type StackChange, type Totals } from '../change.ts';
import { byLikeness } from '../groups.ts';
import { nounOf } from '../kinds.ts';
import { objectChanges, type Changes } from '../review.ts';
import { unknownText } from '../unknown-text.ts';
import { actionWords, counted, number } from '../words.ts';
import { shorten, type Href } from './findings.ts';
import { badge, capped, details, paragraph, section, table, tiles } from './layout.ts';
import { html, type Content, type Markup } from './markup.ts';
import { valueRows } from './values.ts';

/** Rows shown before the page would grow too long; review.json has all. */
const most = { groups: 80, examples: 12, stacks: 150, objects: 40, attributes: 20, dangers: 100 } as const;

/** What a reviewer must look at before anything else; nothing when there is no such change. */
export function dangerSection(changes: Changes): Markup | undefined {
  const dangers = objectChanges(changes).filter(({ danger }) => danger);
  if (dangers.length === 0) return undefined;
  return html`<section id="danger" class="danger"><h3>${counted(dangers.length, 'thay đổi có thể làm mất dữ liệu', 'change that may lose data', 'changes that may lose data')}</h3>
<ul class="rows">${capped(dangers, most.dangers, ({ action, consequences, danger, stack }) => html`<li>${badge(action, actionWords[action])} <strong>${consequences[0]}</strong><br>${danger} <small><code>${stack}</code></small></li>
`)}</ul></section>
`;
}

export function changesSection(changes: Changes, href: Href): Markup {
  const title: Text = { vi: 'Thay đổi', en: 'Changes' };
  if (!changes.base) {
    return section('changes', title, paragraph({
      vi: `Không có bản gốc để so sánh (--base): toàn bộ ${number(changes.totals.created).vi} đối tượng đều là mới.`,
      en: `There is no base to compare with (--base): all ${number(changes.totals.created).en} objects are new.`,
    }, 'note'));
  }
  const { base } = changes;
  const intro = html`<p class="lead">${{ vi: 'So với bản gốc', en: 'Compared with the base' }} <code>${base.ref}</code>${base.commit !== null && html` (<code>${base.commit.slice(0, 12)}</code>)`}. ${{
    vi: `${number(changes.totals.unchanged).vi} đối tượng và ${number(changes.unchangedStacks).vi} ngăn xếp không đổi.`,
    en: `${number(changes.totals.unchanged).en} objects and ${number(changes.unchangedStacks).en} stacks stay as they are.`,
  }}${!changes.settingsCompared && html` ${{ vi: 'Chưa so sánh thiết lập Terraform của các ngăn xếp.', en: 'The Terraform settings of the stacks were not compared.' }}`}</p>`;
  if (changes.stacks.length === 0) return section('changes', title, intro, paragraph({ vi: 'Không có thay đổi nào.', en: 'Nothing changes.' }, 'note'));
  const objects = objectChanges(changes);
  return section('changes', title, intro,
    tiles([
      ...actions.map((action) => ({ value: changes.totals[action], label: actionWords[action], ...(action === 'destroyed' || action === 'replaced' ? { tone: 'bad' as const } : {}) })),
      { value: changes.totals.unknown, label: { vi: 'bản cài chưa biết thay đổi gì', en: 'releases with unknown changes' }, tone: 'unknown' },
    ]),
    changes.tenants.length > 0 && [html`<h3>${{ vi: 'Theo bên thuê', en: 'By tenant' }}</h3>`, table(
      [{ title: { vi: 'Bên thuê', en: 'Tenant' } }, ...actions.map((action) => ({ title: actionWords[action], kind: 'n' as const }))],
      changes.tenants.map(({ tenant, totals }) => [tenant === '' ? html`<em>${{ vi: 'nền tảng', en: 'platform' }}</em>` : tenant, ...actions.map((action) => totals[action])]),
    )],
    objects.length > 0 && [html`<h3>${{ vi: 'Theo hệ quả', en: 'By consequence' }}</h3>`, paragraph({ vi: 'Những thay đổi giống nhau được gộp lại.', en: 'Changes that are alike stand together.' }, 'lead'), capped(byLikeness(objects), most.groups, likenessRow)],
    html`<h3>${{ vi: 'Theo ngăn xếp', en: 'By stack' }}</h3>`,
    capped(changes.stacks, most.stacks, (stack) => stackRow(stack, href)),
  );
}

function likenessRow(group: ReturnType<typeof byLikeness>[number]): Markup {
  const [only] = group.changes;
  const [headline, ...rest] = only!.consequences;
  const title = html`${badge(group.action, actionWords[group.action])} ${group.count === 1 ? headline : nounOf(group)} ${group.paths.length > 0 && html`<code>${shorten(group.paths.join(', '), 120)}</code>`}`;
  if (group.count === 1 && rest.length === 0) return html`<p class="row">${title}</p>
`;
  return details(
    { summary: title, count: group.count, open: group.dangerous > 0, long: group.count > most.examples },
    group.count === 1 ? bullets(rest) : html`<ul class="rows">${capped(group.changes, most.examples, ({ consequences }) => html`<li>${sentences(consequences)}</li>`)}</ul>`,
  );
}

function sentences([first, ...rest]: readonly Text[]): Content {
  return [html`<strong>${first}</strong>`, rest.length > 0 && bullets(rest)];
}

function bullets(texts: readonly Text[]): Markup {
  return html`<ul class="plain">${capped(texts, most.attributes, (text) => html`<li>${text}</li>`)}</ul>`;
}

function stackRow(stack: StackChange, href: Href): Markup {
  const action = stack.action === 'changed' ? 'changed' : stack.action;
  return details(
    { summary: html`${badge(action, actionWords[action])} <code>${stack.id}</code> <small>${totalsText(stack.totals)}</small>${stack.unknown.length > 0 && html` ${badge('unknown', { vi: 'chưa xác định', en: 'unknown' })}`}`, long: stack.objects.length > most.objects },
    stack.unknown.map((unknown) => html`<p>${badge('unknown', { vi: 'chưa xác định', en: 'unknown' })} ${unknownText(unknown)}</p>`),
    (stack.dependsOn.added.length > 0 || stack.dependsOn.removed.length > 0) && html`<p>${{ vi: 'Thứ tự áp dụng thay đổi', en: 'The order of applying changes' }}:${stack.dependsOn.added.map((id) => html` <code>+ ${id}</code>`)}${stack.dependsOn.removed.map((id) => html` <code>− ${id}</code>`)}</p>`,
    stack.settings.length > 0 && html`<div class="object"><strong>${{ vi: 'Thiết lập Terraform', en: 'Terraform settings' }}</strong>${attributeRows(stack.settings)}</div>`,
    capped(stack.objects, most.objects, (change) => objectRow(change, href)),
  );
}

function totalsText(totals: Totals): Text {
  const parts = actions.filter((action) => totals[action] > 0).map((action) => ({ vi: `${number(totals[action]).vi} ${actionWords[action].vi}`, en: `${number(totals[action]).en} ${actionWords[action].en}` }));
  return { vi: parts.map(({ vi }) => vi).join(', '), en: parts.map(({ en }) => en).join(', ') };
}

function objectRow(change: ObjectChange, href: Href): Markup {
  const { source } = change;
  const target = source && href(source.file, 1);
  return html`<div class="object">${badge(change.action, actionWords[change.action])} ${change.kind} <code>${change.namespace !== '' && `${change.namespace}/`}${change.name}</code>${change.danger && html` ${badge('error', { vi: 'có thể mất dữ liệu', en: 'may lose data' })}`}
<small>${change.address !== '' && html`<code>${change.address}</code>`}${source && html` · ${target === undefined ? html`<code>${source.file}</code>` : html`<a href="${target}"><code>${source.file}</code></a>`} <code>${source.pointer}</code>`}</small>${attributeRows(change.attributes)}</div>
`;
}

function attributeRows(attributes: readonly (Attribute | ChangedAttribute)[]): Content {
  return capped(attributes, most.attributes, (attribute) => html`<div class="attribute"><code>${attribute.path}</code>${'blocked' in attribute && attribute.blocked && html` ${badge('error', { vi: 'không thể đổi tại chỗ', en: 'cannot change in place' })} <small>${attribute.blocked.source}</small>`}${valueRows(attribute)}</div>
`);
}
