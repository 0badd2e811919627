/** Edges of the guard rails: what each refuses in another disguise, and what it must let pass. */
import type { Text } from '../../model/finding.ts';
import { accepted, denied, type Attempt, type Expectation, type Probe, type Reason } from '../probe.ts';
import type { Subjects, SystemNamespace } from '../subjects.ts';
import { administrator, onCall, replicaSetController, runner, serviceAccount } from './people.ts';
import { because } from './reasons.ts';
import { change, container, create, goodImage, inNamespace, ofCluster, pod, podSpec, probeName, remove } from './requests.ts';

type Find = (subjects: Subjects, app: SystemNamespace) => Attempt | undefined;
/** The policy that refuses; undefined where the request must pass. */
type Row = readonly [id: string, sentence: Text, reason: Reason, policy: string | undefined, attempt: Find, words?: string];

const operator = serviceAccount('cnpg-system', 'cnpg-manager');
const namespaces = ofCluster('v1', 'namespaces');
const namespace = (labels: object) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: probeName, labels } });
const service = (spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: probeName }, spec: { ports: [{ port: 443 }], ...spec } });
const without = (labels: Readonly<Record<string, string>>, key: string) => Object.fromEntries(Object.entries(labels).filter(([name]) => name !== key));
const madeBy = (as: typeof operator, where: (subjects: Subjects, app: SystemNamespace) => SystemNamespace | undefined, spec: (subjects: Subjects) => object, labels: (subjects: Subjects) => object = () => ({})): Find => (subjects, app) => {
  const home = where(subjects, app);
  return home && create(as, inNamespace('v1', 'pods', home.name), pod(subjects, home, spec(subjects), { labels: labels(subjects) }));
};
const inApp = (_: Subjects, app: SystemNamespace) => app;
const inRoom = ({ room }: Subjects) => room;
const inData = ({ data, database }: Subjects) => database && data;
const plain = () => ({});
const exchange = ({ stacks }: Subjects) => stacks.find(({ id }) => id.endsWith('--exchange'))?.objects.find(({ kind }) => kind === 'Namespace')?.name;

