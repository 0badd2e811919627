/** What the proof of flows has to say, as findings at lines of the catalog: one for each cause, however many pairs it concerns. */
import type { Estate } from '../model/estate.ts';
import { compareFindings, type Finding, type Severity, type Source, type Text } from '../model/finding.ts';
import { agreementsWithoutListener } from './agreements.ts';
import { members } from './bits.ts';
import type { ClusterFlows } from './cluster-flows.ts';
import { equalPriorities, isOpen, openNamespaces, rangesOverPods, withoutPeer, withoutSubject } from './defects.ts';
import type { Difference } from './compare.ts';
import type { Decision } from './evaluate.ts';
import { forbiddenPorts } from './forbidden-ports.ts';
import { strayNamespace } from './inventory.ts';
import { portText } from './matrix.ts';
import type { Policy } from './policy.ts';

/** Codes, each with a page docs/rules/flows/<code>.md. */
export const flowTitles: Readonly<Record<string, Text>> = {
  'surplus-flow': { vi: 'Chính sách cho phép luồng không được khai báo', en: 'Policies let a flow through that nothing declares' },
  'missing-flow': { vi: 'Chính sách chặn luồng đã khai báo', en: 'Policies stop a declared flow' },
  'forbidden-port': { vi: 'Cổng bị cấm đang mở', en: 'A forbidden port is open' },
  'open-namespace': { vi: 'Namespace không được cô lập', en: 'A namespace that no policy isolates' },
  'equal-priority': { vi: 'Hai chính sách cùng độ ưu tiên', en: 'Two policies of one priority' },
  'selects-nothing': { vi: 'Chính sách không chọn pod nào', en: 'A selector that selects nothing' },
  'unspoken-pod': { vi: 'Pod của nền tảng không có luồng nào được khai báo', en: 'Pods of the platform that no declared flow speaks of' },
  'address-of-pods': { vi: 'Dải địa chỉ trùng với dải của pod', en: 'An address rule that meets pods' },
  'agreement-without-listener': { vi: 'Thỏa thuận tới hệ thống không có cổng nhận', en: 'An agreement to a system without a listener' },
};

export type Locate = (source: Source) => { readonly line: number; readonly column: number };

/** @param concerns files of the catalog that are looked at; what is wrong elsewhere is not looked for */
export function flowFindings(estate: Estate, clusters: readonly ClusterFlows[], locate: Locate, concerns: (file: string) => boolean = () => true): Finding[] {
  const report = reporter(locate);
  return [
    ...clusters.flatMap((cluster) => [
      ...differenceFindings(cluster, report),
      ...policyFindings({ ...cluster, policies: cluster.policies.filter((policy) => concerns(placeOf(policy, cluster).file)) }, report),
      ...declaredForbidden(cluster, report),
      ...(concerns(cluster.cluster.file) ? openFindings(estate, cluster, report) : []),
      ...(concerns(platformFlowsFile) ? unspokenFindings(cluster, report) : []),
    ]),
    ...[...agreementsWithoutListener(estate).values()].map(([first, ...others]) => {
      const { offer, provider, id } = first!;
      const { channel } = offer.data;
      return report('agreement-without-listener', 'warning', { file: offer.file, pointer: '/database' }, {
        vi: `hệ thống ${provider} không có cổng vào cho mạng truyền số liệu chuyên dùng và không kết nối tới ${channel}, nên không dữ liệu nào đi được theo thỏa thuận ${id}${others.length === 0 ? '' : ` và ${others.length} thỏa thuận khác`}`,
        en: `the system ${provider} has no entry for the specialized network and does not connect to ${channel}, so nothing can flow by the agreement ${id}${others.length === 0 ? '' : ` and ${others.length} more`}`,
      }, { vi: `${provider} cần một cổng vào (from: tslcd) hoặc một kết nối {to: exchange, exchange: ${channel}}`, en: `${provider} needs an entry (from: tslcd) or a connection {to: exchange, exchange: ${channel}}` });
    }),
  ].filter(({ file }) => concerns(file)).sort(compareFindings);
}

const platformFlowsFile = 'platform-flows.yaml';

type Report = (code: string, severity: Severity, source: Source, message: Text, hint: Text) => Finding;

function reporter(locate: Locate): Report {
  return (code, severity, source, message, hint) => ({ code, severity, status: 'fail', file: source.file, ...locate(source), path: source.pointer, message, hint });
}

/** Place of a policy in the catalog; the cluster's own file when the export does not say. */
export function placeOf(policy: Policy | undefined, { cluster }: Pick<ClusterFlows, 'cluster'>): Source {
  return policy?.source ?? { file: cluster.file, pointer: '' };
}

