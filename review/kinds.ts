/** What kinds of objects are called, and which of them hold state that is lost with them. */
import type { Text } from '../model/finding.ts';
import { groupOf } from './immutable.ts';

interface KindInfo extends Text {
  /** What is lost when the object is destroyed; absent for kinds that hold nothing. */
  readonly loss?: Text;
}

const data: Text = { vi: 'mất dữ liệu', en: 'its data is lost' };
const everythingInside: Text = { vi: 'mất mọi thứ bên trong, kể cả dữ liệu', en: 'everything inside is lost, data included' };
const machines: Text = { vi: 'mất các máy và những gì chạy trên đó', en: 'its machines and what runs on them are lost' };
const backups: Text = { vi: 'bản sao lưu không còn được quản lý', en: 'its backups are no longer managed' };
const definitions: Text = { vi: 'mất mọi đối tượng thuộc loại này', en: 'every object of this kind is lost' };

const core: Record<string, KindInfo> = {
  Namespace: { vi: 'namespace', en: 'namespace', loss: everythingInside },
  PersistentVolumeClaim: { vi: 'vùng lưu trữ', en: 'volume claim', loss: data },
  PersistentVolume: { vi: 'ổ lưu trữ', en: 'volume', loss: data },
  ServiceAccount: { vi: 'tài khoản dịch vụ', en: 'service account' },
  Service: { vi: 'dịch vụ mạng', en: 'service' },
  ConfigMap: { vi: 'bản ghi cấu hình', en: 'configuration map' },
  Secret: { vi: 'bản ghi bí mật', en: 'secret' },
  ResourceQuota: { vi: 'hạn mức tài nguyên', en: 'resource quota' },
  LimitRange: { vi: 'giới hạn mặc định của container', en: 'default container limits' },
};

