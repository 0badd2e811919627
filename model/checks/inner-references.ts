/** Names that only make sense inside another thing: a listener of a component, an endpoint of a partner, a key of a table. Checks of their own look at failure domains, sub-zones and operators. */
import { placements, standinsIn } from '../derive/chart-values.ts';
import type { Text } from '../finding.ts';
import type { Catalog, Entry } from '../load/catalog.ts';
import { escapeKey } from '../schema/references.ts';

export interface InnerReference {
  readonly pointer: string;
  readonly name: string;
  readonly what: Text;
  readonly among: ReadonlySet<string>;
  readonly target?: 'key';
}

/** The inner references of one entry whose outer half exists. */
export function innerReferences(catalog: Catalog, entry: Entry): InnerReference[] {
  switch (entry.kind) {
    case 'system': return ofSystem(catalog, entry as Entry<'system'>);
    case 'support': return ofSupport(catalog, entry as Entry<'support'>);
    case 'lock': return ofLock(entry as Entry<'lock'>);
    case 'measures': return ofMeasures(catalog, entry as Entry<'measures'>);
    case 'tenant': return ofTenant(catalog, entry as Entry<'tenant'>);
    case 'feeds': return ofFeeds(catalog, entry as Entry<'feeds'>);
    case 'platform-flows': return ofPlatformFlows(entry as Entry<'platform-flows'>);
    case 'zones': return ofZones(catalog, entry as Entry<'zones'>);
    case 'evidence': return ofEvidence(catalog, entry as Entry<'evidence'>);
    case 'levels': return ofLevels(entry as Entry<'levels'>);
    default: return [];
  }
}

function ofSystem(catalog: Catalog, { data }: Entry<'system'>): InnerReference[] {
  const found: InnerReference[] = [];
  const listeners = new Map(data.components.map(({ id, listeners }) => [id, new Set(listeners.map((listener) => listener.id))]));
  const listenerOf = (component: string): Text => ({ en: `listener of the component ${component}`, vi: `cổng phục vụ của thành phần ${component}` });
  for (const [index, component] of data.components.entries()) {
    for (const [position, connection] of component.connects.entries()) {
      const at = `/components/${index}/connects/${position}`;
      if (connection.to === 'component') {
        const among = listeners.get(connection.component);
        if (among) found.push({ pointer: `${at}/listener`, name: connection.listener, what: listenerOf(connection.component), among });
      } else if (connection.to === 'partner') {
        const partner = catalog.entries('partner').find(({ key }) => key === connection.partner);
        if (partner) found.push({ pointer: `${at}/endpoint`, name: connection.endpoint, what: endpointOf(partner.key), among: new Set(partner.data.endpoints.map(({ id }) => id)) });
      }
    }
  }
  for (const [index, { component, listener }] of data.entries.entries()) {
    const among = listeners.get(component);
    if (among) found.push({ pointer: `/entries/${index}/listener`, name: listener, what: listenerOf(component), among });
  }
  return found;
}

function ofSupport(catalog: Catalog, { data }: Entry<'support'>): InnerReference[] {
  const [lock] = catalog.entries('lock');
  if (!lock) return [];
  const among = new Set(lock.data.charts.map(({ name }) => name));
  return data.sets.flatMap(({ charts }, index) => Object.keys(charts).map((name) =>
    ({ pointer: `/sets/${index}/charts/${escapeKey(name)}`, name, what: { en: 'chart in lock.yaml', vi: 'chart trong lock.yaml' }, among, target: 'key' as const })));
}

function ofLock({ data }: Entry<'lock'>): InnerReference[] {
  const images = new Set(data.images.map(({ name }) => name));
  const operators = new Set(data.charts.filter(({ kind }) => kind === 'operator').map(({ operator }) => operator));
  const before = data.charts.flatMap(({ after }, index) => (after ?? []).map((name, position) => ({ pointer: `/charts/${index}/after/${position}`, name, what: { en: 'operator with a chart in lock.yaml', vi: 'operator có chart trong lock.yaml' }, among: operators })));
  return [...before, ...data.charts.flatMap(({ values }, index) => standinsIn(values, `/charts/${index}/values`).map(({ pointer, standin: { word, name } }) => (word === '$placement'
    ? { pointer, name, what: { en: 'part of a placement', vi: 'phần của vị trí chạy' }, among: new Set(placements) }
    : { pointer, name, what: { en: 'image in lock.yaml', vi: 'ảnh trong lock.yaml' }, among: images })))];
}

