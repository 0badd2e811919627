/** Where pods run, under which labels, and with how much. */
import { denied, refused, type Expectation, type Probe } from '../probe.ts';
import type { Text } from '../../model/finding.ts';
import type { Attempt } from '../probe.ts';
import type { Subjects, SystemNamespace } from '../subjects.ts';
import { administrator, person, replicaSetController } from './people.ts';
import { because } from './reasons.ts';
import { container, create, deployment, inNamespace, pod, probeName } from './requests.ts';

const poolLabel = 'node-restriction.kubernetes.io/ndc-pool';

interface Row {
  readonly id: string;
  readonly sentence: Text;
  readonly guard: string;
  readonly expect: Expectation;
  readonly attempt: (subjects: Subjects, app: SystemNamespace) => Attempt | undefined;
}

const other = (pool: string) => (pool === '' ? 'other' : `other-${pool}`);
const made = (spec: (subjects: Subjects, app: SystemNamespace) => object) => (subjects: Subjects, app: SystemNamespace) =>
  create(replicaSetController, inNamespace('v1', 'pods', app.name), pod(subjects, app, spec(subjects, app)));
const written = (labels: (subjects: Subjects, app: SystemNamespace) => Readonly<Record<string, string>>) => (subjects: Subjects, app: SystemNamespace) =>
  create(person(app.tenant, 'developer'), inNamespace('apps/v1', 'deployments', app.name), deployment(subjects, app, labels(subjects, app)));
const placed = (id: string, sentence: Text, spec: (subjects: Subjects, app: SystemNamespace) => object, words: string): Row =>
  ({ id: `placement/${id}`, sentence, guard: 'admission/placement', expect: denied('placement', words), attempt: made(spec) });
const labelled = (id: string, sentence: Text, labels: (subjects: Subjects, app: SystemNamespace) => Readonly<Record<string, string>>, words: string): Row =>
  ({ id: `pod-labels/${id}`, sentence, guard: 'admission/pod-labels', expect: denied('pod-labels', words), attempt: written(labels) });

const affinity = (term: object) => ({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } } });

const rows: readonly Row[] = [
  placed('node-name', { en: 'A pod names its machine and goes past the scheduler', vi: 'Pod tự chỉ định máy chủ, bỏ qua bộ lập lịch' }, () => ({ nodeName: 'node-1' }), 'nodeName must be empty'),
  placed('every-taint', { en: 'A pod tolerates every taint', vi: 'Pod chấp nhận mọi dấu cấm (taint) của máy chủ' }, () => ({ tolerations: [{ operator: 'Exists' }] }), 'names the taint'),
  placed('control-plane', { en: 'A pod wants to run on the control plane', vi: 'Pod đòi chạy trên máy chủ điều khiển' }, () => ({ tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] }), 'control-plane'),
  placed('any-pool', { en: 'A pod tolerates the taint of any pool', vi: 'Pod chấp nhận dấu cấm của mọi nhóm máy chủ' }, ({ domain }) => ({ tolerations: [{ key: `${domain}/pool`, operator: 'Exists' }] }), 'must equal'),
  placed('other-pool-taint', { en: 'A pod tolerates the taint of a pool of another level', vi: 'Pod chấp nhận dấu cấm của nhóm máy chủ thuộc cấp độ khác' }, ({ domain }, { pool: own }) => ({ tolerations: [{ key: `${domain}/pool`, operator: 'Equal', value: other(own) }] }), 'must equal'),
  placed('other-pool-selector', { en: 'A node selector names the machines of another level', vi: 'Bộ chọn máy chủ trỏ tới máy của cấp độ khác' }, (_, { pool: own }) => ({ nodeSelector: { [poolLabel]: other(own) } }), 'node selector'),
  placed('other-pool-affinity', { en: 'A node affinity names the machines of another level', vi: 'Điều kiện ưu tiên máy chủ trỏ tới máy của cấp độ khác' }, (_, { pool: own }) => affinity({ matchExpressions: [{ key: poolLabel, operator: 'In', values: [other(own)] }] }), 'node affinity'),
  placed('every-other-pool', { en: 'A node affinity names every pool but its own', vi: 'Điều kiện ưu tiên máy chủ chọn mọi nhóm trừ nhóm của mình' }, (_, { pool: own }) => affinity({ matchExpressions: [{ key: poolLabel, operator: 'NotIn', values: [own] }] }), 'node affinity'),
  placed('machine-affinity', { en: 'A node affinity names one machine', vi: 'Điều kiện ưu tiên máy chủ chỉ đích danh một máy' }, () => affinity({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }), 'node affinity'),
  placed('priority', { en: 'A pod takes the priority of the platform and would push others off their machines', vi: 'Pod lấy mức ưu tiên của nền tảng, đẩy chương trình khác khỏi máy chủ' }, () => ({ priorityClassName: 'system-cluster-critical' }), 'priority'),
  labelled('zone', { en: 'A template gives its pods a label of another zone', vi: 'Mẫu pod gắn nhãn của vùng mạng khác' }, ({ domain }) => ({ [`${domain}/zone`]: 'mgmt' }), 'are the platform'),
  labelled('tenant', { en: 'A template gives its pods the label of another tenant', vi: 'Mẫu pod gắn nhãn của đơn vị khác' }, ({ domain, foreign }, app) => ({ [`${domain}/tenant`]: foreign?.tenant ?? `${app.tenant}-other` }), 'are the platform'),
  labelled('database', { en: 'A template poses as an instance of a database', vi: 'Mẫu pod giả làm máy chủ cơ sở dữ liệu' }, () => ({ 'cnpg.io/cluster': 'probe' }), 'are the platform'),
  labelled('pooler', { en: 'A template poses as the connection pool of a database', vi: 'Mẫu pod giả làm bộ gộp kết nối của cơ sở dữ liệu' }, () => ({ 'cnpg.io/poolerName': 'probe' }), 'are the platform'),
  labelled('gateway', { en: 'A template poses as a proxy of the entry', vi: 'Mẫu pod giả làm proxy của cổng vào' }, () => ({ 'gateway.envoyproxy.io/owning-gateway-name': 'probe' }), 'are the platform'),
  labelled('component', { en: 'A template takes the name of a component without running as its account', vi: 'Mẫu pod nhận tên thành phần khác mà không chạy bằng tài khoản của thành phần đó' }, ({ domain }) => ({ [`${domain}/component`]: 'somebody-else' }), 'service account of that name'),
  {
    id: 'quota/compute', guard: 'quota', expect: refused(403, /exceeded quota: ndc-quota, requested: .*cpu/), sentence: { en: 'A pod asks for more than the quota of its namespace', vi: 'Pod đòi nhiều tài nguyên hơn hạn mức của không gian tên' },
    attempt: made((subjects) => ({ containers: [container(subjects, { resources: { requests: { cpu: '100k', memory: '16Mi' }, limits: { cpu: '100k', memory: '16Mi' } } })] })),
  },
  {
    id: 'quota/storage', guard: 'quota', expect: refused(403, /exceeded quota: ndc-quota, requested: requests\.storage/), sentence: { en: 'A volume is larger than the quota of its namespace', vi: 'Ổ đĩa lớn hơn hạn mức lưu trữ của không gian tên' },
    attempt: (subjects, app) => (subjects.storageClasses.includes(`ndc-level-${app.level}`)
      ? create(administrator, inNamespace('v1', 'persistentvolumeclaims', app.name), {
        apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: probeName },
        spec: { accessModes: ['ReadWriteOnce'], storageClassName: `ndc-level-${app.level}`, resources: { requests: { storage: '1Ei' } } },
      })
      : undefined),
  },
];

const reasonOf = (guard: string) => (guard === 'quota' ? because.quotas : guard === 'admission/pod-labels' ? because.network : because.oneFailure);

export const placementProbes: readonly Probe[] = rows.map(({ id, sentence, guard, expect, attempt }) => ({
  id, sentence, guard, expect, reason: reasonOf(guard), attempt: (subjects) => subjects.app && attempt(subjects, subjects.app),
}));