const rows: readonly Row[] = [
  ['namespaces/labels-from-start', { en: 'Somebody with all rights of the cluster makes a namespace that claims to be a tenant’s', vi: 'Người có toàn quyền trên cụm tạo không gian tên mạo nhận là của một đơn vị' }, because.isolation, 'namespace-labels', (_, app) => create(administrator, namespaces, namespace(app.labels)), 'sets labels'],
  ['namespaces/without-mark', { en: 'The platform itself makes a tenant’s namespace without a part of its mark', vi: 'Chính nền tảng tạo không gian tên của đơn vị mà thiếu một phần dấu nhận dạng' }, because.isolation, 'namespace-shape', ({ domain }, app) => create(runner, namespaces, namespace(without(app.labels, `${domain}/mark-3`)))],
  ['namespaces/unknown-zone', { en: 'The platform itself invents a zone', vi: 'Chính nền tảng tự đặt ra một vùng mạng mới' }, because.network, 'namespace-shape', ({ domain }, app) => create(runner, namespaces, namespace({ ...app.labels, [`${domain}/zone`]: 'other' }))],
  ['namespaces/unpinned-pod-security', { en: 'The platform itself leaves the version of Pod Security open', vi: 'Chính nền tảng không cố định phiên bản chuẩn an toàn pod' }, because.podSecurity, 'namespace-shape', (_, app) => create(runner, namespaces, namespace(without(app.labels, 'pod-security.kubernetes.io/enforce-version')))],
  ['images/operator', { en: 'An operator makes a pod of an image by tag', vi: 'Bộ điều khiển tạo pod từ ảnh gọi bằng thẻ' }, because.images, 'images', madeBy(operator, inData, (subjects) => ({ containers: [container(subjects, { image: 'postgres' })] }))],
  ['pod-labels/pod-zone', { en: 'A pod made by hand claims another zone', vi: 'Pod tạo bằng tay mạo nhận vùng mạng khác' }, because.network, 'pod-labels', madeBy(administrator, inApp, plain, ({ domain }) => ({ [`${domain}/zone`]: 'mgmt' })), 'are the platform'],
  ['pod-labels/pod-component', { en: 'A pod made by hand runs as another component', vi: 'Pod tạo bằng tay chạy dưới tên thành phần khác' }, because.network, 'pod-labels', madeBy(administrator, inApp, plain, ({ domain }) => ({ [`${domain}/component`]: 'somebody-else' })), 'service account of that name'],
  ['pod-labels/pod-database', { en: 'A pod made by hand poses as an instance of a database', vi: 'Pod tạo bằng tay giả làm máy chủ cơ sở dữ liệu' }, because.network, 'pod-labels', madeBy(administrator, inApp, plain, () => ({ 'cnpg.io/cluster': 'probe' })), 'are the platform'],
  ['pod-labels/cron-job', { en: 'Pods of a nightly job claim another tenant', vi: 'Pod của công việc hằng đêm mạo nhận đơn vị khác' }, because.network, 'pod-labels', (subjects, app) => create(administrator, inNamespace('batch/v1', 'cronjobs', app.name), {
    apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: probeName },
    spec: { schedule: '0 1 * * *', jobTemplate: { spec: { template: { metadata: { labels: { [`${subjects.domain}/tenant`]: `${app.tenant}-other` } }, spec: podSpec(subjects, app, { restartPolicy: 'Never' }) } } } },
  }), 'are the platform'],
  ['services/operator-node-port', { en: 'An operator opens a port on every machine to a database', vi: 'Bộ điều khiển mở cổng trên mọi máy chủ tới cơ sở dữ liệu' }, because.network, 'services', ({ data, database }) => database && data && create(operator, inNamespace('v1', 'services', data.name), service({ type: 'NodePort' })), 'zone edge'],
  ['placement/operator-every-taint', { en: 'An operator makes a pod that tolerates every taint', vi: 'Bộ điều khiển tạo pod chấp nhận mọi dấu cấm của máy chủ' }, because.oneFailure, 'placement', madeBy(operator, inData, () => ({ tolerations: [{ operator: 'Exists' }] })), 'names the taint'],
  ['databases/retiring-from-start', { en: 'Somebody makes a database that may be deleted from its first day', vi: 'Có người tạo cơ sở dữ liệu được phép xóa ngay từ đầu' }, because.data, 'retire-label', ({ database, data, domain }) => database && data && create(administrator, inNamespace(database.apiVersion, 'clusters', data.name), { ...database, metadata: { ...database.metadata, name: probeName, labels: { [`${domain}/retire`]: 'true' } } })],

  ['works/namespace', { en: 'The platform makes a namespace of a tenant', vi: 'Nền tảng tạo không gian tên cho đơn vị' }, because.works, undefined, (_, app) => create(runner, namespaces, namespace(app.labels))],
  ['works/plain-namespace', { en: 'Somebody with all rights makes a namespace that claims to be nobody’s', vi: 'Người có toàn quyền tạo không gian tên không mạo nhận của ai' }, because.works, undefined, () => create(administrator, namespaces, namespace({ team: 'a' }))],
  ['works/own-label', { en: 'A namespace gets a label that means nothing to the platform', vi: 'Không gian tên được gắn nhãn không có ý nghĩa với nền tảng' }, because.works, undefined, (_, app) => change(administrator, `${namespaces}/${app.name}`, { metadata: { labels: { team: 'a' } } })],
  ['works/tag-and-digest', { en: 'An image is named by tag and digest: the digest decides', vi: 'Ảnh được gọi bằng cả thẻ và mã băm: mã băm quyết định' }, because.works, undefined, madeBy(replicaSetController, inRoom, (subjects) => ({ containers: [container(subjects, { image: goodImage(subjects).replace('@', ':v1.0@') })] }))],
  ['works/add-on', { en: 'An add-on of the cluster itself, which kubeadm names by tag, comes to be', vi: 'Phần bổ trợ của chính cụm, được kubeadm gọi bằng thẻ, được tạo' }, because.works, undefined, (subjects, app) => create(administrator, inNamespace('v1', 'pods', 'kube-system'), pod(subjects, { ...app, pool: '' }, { containers: [container(subjects, { image: `${subjects.imagePrefix}/coredns:1` })] }))],
  ['works/pooler-pod', { en: 'Kubernetes makes a connection pool of the operator’s template', vi: 'Kubernetes tạo bộ gộp kết nối từ mẫu của bộ điều khiển' }, because.works, undefined, madeBy(replicaSetController, inData, plain, (subjects) => ({ 'cnpg.io/poolerName': 'probe', [`${subjects.domain}/tenant`]: subjects.data!.tenant }))],
  ['works/load-balancer', { en: 'An entry gets its load balancer', vi: 'Cổng vào có bộ cân bằng tải của mình' }, because.works, undefined, (subjects) => {
    const entry = subjects.namespaces.find(({ zone, quota }) => zone === 'edge' && Number(quota['services.loadbalancers'] ?? 0) > 0);
    return entry && create(runner, inNamespace('v1', 'services', entry.name), service({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }));
  }],
  ['works/exchange-load-balancer', { en: 'The exchange, which others reach from outside, gets a load balancer', vi: 'Cổng trao đổi dữ liệu, nơi bên ngoài truy cập, có bộ cân bằng tải' }, because.works, undefined, (subjects) => {
    const name = exchange(subjects);
    return name === undefined ? undefined : create(runner, inNamespace('v1', 'services', name), service({ type: 'LoadBalancer' }));
  }],
  ['works/not-ready', { en: 'A pod stays for a while on a machine that is not ready', vi: 'Pod ở lại một lúc trên máy chủ chưa sẵn sàng' }, because.works, undefined, (subjects) => {
    const { room, domain } = subjects;
    return room && create(replicaSetController, inNamespace('v1', 'pods', room.name), pod(subjects, room, { tolerations: [{ key: `${domain}/pool`, operator: 'Equal', value: room.pool, effect: 'NoSchedule' }, { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }] }));
  }],
  ['works/volume', { en: 'A database gets a volume on storage of its level', vi: 'Cơ sở dữ liệu có ổ đĩa trên kho lưu trữ đúng cấp độ' }, because.works, undefined, ({ data, database, storageClasses }) => (database && data && storageClasses.includes(`ndc-level-${data.level}`) ? create(operator, inNamespace('v1', 'persistentvolumeclaims', data.name), {
    apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'ndc-probe-volume' }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: `ndc-level-${data.level}`, resources: { requests: { storage: '1Mi' } } },
  }) : undefined)],
  ['works/operator-volume', { en: 'The operator deletes a volume of a database that it owns', vi: 'Bộ điều khiển xóa ổ đĩa của cơ sở dữ liệu do nó quản lý' }, because.works, undefined, ({ volumeClaim, database }) => database && volumeClaim && remove(operator, `${inNamespace('v1', 'persistentvolumeclaims', volumeClaim.namespace)}/${volumeClaim.name}`)],
  ['works/retire', { en: 'The platform marks a database as retiring, as the catalog says', vi: 'Nền tảng đánh dấu cơ sở dữ liệu ngừng sử dụng theo danh mục' }, because.works, undefined, ({ database, data, domain }) => database && data && change(runner, `${inNamespace(database.apiVersion, 'clusters', data.name)}/${database.metadata.name}`, { metadata: { labels: { [`${domain}/retire`]: 'true' } } })],
  ['works/zone-policy', { en: 'The platform changes a zone policy', vi: 'Nền tảng sửa chính sách vùng mạng' }, because.works, undefined, ({ clusterNetworkPolicy }) => (clusterNetworkPolicy === undefined ? undefined : change(runner, `${ofCluster('policy.networking.k8s.io/v1alpha2', 'clusternetworkpolicies')}/${clusterNetworkPolicy}`, { metadata: { labels: { a: 'b' } } }))],
];

const expectation = (policy: string | undefined, words?: string): Expectation => (policy === undefined ? accepted : denied(policy, words));

export const edgeProbes: readonly Probe[] = [
  ...rows.map(([id, sentence, reason, policy, attempt, words]): Probe => ({ id, sentence, reason, guard: policy === undefined ? 'none' : `admission/${policy}`, expect: expectation(policy, words), attempt: (subjects) => subjects.app && attempt(subjects, subjects.app) })),
  {
    id: 'emergency/database', guard: 'none', reason: because.logs, expect: accepted, audited: true,
    sentence: { en: 'Somebody on call deletes a database, and the audit log keeps it', vi: 'Người trực xóa cơ sở dữ liệu, và nhật ký kiểm toán ghi lại' },
    attempt: ({ database, data }) => database && data && remove(onCall, `${inNamespace(database.apiVersion, 'clusters', data.name)}/${database.metadata.name}`),
  },
];
