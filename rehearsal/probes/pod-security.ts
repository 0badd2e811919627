/** Pods that reach for their machine. A tenant writes the template; the controller that makes the pod is who is refused. */
import type { Text } from '../../model/finding.ts';
import { refused, type Probe } from '../probe.ts';
import type { Subjects } from '../subjects.ts';
import { replicaSetController } from './people.ts';
import { because } from './reasons.ts';
import { container, create, inNamespace, pod } from './requests.ts';

const secure = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
const withContext = (context: object) => (subjects: Subjects) => ({ containers: [container(subjects, { securityContext: context })] });
const withPod = (more: object) => () => more;

type Row = readonly [id: string, sentence: Text, spec: (subjects: Subjects) => object, words: RegExp];

const rows: readonly Row[] = [
  ['privileged', { en: 'A container asks for all rights of its machine', vi: 'Container đòi toàn quyền trên máy chủ' }, withContext({ ...secure, allowPrivilegeEscalation: true, privileged: true }), /privileged \(/],
  ['host-path', { en: 'A pod mounts a folder of its machine', vi: 'Pod gắn một thư mục của máy chủ' }, withPod({ volumes: [{ name: 'v', hostPath: { path: '/var/lib/kubelet' } }] }), /hostPath volumes|restricted volume types/],
  ['host-network', { en: 'A pod uses the network of its machine', vi: 'Pod dùng mạng của máy chủ' }, withPod({ hostNetwork: true }), /host namespaces \(hostNetwork=true/],
  ['host-pid', { en: 'A pod sees the processes of its machine', vi: 'Pod nhìn thấy tiến trình của máy chủ' }, withPod({ hostPID: true }), /host namespaces \(hostPID=true/],
  ['host-ipc', { en: 'A pod shares the memory of processes of its machine', vi: 'Pod dùng chung bộ nhớ tiến trình của máy chủ' }, withPod({ hostIPC: true }), /host namespaces \(hostIPC=true/],
  ['host-port', { en: 'A container listens at a port of its machine', vi: 'Container lắng nghe trên cổng của máy chủ' }, (subjects) => ({ containers: [container(subjects, { ports: [{ containerPort: 8080, hostPort: 8080 }] })] }), /hostPort \(/],
  ['added-capability', { en: 'A container adds a capability of the kernel', vi: 'Container thêm một quyền năng của nhân hệ điều hành' }, withContext({ ...secure, capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }), /unrestricted capabilities|non-default capabilities/],
  ['kept-capabilities', { en: 'A container keeps its capabilities of the kernel', vi: 'Container giữ nguyên các quyền năng của nhân hệ điều hành' }, withContext({ ...secure, capabilities: {} }), /unrestricted capabilities/],
  ['no-seccomp', { en: 'A container names no filter of system calls', vi: 'Container không khai báo bộ lọc lời gọi hệ thống' }, withContext({ ...secure, seccompProfile: undefined }), /seccompProfile \(/],
  ['seccomp-unconfined', { en: 'A container switches the filter of system calls off', vi: 'Container tắt bộ lọc lời gọi hệ thống' }, withContext({ ...secure, seccompProfile: { type: 'Unconfined' } }), /seccompProfile \(/],
  ['may-be-root', { en: 'A container may run as root', vi: 'Container có thể chạy bằng quyền root' }, withContext({ ...secure, runAsNonRoot: false }), /runAsNonRoot != true/],
  ['is-root', { en: 'A container runs as user 0', vi: 'Container chạy bằng người dùng 0' }, withContext({ ...secure, runAsNonRoot: true, runAsUser: 0 }), /runAsUser=0/],
  ['privilege-escalation', { en: 'A process may gain more rights than its parent', vi: 'Tiến trình có thể giành thêm quyền so với tiến trình cha' }, withContext({ ...secure, allowPrivilegeEscalation: true }), /allowPrivilegeEscalation != false/],
  ['sysctl', { en: 'A pod changes a setting of the kernel', vi: 'Pod thay đổi tham số của nhân hệ điều hành' }, withPod({ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '65536' }] } }), /forbidden sysctls/],
  ['apparmor', { en: 'A container switches AppArmor off', vi: 'Container tắt AppArmor' }, withContext({ ...secure, appArmorProfile: { type: 'Unconfined' } }), /forbidden AppArmor profile/],
  ['selinux', { en: 'A container chooses an SELinux type of its own', vi: 'Container tự chọn kiểu SELinux' }, withContext({ ...secure, seLinuxOptions: { type: 'spc_t' } }), /seLinuxOptions/],
  ['network-volume', { en: 'A pod mounts a network share past the storage classes', vi: 'Pod gắn ổ đĩa mạng ngoài các lớp lưu trữ' }, withPod({ volumes: [{ name: 'v', nfs: { server: '10.0.0.1', path: '/' } }] }), /restricted volume types/],
  ['windows-host', { en: 'A pod asks to run as a process of a Windows machine', vi: 'Pod đòi chạy như một tiến trình của máy chủ Windows' }, withPod({ hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } }), /hostProcess/],
  ['probe-elsewhere', { en: 'A health check is aimed at another host than the pod', vi: 'Kiểm tra sức khỏe được hướng tới máy khác, không phải pod' }, (subjects) => ({ containers: [container(subjects, { livenessProbe: { httpGet: { host: '169.254.169.254', path: '/', port: 80 } } })] }), /probe or lifecycle host/],
];

export const podSecurityProbes: readonly Probe[] = rows.map(([id, sentence, spec, words]) => ({
  id: `pod-security/${id}`,
  sentence,
  reason: because.podSecurity,
  guard: 'pod-security',
  attempt: (subjects) => subjects.app && create(replicaSetController, inNamespace('v1', 'pods', subjects.app.name), pod(subjects, subjects.app, spec(subjects))),
  expect: refused(403, new RegExp(`violates PodSecurity "restricted:v[0-9.]+": .*(${words.source})`)),
}));
