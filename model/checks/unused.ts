/** Things that nothing refers to: often what is left of a change that went half way. */
import { decisions, runsAt } from '../derive/decisions.ts';
import type { Estate } from '../estate.ts';
import type { Finding, Text } from '../finding.ts';
import type { Check, Report } from './check.ts';

export const unused: Check = {
  code: 'unused',
  severity: 'info',
  title: { en: 'Nothing uses this', vi: 'Không được sử dụng' },
  run: ({ estate, report }) => [...agreements(estate, report), ...parties(estate, report), ...places(estate, report), ...inside(estate, report)],
};

function agreements(estate: Estate, report: Report): Finding[] {
  const used = new Set([...estate.uses.values()].map(({ data }) => data.offer));
  return [...estate.offers.values()].filter(({ key }) => !used.has(key)).map((offer) => report(offer, '/id', {
    message: { en: `nobody uses the offer ${offer.key}`, vi: `chưa có bên nào sử dụng bản chia sẻ ${offer.key}` },
    hint: { en: 'its consumers add a file below their uses/', vi: 'bên dùng cần thêm tệp trong uses/' },
  }));
}

function parties(estate: Estate, report: Report): Finding[] {
  const partners = new Set([
    ...[...estate.sites.values()].flatMap(({ data }) => data.uplinks.map(({ carrier }) => carrier)),
    ...[...estate.systems.values()].flatMap(({ data }) => data.components.flatMap(({ connects }) => connects.flatMap((connection) => (connection.to === 'partner' ? [connection.partner] : [])))),
  ]);
  return [
    ...[...estate.partners.values()].filter(({ id }) => !partners.has(id)).map((entry) => report(entry, '/id', {
      message: { en: `no uplink and no component refers to the partner ${entry.id}`, vi: `không kênh hay thành phần nào dùng đối tác ${entry.id}` },
      hint: keepOrRemove,
    })),
    ...[...estate.signers.values()].filter(({ data }) => data.mayApprove.length === 0).map((entry) => report(entry, '/mayApprove', {
      message: { en: `the role ${entry.data.role} may sign nothing`, vi: `vai trò ${entry.data.role} không được ký nội dung nào` },
      hint: { en: 'list what it may sign in mayApprove, or remove the file', vi: 'ghi phạm vi được ký vào mayApprove, hoặc xóa tệp' },
    })),
  ];
}

function places(estate: Estate, report: Report): Finding[] {
  const clusters = [...estate.clusters.values()];
  const running = new Set(decisions(estate).flatMap((decision) => runsAt(estate, decision).map(({ cluster }) => cluster)));
  const managers = new Set(clusters.map(({ data }) => data.managedBy));
  const vaults = new Set(clusters.map(({ data }) => data.vault));
  const occupied = new Set(clusters.map(({ data }) => data.site));
  const operators = new Set(clusters.flatMap(({ data }) => data.operators));
  const idle = clusters.filter(({ id, data }) => !running.has(id) && !(data.role === 'management' && managers.has(id)) && !(data.role === 'vault' && vaults.has(id)));
  return [
    ...idle.map((entry) => report(entry, '/id', {
      message: { en: `no system runs on the cluster ${entry.id}`, vi: `không có hệ thống nào chạy trên cụm ${entry.id}` },
      hint: { en: 'place systems on it in grants/, or remove it', vi: 'đặt hệ thống lên cụm trong grants/, hoặc xóa cụm' },
    })),
    ...[...estate.sites.values()].filter(({ id, data }) => data.status !== 'planned' && !occupied.has(id)).map((entry) => report(entry, '/id', {
      message: { en: `the site ${entry.id} has no cluster`, vi: `trung tâm ${entry.id} chưa có cụm nào` },
      hint: { en: 'add a cluster, or set the status to planned', vi: 'thêm cụm, hoặc đặt trạng thái planned' },
    })),
    ...estate.lock.charts.flatMap(({ name, operator }, index) => (operators.has(operator) ? [] : [report('lock.yaml', `/charts/${index}/operator`, {
      value: operator,
      message: { en: `no cluster installs the operator ${operator} of the chart ${name}`, vi: `không có cụm nào cài operator ${operator} của chart ${name}` },
      hint: keepOrRemove,
    })])),
  ];
}

/** Listeners without a caller, databases without a reader. */
function inside(estate: Estate, report: Report): Finding[] {
  const opened = new Set<string>();
  for (const { data } of estate.systems.values()) {
    for (const { connects } of data.components) for (const connection of connects) if (connection.to === 'database') opened.add(connection.database);
  }
  const databases = [...estate.databases.values()].filter(({ id }) => !opened.has(id)).map((entry) => report(entry, '/id', {
    message: { en: `no component connects to the database ${entry.id}`, vi: `không có thành phần nào kết nối tới cơ sở dữ liệu ${entry.id}` },
    hint: { en: 'add the connection to a component of its system; without it the network stays closed', vi: 'thêm kết nối vào thành phần của hệ thống; nếu không, mạng vẫn đóng' },
  }));
  const listeners = [...estate.systems.values()].flatMap((system) => {
    const called = new Set([
      ...system.data.entries.map(({ component, listener }) => `${component} ${listener}`),
      ...system.data.components.flatMap(({ connects }) => connects.flatMap((connection) => (connection.to === 'component' ? [`${connection.component} ${connection.listener}`] : []))),
    ]);
    return system.data.components.flatMap((component, index) => component.listeners.flatMap(({ id }, position) => (called.has(`${component.id} ${id}`) ? [] : [report(system, `/components/${index}/listeners/${position}/id`, {
      message: { en: `nothing connects to the listener ${id} of the component ${component.id}`, vi: `không có kết nối nào tới cổng ${id} của thành phần ${component.id}` },
      hint: { en: 'name it in entries or in connects of a caller; without it the network stays closed', vi: 'khai báo trong entries hoặc trong connects của bên gọi; nếu không, mạng vẫn đóng' },
    })])));
  });
  return [...databases, ...listeners];
}

const keepOrRemove: Text = { en: 'remove it, or add what needs it', vi: 'xóa, hoặc thêm đối tượng cần dùng' };
