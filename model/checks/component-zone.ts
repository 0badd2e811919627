import { databasesOf } from '../derive/decisions.ts';
import { isOnInternet } from '../derive/partners.ts';
import type { Check } from './check.ts';

/** Components stand in sub-zones that the system has; entries lead to the edge; only the edge reaches partners on the Internet; the zone of databases holds databases and nothing else. */
export const componentZone: Check = {
  code: 'component-zone',
  severity: 'error',
  title: { en: 'A component, database or entry stands in the wrong zone', vi: 'Thành phần, cơ sở dữ liệu hoặc cổng vào đặt sai vùng mạng' },
  run({ estate, report }) {
    const zoneOf = new Map(estate.law.zones.subzones.map(({ id, zone }) => [id, zone]));
    return [...estate.systems.values()].flatMap((system) => {
      const { subzones, components, entries } = system.data;
      const databases = databasesOf(estate, system.key);
      const placed = components.flatMap(({ id, subzone }, index) => {
        if (!subzones.includes(subzone)) {
          return [report(system, `/components/${index}/subzone`, {
            message: { en: `${id} stands in ${subzone}, which ${system.key} is not built with`, vi: `${id} đặt trong ${subzone}, vùng con mà ${system.key} không có` },
            hint: { en: `add ${subzone} to subzones, or use one of ${subzones.join(', ')}`, vi: `bổ sung ${subzone} vào subzones, hoặc dùng một trong ${subzones.join(', ')}` } })];
        }
        return zoneOf.get(subzone) !== 'data' ? [] : [report(system, `/components/${index}/subzone`, {
          message: { en: `${id} stands in ${subzone}, which holds databases alone`, vi: `${id} đặt trong ${subzone}, vùng chỉ dành cho cơ sở dữ liệu` },
          hint: { en: 'move it to an app sub-zone; databases are described in their own files', vi: 'chuyển sang vùng con app; cơ sở dữ liệu được khai báo trong tệp riêng' } })];
      });
      const entered = entries.flatMap(({ component }, index) => {
        const subzone = components.find(({ id }) => id === component)?.subzone;
        const zone = zoneOf.get(subzone ?? '');
        return zone === undefined || zone === 'edge' ? [] : [report(system, `/entries/${index}/component`, {
          message: { en: `the entry leads to ${component} in ${subzone} (${zone}); callers from outside reach the edge alone`, vi: `cổng vào dẫn tới ${component} trong ${subzone} (${zone}); bên ngoài chỉ được tới vùng edge` },
          hint: { en: 'let the entry end at a component in an edge sub-zone that connects onward', vi: 'cho cổng vào kết thúc tại thành phần thuộc vùng edge rồi nối tiếp vào trong' } })];
      });
      const outward = components.flatMap(({ id, subzone, connects }, index) => connects.flatMap((connection, position) => {
        const zone = zoneOf.get(subzone);
        if (connection.to !== 'partner' || zone === undefined || zone === 'edge') return [];
        const partner = estate.partners.get(connection.partner)?.data;
        const endpoint = partner?.endpoints.find((one) => one.id === connection.endpoint);
        if (!partner || !endpoint || !isOnInternet(partner, endpoint)) return [];
        return [report(system, `/components/${index}/connects/${position}/endpoint`, {
          message: { en: `${id} in ${subzone} (${zone}) connects to ${connection.partner} on the Internet; nothing behind the edge reaches the Internet`, vi: `${id} trong ${subzone} (${zone}) kết nối tới ${connection.partner} trên Internet; sau vùng edge không được ra Internet` },
          hint: { en: 'let a component in an edge sub-zone speak to the partner, and connect to that one', vi: 'để một thành phần thuộc vùng edge giao tiếp với đối tác và kết nối tới thành phần đó' } })];
      }));
      const homeless = databases.length === 0 || subzones.some((subzone) => zoneOf.get(subzone) === 'data') ? [] : [report(system, '/subzones', {
        message: { en: `${system.key} holds ${databases.map(({ id }) => id).join(', ')} but has no sub-zone for databases`, vi: `${system.key} chứa ${databases.map(({ id }) => id).join(', ')} nhưng không có vùng con cho cơ sở dữ liệu` },
        hint: { en: 'add database-servers to subzones', vi: 'bổ sung database-servers vào subzones' } })];
      return [...placed, ...entered, ...outward, ...homeless];
    });
  },
};
