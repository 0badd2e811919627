/** Machines, and requests that the API server itself refuses. */
import { refused, type Probe } from '../probe.ts';
import { administrator, node } from './people.ts';
import { because } from './reasons.ts';
import { create, inNamespace, ofCluster, probeName, read } from './requests.ts';

/** A PKCS#10 request for O=system:masters, CN=probe, in PEM and base64. Its key was thrown away. */
const mastersRequest = 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIa01JR0xBZ0VBTUNreEZ6QVZCZ05WQkFvTURuTjVjM1JsYlRwdFlYTjBaWEp6TVE0d0RBWURWUVFEREFWdwpjbTlpWlRCWk1CTUdCeXFHU000OUFnRUdDQ3FHU000OUF3RUhBMElBQlB2ZGMrcHF0SXNYQURzdUo5RVk5dmhzCklMeVY4Qi9Kb1VpWkNIZVBjWGw3TVBkc3pBN2tGVWRMQkl2M3ZYQnhvcGNHQ3ZrWmJXYkV4dlRoSGJoY21tQ2cKQURBS0JnZ3Foa2pPUFFRREFnTklBREJGQWlBK3dyelpFeGxhb005bTM0MWhvcTlIOEhTQlU2U2NxQ2VPenBxUwoxSGYvRGdJaEFKOWVZeG5tOWdlTzRmTjM3ZnVxTjQvUkxBRGRZTFEyWGgzc0dZbVozK1NFCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=';

export const machineProbes: readonly Probe[] = [
  {
    id: 'machines/own-pool', guard: 'node', reason: because.nodes, expect: refused(403, /is not allowed to set the following labels: node-restriction/),
    sentence: { en: 'A machine that was taken over puts itself into another pool', vi: 'Máy chủ bị chiếm tự xếp mình vào nhóm máy khác' },
    attempt: () => create(node, ofCluster('v1', 'nodes'), { apiVersion: 'v1', kind: 'Node', metadata: { name: probeName, labels: { 'node-restriction.kubernetes.io/ndc-pool': 'data' } } }),
  },
  {
    id: 'machines/other-node', guard: 'node', reason: because.nodes, expect: refused(403, /is not allowed to modify node|cannot create resource|node "ndc-probe"/),
    sentence: { en: 'A machine registers another machine', vi: 'Máy chủ này đăng ký thay cho máy chủ khác' },
    attempt: () => create(node, ofCluster('v1', 'nodes'), { apiVersion: 'v1', kind: 'Node', metadata: { name: 'another-node' } }),
  },
  {
    id: 'machines/secrets', guard: 'node', reason: because.nodes, expect: refused(403, /can only read resources of this type|no relationship found/),
    sentence: { en: 'A machine reads a Secret of a pod that does not run on it', vi: 'Máy chủ đọc Secret của pod không chạy trên nó' },
    attempt: ({ app }) => app && read(node, `${inNamespace('v1', 'secrets', app.name)}/any`),
  },
  {
    id: 'machines/all-secrets', guard: 'node', reason: because.nodes, expect: refused(403, /cannot list resource "secrets"|can only read resources of this type/),
    sentence: { en: 'A machine lists the Secrets of the cluster', vi: 'Máy chủ liệt kê Secret của cụm' },
    attempt: () => read(node, ofCluster('v1', 'secrets')),
  },
  {
    id: 'services/external-address', guard: 'api-server', reason: because.network, expect: refused(403, /Use of external IPs is denied by admission control/),
    sentence: { en: 'A Service takes an address outside the cluster', vi: 'Dịch vụ chiếm một địa chỉ ngoài cụm' },
    attempt: ({ app }) => app && create(administrator, inNamespace('v1', 'services', app.name), { apiVersion: 'v1', kind: 'Service', metadata: { name: probeName }, spec: { externalIPs: ['203.0.113.1'], ports: [{ port: 443 }] } }),
  },
  {
    id: 'certificates/masters', guard: 'api-server', reason: because.certificates, expect: refused(403, /system:masters/),
    sentence: { en: 'Somebody asks for a client certificate of system:masters', vi: 'Có người xin chứng thư của nhóm system:masters' },
    attempt: () => create(administrator, ofCluster('certificates.k8s.io/v1', 'certificatesigningrequests'), {
      apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name: probeName },
      spec: { request: mastersRequest, signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'] },
    }),
  },
];