function ofMeasures(catalog: Catalog, { data }: Entry<'measures'>): InnerReference[] {
  const [levels] = catalog.entries('levels');
  if (!levels) return [];
  const among = new Set(levels.data.keys.map(({ key }) => key));
  return data.measures.map(({ key }, index) => ({ pointer: `/measures/${index}/key`, name: key, what: { en: 'key of law/levels.yaml', vi: 'khóa trong law/levels.yaml' }, among }));
}

function ofZones(catalog: Catalog, { data }: Entry<'zones'>): InnerReference[] {
  const among = new Set([...data.subzones, ...data.outside].map(({ lawZone }) => lawZone));
  const [levels] = catalog.entries('levels');
  const keys = new Set(levels?.data.keys.map(({ key }) => key));
  const measures = !levels ? [] : data.measures.flatMap(({ asked }, index) => (asked.by === 'law' ? [{ pointer: `/measures/${index}/asked/key`, name: asked.key, what: { en: 'key of law/levels.yaml', vi: 'khóa trong law/levels.yaml' }, among: keys }] : []));
  return [...measures, ...data.required.flatMap(({ lawZones }, index) => (lawZones ?? []).map((name, position) =>
    ({ pointer: `/required/${index}/lawZones/${position}`, name, what: { en: 'sub-zone or outside zone that stands for the zone of the law', vi: 'vùng con hoặc vùng bên ngoài ứng với vùng theo quy định' }, among })))];
}

function ofTenant(catalog: Catalog, { data }: Entry<'tenant'>): InnerReference[] {
  return Object.entries(data.protection).flatMap(([layer, about]) => {
    const receiver = about?.receiver;
    const partner = receiver ? catalog.entries('partner').find(({ key }) => key === receiver.partner) : undefined;
    return receiver && partner ? [{ pointer: `/protection/${layer}/receiver/endpoint`, name: receiver.endpoint, what: endpointOf(partner.key), among: new Set(partner.data.endpoints.map(({ id }) => id)) }] : [];
  });
}

const endpointOf = (partner: string): Text => ({ en: `endpoint of the partner ${partner}`, vi: `địa chỉ của đối tác ${partner}` });

function ofFeeds(catalog: Catalog, { data }: Entry<'feeds'>): InnerReference[] {
  const [levels] = catalog.entries('levels');
  const among = new Set(levels?.data.keys.map(({ key }) => key));
  return !levels ? [] : data.receivers.map(({ key }, index) => ({ pointer: `/receivers/${index}/key`, name: key, what: { en: 'key of law/levels.yaml', vi: 'khóa trong law/levels.yaml' }, among }));
}

function ofPlatformFlows({ data }: Entry<'platform-flows'>): InnerReference[] {
  const among = new Set(data.parts.map(({ id }) => id));
  const what = { en: 'part in the list parts of this file', vi: 'bên trong danh sách parts của tệp này' };
  return data.flows.flatMap(({ from, to }, index) => [{ pointer: `/flows/${index}/from`, name: from, what, among }, { pointer: `/flows/${index}/to`, name: to, what, among }]);
}

function ofLevels({ data }: Entry<'levels'>): InnerReference[] {
  const among = new Set(data.keys.map(({ key }) => key));
  return data.profiles.flatMap(({ levels }, profile) => levels.flatMap(({ requirements }, level) => Object.keys(requirements).map((name) =>
    ({ pointer: `/profiles/${profile}/levels/${level}/requirements/${escapeKey(name)}`, name, what: { en: 'key in the list keys of this file', vi: 'khóa trong danh sách keys của tệp này' }, among, target: 'key' as const }))));
}

function ofEvidence(catalog: Catalog, { data }: Entry<'evidence'>): InnerReference[] {
  const system = data.target.includes('/');
  const among = new Set(catalog.entries(system ? 'system' : 'database').map(({ key }) => key));
  const usable = new Set(catalog.all.map(({ file }) => file));
  const [tenant, id] = data.target.split('/');
  const broken = catalog.files.some((file) => !usable.has(file) && (system ? file === `tenants/${tenant}/systems/${id}.yaml` : file.endsWith(`/databases/${data.target}.yaml`)));
  return broken ? [] : [{ pointer: '/target', name: data.target, what: system ? { en: 'system', vi: 'hệ thống' } : { en: 'database', vi: 'cơ sở dữ liệu' }, among }];
}