const others: Record<string, KindInfo> = {
  'apps/Deployment': { vi: 'ứng dụng', en: 'deployment' },
  'apps/StatefulSet': { vi: 'ứng dụng có trạng thái', en: 'stateful set' },
  'apps/DaemonSet': { vi: 'tác nhân trên mỗi máy', en: 'daemon set' },
  'batch/Job': { vi: 'tác vụ', en: 'job' },
  'batch/CronJob': { vi: 'tác vụ định kỳ', en: 'scheduled job' },
  'networking.k8s.io/NetworkPolicy': { vi: 'chính sách mạng', en: 'network policy' },
  'policy.networking.k8s.io/ClusterNetworkPolicy': { vi: 'chính sách mạng toàn cụm', en: 'cluster network policy' },
  'cilium.io/CiliumClusterwideNetworkPolicy': { vi: 'chính sách mạng Cilium toàn cụm', en: 'Cilium clusterwide network policy' },
  'cilium.io/CiliumNetworkPolicy': { vi: 'chính sách mạng Cilium', en: 'Cilium network policy' },
  'rbac.authorization.k8s.io/Role': { vi: 'vai trò', en: 'role' },
  'rbac.authorization.k8s.io/RoleBinding': { vi: 'phân quyền', en: 'role binding' },
  'rbac.authorization.k8s.io/ClusterRole': { vi: 'vai trò toàn cụm', en: 'cluster role' },
  'rbac.authorization.k8s.io/ClusterRoleBinding': { vi: 'phân quyền toàn cụm', en: 'cluster role binding' },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': { vi: 'chính sách tiếp nhận', en: 'admission policy' },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': { vi: 'áp dụng chính sách tiếp nhận', en: 'admission policy binding' },
  'admissionregistration.k8s.io/MutatingAdmissionPolicy': { vi: 'chính sách sửa đổi khi tiếp nhận', en: 'mutating admission policy' },
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': { vi: 'webhook kiểm tra', en: 'validating webhook' },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': { vi: 'webhook sửa đổi', en: 'mutating webhook' },
  'apiextensions.k8s.io/CustomResourceDefinition': { vi: 'định nghĩa loại tài nguyên', en: 'resource definition', loss: definitions },
  'scheduling.k8s.io/PriorityClass': { vi: 'mức ưu tiên', en: 'priority class' },
  'storage.k8s.io/StorageClass': { vi: 'lớp lưu trữ', en: 'storage class' },
  'policy/PodDisruptionBudget': { vi: 'ngưỡng gián đoạn', en: 'disruption budget' },
  'postgresql.cnpg.io/Cluster': { vi: 'cơ sở dữ liệu', en: 'database', loss: data },
  'postgresql.cnpg.io/Database': { vi: 'phần bên trong cơ sở dữ liệu', en: 'inside of a database' },
  'postgresql.cnpg.io/DatabaseRole': { vi: 'vai trò trong cơ sở dữ liệu', en: 'database role' },
  'monitoring.coreos.com/PodMonitor': { vi: 'mục giám sát', en: 'monitoring target' },
  'monitoring.coreos.com/PrometheusRule': { vi: 'bộ cảnh báo', en: 'set of alerts' },
  'postgresql.cnpg.io/Pooler': { vi: 'bộ gộp kết nối', en: 'connection pooler' },
  'postgresql.cnpg.io/ScheduledBackup': { vi: 'lịch sao lưu', en: 'backup schedule' },
  'barmancloud.cnpg.io/ObjectStore': { vi: 'kho sao lưu', en: 'backup store', loss: backups },
  'objectbucket.io/ObjectBucketClaim': { vi: 'kho đối tượng', en: 'bucket', loss: data },
  'ceph.rook.io/CephCluster': { vi: 'hệ lưu trữ', en: 'storage cluster', loss: data },
  'ceph.rook.io/CephObjectStore': { vi: 'kho đối tượng của cụm', en: 'object store', loss: data },
  'ceph.rook.io/CephBlockPool': { vi: 'vùng khối lưu trữ', en: 'block pool', loss: data },
  'velero.io/BackupStorageLocation': { vi: 'nơi lưu bản sao lưu', en: 'backup location', loss: backups },
  'velero.io/Schedule': { vi: 'lịch sao lưu của cụm', en: 'cluster backup schedule' },
  'cluster.x-k8s.io/Cluster': { vi: 'cụm máy', en: 'cluster', loss: machines },
  'cluster.x-k8s.io/MachineDeployment': { vi: 'nhóm máy', en: 'machine pool', loss: machines },
  'cluster.x-k8s.io/MachineHealthCheck': { vi: 'kiểm tra tình trạng máy', en: 'machine health check' },
  'controlplane.cluster.x-k8s.io/KubeadmControlPlane': { vi: 'mặt phẳng điều khiển', en: 'control plane', loss: machines },
  'metal3.io/BareMetalHost': { vi: 'máy vật lý', en: 'bare-metal host', loss: machines },
  'infrastructure.cluster.x-k8s.io/Metal3Cluster': { vi: 'hạ tầng của cụm máy', en: 'cluster infrastructure', loss: machines },
  'external-secrets.io/ExternalSecret': { vi: 'tham chiếu bí mật', en: 'secret reference' },
  'external-secrets.io/SecretStore': { vi: 'kho bí mật', en: 'secret store' },
  'external-secrets.io/ClusterSecretStore': { vi: 'kho bí mật toàn cụm', en: 'cluster secret store' },
  'cert-manager.io/Certificate': { vi: 'chứng thư số', en: 'certificate' },
  'cert-manager.io/Issuer': { vi: 'nguồn cấp chứng thư', en: 'certificate issuer' },
  'cert-manager.io/ClusterIssuer': { vi: 'nguồn cấp chứng thư toàn cụm', en: 'cluster certificate issuer' },
  'gateway.networking.k8s.io/GatewayClass': { vi: 'lớp cổng vào', en: 'gateway class' },
  'gateway.envoyproxy.io/EnvoyProxy': { vi: 'cụm proxy của cổng vào', en: 'gateway proxy fleet' },
  'gateway.envoyproxy.io/ClientTrafficPolicy': { vi: 'chính sách kết nối vào', en: 'client traffic policy' },
  'infrastructure.cluster.x-k8s.io/Metal3MachineTemplate': { vi: 'mẫu máy vật lý', en: 'machine template' },
  'bootstrap.cluster.x-k8s.io/KubeadmConfigTemplate': { vi: 'mẫu cấu hình máy', en: 'node configuration template' },
  'postgresql.cnpg.io/ImageCatalog': { vi: 'danh mục ảnh cơ sở dữ liệu', en: 'catalog of database images' },
  'gateway.networking.k8s.io/Gateway': { vi: 'cổng vào', en: 'gateway' },
  'gateway.networking.k8s.io/HTTPRoute': { vi: 'tuyến HTTP', en: 'HTTP route' },
};

/** Definitions whose loss takes data with it are the concern; objects that only exist in charts keep their own kind as name. */
function infoOf(object: { readonly apiVersion: string; readonly kind: string }): KindInfo | undefined {
  const group = groupOf(object.apiVersion);
  return group === '' ? core[object.kind] : others[`${group}/${object.kind}`];
}

/** What people call the kind; kinds without a word of their own keep their name. */
export function nounOf(object: { readonly apiVersion: string; readonly kind: string }): Text {
  const info = infoOf(object);
  return info ? { vi: info.vi, en: info.en } : { vi: object.kind, en: object.kind };
}

/** What is lost when the object is destroyed; undefined when nothing is. */
export function lossOf(object: { readonly apiVersion: string; readonly kind: string }): Text | undefined {
  return infoOf(object)?.loss;
}

/** Annotation that keeps an object when its release goes. */
export const keepAnnotation = 'helm.sh/resource-policy';
