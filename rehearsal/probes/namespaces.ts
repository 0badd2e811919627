/** Namespaces and the labels that everything else selects on. */
import { denied, forbidden, type Probe } from '../probe.ts';
import { administrator, engineer, person, runner } from './people.ts';
import { because } from './reasons.ts';
import { change, create, ofCluster, probeName, remove } from './requests.ts';

const namespaces = ofCluster('v1', 'namespaces');
const namespace = (labels: object) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: probeName, labels } });

export const namespaceProbes: readonly Probe[] = [
  {
    id: 'namespaces/create', guard: 'rbac', reason: because.isolation, expect: forbidden('create', 'namespaces'),
    sentence: { en: 'An administrator of a tenant makes a namespace', vi: 'Quản trị viên của đơn vị tự tạo không gian tên' },
    attempt: ({ app }) => app && create(person(app.tenant, 'admin'), namespaces, namespace({})),
  },
  {
    id: 'namespaces/relabel', guard: 'rbac', reason: because.isolation, expect: forbidden('patch', 'namespaces'),
    sentence: { en: 'An administrator of a tenant moves a namespace to zone mgmt', vi: 'Quản trị viên của đơn vị chuyển không gian tên sang vùng quản trị' },
    attempt: ({ app, domain }) => app && change(person(app.tenant, 'admin'), `${namespaces}/${app.name}`, { metadata: { labels: { [`${domain}/zone`]: 'mgmt' } } }),
  },
  {
    id: 'namespaces/delete', guard: 'rbac', reason: because.data, expect: forbidden('delete', 'namespaces'),
    sentence: { en: 'An administrator of a tenant deletes a namespace', vi: 'Quản trị viên của đơn vị xóa không gian tên' },
    attempt: ({ app }) => app && remove(person(app.tenant, 'admin'), `${namespaces}/${app.name}`),
  },
  {
    id: 'namespaces/zone-by-administrator', guard: 'admission/namespace-labels', reason: because.isolation, expect: denied('namespace-labels', 'sets labels'),
    sentence: { en: 'Somebody with all rights of the cluster moves a namespace to another zone', vi: 'Người có toàn quyền trên cụm chuyển không gian tên sang vùng khác' },
    attempt: ({ app, domain }) => app && change(administrator, `${namespaces}/${app.name}`, { metadata: { labels: { [`${domain}/zone`]: 'mgmt' } } }),
  },
  {
    id: 'namespaces/pool-removed', guard: 'admission/namespace-labels', reason: because.isolation, expect: denied('namespace-labels', 'removes labels'),
    sentence: { en: 'Somebody takes away the label that binds a namespace to its machines', vi: 'Có người gỡ nhãn gắn không gian tên với nhóm máy chủ của nó' },
    attempt: ({ room, domain }) => room && change(administrator, `${namespaces}/${room.name}`, { metadata: { labels: { [`${domain}/pool`]: null } } }),
  },
  {
    id: 'namespaces/host', guard: 'admission/namespace-labels', reason: because.isolation, expect: denied('namespace-labels', 'writes annotations'),
    sentence: { en: 'Somebody with all rights of the cluster gives a system a host name', vi: 'Người có toàn quyền trên cụm tự cấp tên miền cho một hệ thống' },
    attempt: ({ app, domain }) => app && change(administrator, `${namespaces}/${app.name}`, { metadata: { annotations: { [`${domain}/hosts`]: 'somebody.example' } } }),
  },
  {
    id: 'namespaces/pod-security', guard: 'admission/namespace-labels', reason: because.podSecurity, expect: denied('namespace-labels', 'sets labels'),
    sentence: { en: 'Somebody weakens Pod Security for a namespace', vi: 'Có người hạ chuẩn an toàn pod của không gian tên' },
    attempt: ({ app }) => app && change(administrator, `${namespaces}/${app.name}`, { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } }),
  },
  {
    id: 'namespaces/privileged-by-runner', guard: 'admission/namespace-shape', reason: because.levelPlan, expect: denied('namespace-shape', 'Pod Security'),
    sentence: { en: 'The platform itself makes a tenant’s namespace without Pod Security', vi: 'Chính nền tảng tạo không gian tên của đơn vị mà không có chuẩn an toàn pod' },
    attempt: ({ app }) => app && create(runner, namespaces, namespace({ ...app.labels, 'pod-security.kubernetes.io/enforce': 'privileged' })),
  },
  {
    id: 'namespaces/without-level', guard: 'admission/namespace-shape', reason: because.levelPlan, expect: denied('namespace-shape', 'has all of'),
    sentence: { en: 'The platform itself makes a tenant’s namespace without a level', vi: 'Chính nền tảng tạo không gian tên của đơn vị mà không ghi cấp độ' },
    attempt: ({ app, domain }) => app && create(runner, namespaces, namespace(Object.fromEntries(Object.entries(app.labels).filter(([key]) => key !== `${domain}/level`)))),
  },
  {
    id: 'namespaces/two-owners', guard: 'admission/namespace-shape', reason: because.sharedTools, expect: denied('namespace-shape', 'never to both'),
    sentence: { en: 'A namespace belongs to a tenant and to the platform at once', vi: 'Một không gian tên vừa của đơn vị vừa của nền tảng' },
    attempt: ({ app, domain }) => app && create(runner, namespaces, namespace({ ...app.labels, [`${domain}/platform`]: 'operator' })),
  },
  {
    id: 'namespaces/delete-by-runner', guard: 'admission/retire', reason: because.data, expect: denied('retire'),
    sentence: { en: 'The platform deletes a namespace that is not retiring', vi: 'Nền tảng xóa không gian tên chưa được đánh dấu ngừng sử dụng' },
    attempt: ({ app }) => app && remove(runner, `${namespaces}/${app.name}`),
  },
  {
    id: 'namespaces/by-engineer', guard: 'rbac', reason: because.clusterAdmin, expect: forbidden('patch', 'namespaces'),
    sentence: { en: 'A platform engineer relabels a namespace by hand', vi: 'Kỹ sư nền tảng tự sửa nhãn của không gian tên' },
    attempt: ({ app, domain }) => app && change(engineer, `${namespaces}/${app.name}`, { metadata: { labels: { [`${domain}/level`]: '1' } } }),
  },
];