/** Why a half is as it is, e.g. `Admin: ClusterNetworkPolicy ndc-strays, ingress rule 0 (from-strays)`. */
export function decisionText({ tier, policy, rule, allowed }: Decision): string {
  if (!policy) return 'no policy speaks of it';
  if (!rule) return `${tier}: ${policy.id} isolates the pod and no rule ${allowed ? 'refuses' : 'allows'} it`;
  return `${tier}: ${policy.id}, rule ${rule.index + 1}${rule.name === '' ? '' : ` (${rule.name})`} ${rule.action === 'Accept' ? 'accepts' : 'denies'}`;
}

function differenceFindings(cluster: ClusterFlows, report: Report): Finding[] {
  const { endpoints, matrix, evaluator, differences } = cluster;
  const groups = new Map<string, { readonly first: Difference; count: number; readonly policy: Policy | undefined; readonly reasons: string; readonly forbidden: (typeof forbiddenPorts)[number] | undefined }>();
  for (const difference of differences) {
    const { kind, from, to, intent, segments, families } = difference;
    const ends = [endpoints[from]!, endpoints[to]!];
    // One finding says that the namespace is open.
    if (kind === 'surplus' && ends.every((end) => end.kind !== 'pod' || isOpen(cluster, end.namespace))) continue;
    const at = [...members(segments)][0]!;
    const port = { protocol: matrix.segments[at]!.protocol, port: matrix.segments[at]!.first };
    const decided = evaluator.decide(from, to, port, families[0]!);
    const cause = kind === 'surplus' ? (decided.ingress.policy ? decided.ingress : decided.egress) : decided.egress.allowed ? decided.ingress : decided.egress;
    const forbidden = kind === 'surplus' ? forbiddenPorts.find((one) => [...members(segments)].some((index) => { const { protocol, first, last } = matrix.segments[index]!; return protocol === one.protocol && first <= one.port && one.port <= last; })) : undefined;
    const key = [kind, intent?.kind, intent?.source.file, intent?.source.pointer, cause.policy?.id, cause.rule?.index, families.join()].join(' ');
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { first: difference, count: 1, policy: cause.policy, reasons: kind === 'surplus' ? `${decisionText(decided.egress)}; ${decisionText(decided.ingress)}` : decisionText(cause), forbidden });
  }
  return [...groups.values()].map(({ first: { kind, from, to, segments, families, intent }, count, policy, reasons, forbidden }) => {
    const [source, target, ports] = [endpoints[from]!.id, endpoints[to]!.id, portText(matrix.segments, segments)];
    const more = count === 1 ? { vi: '', en: '' } : { vi: ` (và ${count - 1} cặp nữa)`, en: ` (and ${count - 1} more pairs)` };
    const alone = families.length === 1 ? ` [IP${families[0]}]` : '';
    if (kind === 'missing') {
      return report('missing-flow', 'error', intent!.source, {
        vi: `${cluster.cluster.id}: ${source} không tới được ${target} tại ${ports}${alone}${more.vi}, dù đã khai báo: ${intent!.reason.vi}. Nguyên nhân: ${reasons}`,
        en: `${cluster.cluster.id}: ${source} cannot reach ${target} at ${ports}${alone}${more.en}, though it is declared: ${intent!.reason.en}. Cause: ${reasons}`,
      }, { vi: 'sửa chính sách sinh ra từ dòng này, hoặc bỏ khai báo', en: 'mend the policies made of this line, or take the declaration away' });
    }
    const message: Text = {
      vi: `${cluster.cluster.id}: ${source} tới được ${target} tại ${ports}${alone}${more.vi}, không nơi nào khai báo. Nguyên nhân: ${reasons}`,
      en: `${cluster.cluster.id}: ${source} can reach ${target} at ${ports}${alone}${more.en}, which nothing declares. Cause: ${reasons}`,
    };
    return report(forbidden ? 'forbidden-port' : 'surplus-flow', 'error', placeOf(policy, cluster),
      forbidden ? { vi: `${message.vi}. Cổng ${forbidden.port} (${forbidden.name}): ${forbidden.reason.vi}`, en: `${message.en}. Port ${forbidden.port} (${forbidden.name}): ${forbidden.reason.en}` } : message,
      { vi: 'thu hẹp chính sách, hoặc khai báo luồng', en: 'narrow the policy, or declare the flow' });
  });
}

/** Namespaces that nothing isolates and nobody gives a reason for. */
function openFindings(estate: Estate, cluster: ClusterFlows, report: Report): Finding[] {
  const { id, file } = cluster.cluster;
  const known = new Set([strayNamespace, ...estate.platformFlows.open.map(({ namespace }) => namespace)]);
  return openNamespaces(cluster).filter((namespace) => !known.has(namespace)).map((namespace) => report('open-namespace', 'warning', { file, pointer: '/operators' },
    { vi: `${id}: không chính sách nào cô lập namespace ${namespace}, và catalog/platform-flows.yaml không ghi lý do để mở`, en: `${id}: no policy isolates the namespace ${namespace}, and catalog/platform-flows.yaml gives no reason to leave it open` },
    { vi: 'thêm chính sách chặn mặc định, hoặc ghi vào `open` kèm lý do', en: 'add a default deny, or list it under `open` with the reason' }));
}

