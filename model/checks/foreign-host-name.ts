/** Names that lead out of the country, or to nobody's responsibility: entries, time servers, partners, the registry, the state store. */
import type { Finding, Severity, Status } from '../finding.ts';
import type { Catalog, Entry } from '../load/catalog.ts';
import type { CatalogCheck } from './check.ts';

interface Host {
  readonly host: string;
  readonly entry: Entry;
  readonly pointer: string;
  /** A partner chooses its own name, so only another country's ending decides. */
  readonly partner?: true;
}

export const foreignHostName: CatalogCheck = {
  code: 'foreign-host-name',
  severity: 'error',
  title: { en: 'A host name outside the country and the internal domain', vi: 'Tên máy chủ ngoài lãnh thổ và ngoài tên miền nội bộ' },
  reads: 'catalog',
  run({ catalog, report }) {
    const [platform] = catalog.entries('platform');
    if (!platform) return [];
    const { internal, public: endings } = platform.data.domains;
    const own = endings.filter((ending) => countryOf(ending) === undefined);
    const allowed = [internal, ...own];
    const named = hosts(catalog).flatMap(({ host, entry, pointer, partner }): Finding[] => {
      if (allowed.some((ending) => isBelow(host, ending))) return [];
      const country = countryOf(host);
      const [severity, status]: [Severity, Status] = partner && country === undefined ? ['warning', 'unknown'] : ['error', 'fail'];
      return [report(entry, pointer, {
        severity, status,
        message: country === undefined
          ? { en: `${host} does not end in ${allowed.join(', ')}`, vi: `${host} không kết thúc bằng ${allowed.join(', ')}` }
          : { en: `${host} ends in .${country}, the ending of another country`, vi: `${host} có đuôi .${country} của quốc gia khác` },
        hint: partner && country === undefined
          ? { en: 'name an endpoint inside the country; whether this one is cannot be told from its name', vi: 'dùng địa chỉ trong nước; không thể biết vị trí chỉ qua tên miền này' }
          : { en: `use a name below ${own.join(', ')} or ${internal}`, vi: `dùng tên miền thuộc ${own.join(', ')} hoặc ${internal}` },
      })];
    });
    const foreignEndings = endings.flatMap((ending, index) => (countryOf(ending) === undefined ? [] : [report(platform, `/domains/public/${index}`, {
      message: { en: `${ending} is the ending of another country`, vi: `${ending} là đuôi tên miền của quốc gia khác` },
      hint: { en: 'allow endings of .vn only', vi: 'chỉ cho phép các đuôi thuộc .vn' },
    })]));
    return [...named, ...foreignEndings];
  },
};

function hosts(catalog: Catalog): Host[] {
  return [
    ...catalog.entries('platform').flatMap((entry) => [
      { host: entry.data.registry.host, entry, pointer: '/registry/host' },
      { host: entry.data.domains.label, entry, pointer: '/domains/label' },
    ]),
    ...catalog.entries('site').flatMap((entry) => [
      ...entry.data.time.map((host, index) => ({ host, entry, pointer: `/time/${index}` })),
      ...(entry.data.stateStore ? [{ host: new URL(entry.data.stateStore.endpoint).hostname, entry, pointer: '/stateStore/endpoint' }] : []),
    ]),
    ...catalog.entries('tenant').flatMap((entry) => (entry.data.domain ? [{ host: entry.data.domain.name, entry, pointer: '/domain/name' }] : [])),
    ...catalog.entries('system').flatMap((entry) => entry.data.entries.map(({ host }, index) => ({ host, entry, pointer: `/entries/${index}/host` }))),
    ...catalog.entries('partner').flatMap((entry) => entry.data.endpoints.flatMap(({ host }, index) => (host === undefined ? [] : [{ host, entry, pointer: `/endpoints/${index}/host`, partner: true as const }]))),
  ];
}

/** Is a name the ending itself or below it? */
export function isBelow(host: string, ending: string): boolean {
  return host === ending || host.endsWith(`.${ending}`);
}

/** Country code of a name that belongs to another country; two-letter endings are countries. */
function countryOf(name: string): string | undefined {
  const ending = name.split('.').at(-1)!;
  return /^[a-z]{2}$/.test(ending) && ending !== 'vn' ? ending : undefined;
}
