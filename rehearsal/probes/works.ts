/** What must work: protection that stops the work is not used. */
import type { Text } from '../../model/finding.ts';
import { accepted, type Attempt, type Probe, type Reason } from '../probe.ts';
import type { Subjects, SystemNamespace } from '../subjects.ts';
import { auditor, engineer, onCall, person, replicaSetController, runner, serviceAccount } from './people.ts';
import { because } from './reasons.ts';
import { change, container, create, deployment, goodImage, inNamespace, ofCluster, pod, probeName, read, remove } from './requests.ts';

type Row = readonly [id: string, sentence: Text, reason: Reason, attempt: (subjects: Subjects, app: SystemNamespace) => Attempt | undefined];

const developer = ({ tenant }: SystemNamespace) => person(tenant, 'developer');
const route = 'gateway.networking.k8s.io/v1';

const rows: readonly Row[] = [
  ['deployment', { en: 'A developer deploys a program that keeps the rules', vi: 'Lập trình viên triển khai chương trình đúng quy định' }, because.works, (subjects, app) => create(developer(app), inNamespace('apps/v1', 'deployments', app.name), deployment(subjects, app))],
  ['pod', { en: 'The pod of that program comes to be', vi: 'Pod của chương trình đó được tạo' }, because.works, (subjects) => subjects.room && create(replicaSetController, inNamespace('v1', 'pods', subjects.room.name), pod(subjects, subjects.room))],
  ['component', { en: 'A component runs under its own name and account', vi: 'Thành phần chạy bằng đúng tên và tài khoản của mình' }, because.works, (subjects) => {
    const { component, domain } = subjects;
    const home = subjects.namespaces.find(({ name }) => name === component?.namespace);
    return component && home && Number(home.quota['pods'] ?? 0) > 0 && home.pool !== '' ? create(replicaSetController, inNamespace('v1', 'pods', home.name), pod(subjects, home, { serviceAccountName: component.name }, { labels: { [`${domain}/component`]: component.name } })) : undefined;
  }],
  ['cron-job', { en: 'A developer plans a nightly job', vi: 'Lập trình viên lập lịch công việc hằng đêm' }, because.works, (subjects, app) => create(developer(app), inNamespace('batch/v1', 'cronjobs', app.name), {
    apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: probeName },
    spec: { schedule: '0 1 * * *', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [container(subjects, { image: goodImage(subjects) })] } } } } },
  })],
  ['service', { en: 'A developer gives a program a Service inside the cluster', vi: 'Lập trình viên tạo dịch vụ nội bộ cho chương trình' }, because.works, (_, app) => create(developer(app), inNamespace('v1', 'services', app.name), { apiVersion: 'v1', kind: 'Service', metadata: { name: probeName }, spec: { selector: { app: probeName }, ports: [{ port: 443 }] } })],
  ['configuration', { en: 'A developer writes the configuration of a program', vi: 'Lập trình viên ghi cấu hình của chương trình' }, because.works, (_, app) => create(developer(app), inNamespace('v1', 'configmaps', app.name), { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: probeName }, data: { a: 'b' } })],
  ['route', { en: 'A developer leads the own entry to a Service at the own host name', vi: 'Lập trình viên hướng cổng và tên miền của mình tới dịch vụ' }, because.works, ({ knows, edge }, app) => (edge?.tenant === app.tenant && knows(route, 'HTTPRoute')
    ? create(developer(app), inNamespace(route, 'httproutes', app.name), { apiVersion: route, kind: 'HTTPRoute', metadata: { name: probeName }, spec: { parentRefs: [{ name: 'entry', namespace: edge.name }], ...(app.hosts.length > 0 ? { hostnames: [app.hosts[0]] } : {}), rules: [{ backendRefs: [{ name: 'api', port: 443 }] }] } })
    : undefined)],
  ['secret-by-store', { en: 'A developer takes a secret from the store of the tenant', vi: 'Lập trình viên lấy bí mật từ kho của đơn vị' }, because.works, ({ knows }, app) => (knows('external-secrets.io/v1', 'ExternalSecret')
    ? create(developer(app), inNamespace('external-secrets.io/v1', 'externalsecrets', app.name), { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name: probeName }, spec: { secretStoreRef: { name: 'tenant-secrets', kind: 'SecretStore' }, data: [{ secretKey: 'a', remoteRef: { key: 'a' } }] } })
    : undefined)],
  ['look', { en: 'A developer looks at pods', vi: 'Lập trình viên xem pod' }, because.works, (_, app) => read(developer(app), inNamespace('v1', 'pods', app.name))],
  ['audit-tenant', { en: 'An auditor of a tenant reads who may do what', vi: 'Kiểm toán viên của đơn vị đọc ai được làm gì' }, because.logs, (_, app) => read(person(app.tenant, 'auditor'), inNamespace('rbac.authorization.k8s.io/v1', 'rolebindings', app.name))],
  ['audit-data', { en: 'An auditor of a tenant looks at the databases', vi: 'Kiểm toán viên của đơn vị xem cơ sở dữ liệu' }, because.logs, ({ database, data }) => database && data && read(person(data.tenant, 'auditor'), inNamespace(database.apiVersion, 'clusters', data.name))],
  ['audit-platform', { en: 'An auditor of the platform reads the guard rails', vi: 'Kiểm toán viên nền tảng đọc các rào chắn' }, because.logs, () => read(auditor, ofCluster('admissionregistration.k8s.io/v1', 'validatingadmissionpolicies'))],
  ['engineer-look', { en: 'A platform engineer looks at the pods of the cluster', vi: 'Kỹ sư nền tảng xem pod của cụm' }, because.works, () => read(engineer, ofCluster('v1', 'pods'))],
  ['backup-now', { en: 'A data officer asks for a backup before a risky step', vi: 'Cán bộ dữ liệu yêu cầu sao lưu trước bước rủi ro' }, because.data, ({ database, data }) => database && data && create(person(data.tenant, 'data-officer'), inNamespace(database.apiVersion, 'backups', data.name), { apiVersion: database.apiVersion, kind: 'Backup', metadata: { name: probeName }, spec: { cluster: { name: database.metadata.name }, method: 'plugin', pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' } } })],
  ['database', { en: 'The platform makes a database', vi: 'Nền tảng tạo cơ sở dữ liệu' }, because.works, ({ database, data }) => database && data && create(runner, inNamespace(database.apiVersion, 'clusters', data.name), again(database))],
  ['database-store', { en: 'The platform makes the store of its backups', vi: 'Nền tảng tạo nơi chứa bản sao lưu của nó' }, because.data, ({ objectStore, data }) => objectStore && data && create(runner, inNamespace(objectStore.apiVersion, 'objectstores', data.name), again(objectStore))],
  ['database-backup', { en: 'The platform plans its backups', vi: 'Nền tảng lập lịch sao lưu cho nó' }, because.data, ({ scheduledBackup, data }) => scheduledBackup && data && create(runner, inNamespace(scheduledBackup.apiVersion, 'scheduledbackups', data.name), again(scheduledBackup))],
  ['operator-pod', { en: 'The operator of databases makes an instance', vi: 'Bộ điều khiển cơ sở dữ liệu tạo một máy chủ cơ sở dữ liệu' }, because.works, (subjects) => {
    const { data, database, domain } = subjects;
    return data && database && create(serviceAccount('cnpg-system', 'cnpg-manager'), inNamespace('v1', 'pods', data.name), pod(subjects, data, {}, { labels: { 'cnpg.io/cluster': database.metadata.name, [`${domain}/tenant`]: data.tenant } }));
  }],
  ['stack-own-quota', { en: 'The identity of one stack changes an object of that stack', vi: 'Danh tính của một stack sửa đối tượng của chính stack đó' }, because.works, ({ stackIdentity }, app) => stackIdentity && change(stackIdentity, `${inNamespace('v1', 'resourcequotas', app.name)}/ndc-quota`, { spec: { hard: { pods: '1' } } })],
  ['stack-own-binding', { en: 'The identity of one stack renews the tenant roles in its namespaces', vi: 'Danh tính của một stack làm mới vai trò của đơn vị trong các không gian tên của nó' }, because.works, ({ stackIdentity }, app) => stackIdentity && change(stackIdentity, `${inNamespace('rbac.authorization.k8s.io/v1', 'rolebindings', app.name)}/ndc-auditor`, { metadata: { annotations: { 'ndc-rehearsal/seen': 'true' } } })],
  ['platform-quota', { en: 'The platform changes a quota as the catalog says', vi: 'Nền tảng sửa hạn mức theo danh mục' }, because.works, (_, app) => change(runner, `${inNamespace('v1', 'resourcequotas', app.name)}/ndc-quota`, { spec: { hard: { pods: '1' } } })],
];

const again = (object: { readonly metadata: Readonly<Record<string, unknown>> }) => ({ ...object, metadata: { ...object.metadata, name: probeName } });

export const worksProbes: readonly Probe[] = [
  ...rows.map(([id, sentence, reason, attempt]): Probe => ({ id: `works/${id}`, sentence, reason, guard: 'none', expect: accepted, attempt: (subjects) => subjects.app && attempt(subjects, subjects.app) })),
  {
    id: 'emergency/act', guard: 'none', reason: because.logs, expect: accepted, audited: true,
    sentence: { en: 'Somebody on call stops a guard rail in an emergency, and the audit log keeps it', vi: 'Người trực ngừng một rào chắn trong tình huống khẩn cấp, và nhật ký kiểm toán ghi lại' },
    attempt: () => remove(onCall, `${ofCluster('admissionregistration.k8s.io/v1', 'validatingadmissionpolicybindings')}/ndc-images`),
  },
  {
    id: 'emergency/data', guard: 'none', reason: because.logs, expect: accepted, audited: true,
    sentence: { en: 'Somebody on call changes a tenant’s quota, and the audit log keeps it', vi: 'Người trực sửa hạn mức của đơn vị, và nhật ký kiểm toán ghi lại' },
    attempt: ({ app }) => app && change(onCall, `${inNamespace('v1', 'resourcequotas', app.name)}/ndc-quota`, { spec: { hard: { pods: '1' } } }),
  },
];