function policyFindings(cluster: ClusterFlows, report: Report): Finding[] {
  const { id } = cluster.cluster;
  return [
    ...equalPriorities(cluster.policies).map(([one, other]) => report('equal-priority', 'error', placeOf(one, cluster),
      { vi: `${id}: ${one.id} và ${other.id} cùng bậc ${one.tier} và cùng độ ưu tiên ${one.priority}, một pod có thể thuộc cả hai; API không quy định chính sách nào được xét trước`, en: `${id}: ${one.id} and ${other.id} have the same tier ${one.tier} and priority ${one.priority}, and a pod can have both; the API leaves open which is asked first` },
      { vi: 'đặt độ ưu tiên khác nhau', en: 'give them different priorities' })),
    ...withoutSubject(cluster).map((policy) => report('selects-nothing', 'warning', placeOf(policy, cluster),
      { vi: `${id}: ${policy.id} không áp dụng cho pod nào đã biết`, en: `${id}: ${policy.id} speaks of no pod that is known` },
      { vi: 'sửa nhãn trong podSelector, hoặc bỏ chính sách', en: 'correct the labels of its podSelector, or remove it' })),
    ...withoutPeer(cluster).map(({ policy, direction, index }) => report('selects-nothing', 'warning', placeOf(policy, cluster),
      { vi: `${id}: quy tắc ${direction} số ${index + 1} của ${policy.id} không chỉ tới bên nào đã biết`, en: `${id}: ${direction} rule ${index + 1} of ${policy.id} means nobody that is known` },
      { vi: 'sửa nhãn hoặc dải địa chỉ của quy tắc', en: 'correct the labels or ranges of the rule' })),
    ...rangesOverPods(cluster).map(({ policy, range }) => report('address-of-pods', 'error', placeOf(policy, cluster),
      { vi: `${id}: ${policy.id} nêu dải ${range}, trùng với địa chỉ của pod trong cụm; địa chỉ pod được cấp ngẫu nhiên`, en: `${id}: ${policy.id} names ${range}, which holds addresses of the cluster's pods; these are given out at random` },
      { vi: 'chọn pod theo nhãn', en: 'select pods by their labels' })),
  ];
}

function unspokenFindings(cluster: ClusterFlows, report: Report): Finding[] {
  const { id } = cluster.cluster;
  return unspoken(cluster).map(([role, names]) => report('unspoken-pod', 'warning', { file: platformFlowsFile, pointer: '/parts' },
    { vi: `${id}: không luồng nào của catalog nhắc tới pod loại ${role}, ví dụ ${names[0]} (${names.length} pod), ngoài phân giải tên miền; nếu chúng cần kết nối thì chúng không chạy được`, en: `${id}: no flow of the catalog but name resolution speaks of pods of the kind ${role}, such as ${names[0]} (${names.length} pods); if they need a connection they cannot work` },
    { vi: 'thêm luồng vào catalog/platform-flows.yaml, hoặc xác nhận chúng không cần', en: 'add their flows to catalog/platform-flows.yaml, or see that they need none' }));
}

/** Pods that controllers make and no wish names, but for what every pod may do: by role. */
function unspoken({ endpoints, intents }: ClusterFlows): [string, string[]][] {
  // A wish that names pods without a label of their own speaks of every pod.
  const ofEveryPod = (indexes: readonly number[]) => indexes.some((index) => endpoints[index]!.role === 'other');
  const named = new Set(intents.flatMap(({ from, to }) => [from, to].flatMap((ends) => (ends.kind === 'endpoints' && !ofEveryPod(ends.indexes) ? ends.indexes : []))));
  const silent = endpoints.flatMap(({ id, role }, index) => (['instance', 'bootstrap', 'pooler', 'drill', 'gateway'].includes(role) && !named.has(index) ? [{ id, role }] : []));
  return Object.entries(Object.groupBy(silent, ({ role }) => role)).map(([role, list]) => [role, list.map(({ id }) => id)]);
}

/** Listeners of components on ports that stay closed. */
function declaredForbidden({ endpoints }: ClusterFlows, report: Report): Finding[] {
  return endpoints.filter(({ role }) => role === 'component').flatMap(({ id: name, ports, source }) => ports.flatMap(({ protocol, port }, index) => {
    const forbidden = forbiddenPorts.find((one) => one.protocol === protocol && one.port === port);
    return forbidden && source ? [report('forbidden-port', 'error', { file: source.file, pointer: `${source.pointer}/listeners/${index}/port` },
      { vi: `${name} lắng nghe tại cổng bị cấm ${port} (${forbidden.name}): ${forbidden.reason.vi}`, en: `${name} listens on the forbidden port ${port} (${forbidden.name}): ${forbidden.reason.en}` },
      { vi: 'dùng cổng khác', en: 'use another port' })] : [];
  }));
}
