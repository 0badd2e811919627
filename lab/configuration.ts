/**
 * What the programs of the control plane are told: files and flags, as pure functions. Hardening follows charts/cluster, which makes the production
 * clusters; test/lab compares the two, and the audit policy is the very file of that chart.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loopback } from './ports.ts';

/** Ports of one control plane on the loopback interface. */
export interface Ports {
  readonly server: number;
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly controllers: number;
}

/** Addresses of Services; nothing routes them. */
export const serviceRange = '10.96.0.0/16';
/** Names under which the API server is reached. */
export const serverHosts = ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', loopback, '10.96.0.1'];
/** Version of the Pod Security standard, that of the control plane. */
const podSecurityVersion = 'v1.36';

const cipherSuites = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';

/** Configuration files by name. `encryptionKey`: 32 random bytes in base64. */
export function configurationFiles(encryptionKey: string): Readonly<Record<string, string>> {
  return {
    'audit-policy.yaml': readFileSync(join(import.meta.dirname, '../charts/cluster/files/audit-policy.yaml'), 'utf8'),
    'admission.yaml': stringify({
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AdmissionConfiguration',
      plugins: [{
        name: 'PodSecurity',
        configuration: {
          apiVersion: 'pod-security.admission.config.k8s.io/v1',
          kind: 'PodSecurityConfiguration',
          defaults: Object.fromEntries(['enforce', 'audit', 'warn'].flatMap((mode) => [[mode, 'restricted'], [`${mode}-version`, podSecurityVersion]])),
          exemptions: { namespaces: ['kube-system'] },
        },
      }],
    }),
    'authentication.yaml': stringify({
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AuthenticationConfiguration',
      anonymous: { enabled: true, conditions: ['/livez', '/readyz', '/healthz', '/api/v1/namespaces/kube-public/configmaps/cluster-info'].map((path) => ({ path })) },
    }),
    // No `identity` provider: a Secret that is not encrypted cannot even be read.
    'encryption.yaml': stringify({
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'EncryptionConfiguration',
      resources: [{ resources: ['secrets'], providers: [{ secretbox: { keys: [{ name: 'lab', secret: encryptionKey }] } }] }],
    }),
  };
}

/** Flags of etcd. Data of a lab need not survive a power cut, so etcd does not wait for the disk. */
export function etcdArguments(ports: Ports): string[] {
  const client = `https://${loopback}:${ports.etcd}`;
  const peer = `https://${loopback}:${ports.etcdPeer}`;
  return flags({
    name: 'lab',
    'data-dir': 'etcd',
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `lab=${peer}`,
    'client-cert-auth': 'true',
    'cert-file': 'pki/etcd.crt',
    'key-file': 'pki/etcd.key',
    'trusted-ca-file': 'pki/etcd-ca.crt',
    'peer-client-cert-auth': 'true',
    'peer-cert-file': 'pki/etcd.crt',
    'peer-key-file': 'pki/etcd.key',
    'peer-trusted-ca-file': 'pki/etcd-ca.crt',
    'quota-backend-bytes': '8589934592',
    'unsafe-no-fsync': 'true',
    'log-level': 'warn',
  });
}

/** Flags of kube-apiserver. */
export function apiServerArguments(ports: Ports): string[] {
  return flags({
    'admission-control-config-file': 'config/admission.yaml',
    'audit-log-maxage': '30',
    'audit-log-maxbackup': '20',
    'audit-log-maxsize': '100',
    'audit-log-path': 'audit.log',
    'audit-policy-file': 'config/audit-policy.yaml',
    'authentication-config': 'config/authentication.yaml',
    'enable-admission-plugins': 'NodeRestriction,DenyServiceExternalIPs',
    'encryption-provider-config': 'config/encryption.yaml',
    profiling: 'false',
    'service-account-extend-token-expiration': 'false',
    'tls-min-version': 'VersionTLS12',
    'tls-cipher-suites': cipherSuites,
    'authorization-mode': 'Node,RBAC',
    'allow-privileged': 'true',
    'bind-address': loopback,
    'advertise-address': loopback,
    'secure-port': String(ports.server),
    'endpoint-reconciler-type': 'none',
    // A busy machine needs more than the default minute for a dozen large definitions at once.
    'request-timeout': '5m',
    'service-cluster-ip-range': serviceRange,
    'etcd-servers': `https://${loopback}:${ports.etcd}`,
    'etcd-cafile': 'pki/etcd-ca.crt',
    'etcd-certfile': 'pki/etcd-client.crt',
    'etcd-keyfile': 'pki/etcd-client.key',
    'client-ca-file': 'pki/ca.crt',
    'tls-cert-file': 'pki/apiserver.crt',
    'tls-private-key-file': 'pki/apiserver.key',
    'requestheader-client-ca-file': 'pki/front-proxy-ca.crt',
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-username-headers': 'X-Remote-User',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'proxy-client-cert-file': 'pki/front-proxy-client.crt',
    'proxy-client-key-file': 'pki/front-proxy-client.key',
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-key-file': 'pki/sa.pub',
    'service-account-signing-key-file': 'pki/sa.key',
  });
}

/** Flags of kube-controller-manager. A whole cluster's namespaces come within minutes here, so it may ask more often than its default of 20 a second. */
export function controllerArguments(ports: Ports): string[] {
  return flags({
    profiling: 'false',
    'terminated-pod-gc-threshold': '1000',
    kubeconfig: 'controllers.kubeconfig',
    'authentication-kubeconfig': 'controllers.kubeconfig',
    'authorization-kubeconfig': 'controllers.kubeconfig',
    'bind-address': loopback,
    'secure-port': String(ports.controllers),
    'leader-elect': 'false',
    'use-service-account-credentials': 'true',
    'root-ca-file': 'pki/ca.crt',
    'service-account-private-key-file': 'pki/sa.key',
    'client-ca-file': 'pki/ca.crt',
    'requestheader-client-ca-file': 'pki/front-proxy-ca.crt',
    'kube-api-qps': '200',
    'kube-api-burst': '400',
  });
}

/** A kubeconfig of one user; the names of contexts are free, so that a stack finds the one of its cluster. */
export function kubeconfig(server: string, authority: string, user: { readonly name: string; readonly certificate: string; readonly key: string }, contexts: readonly string[]): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'lab', cluster: { server, 'certificate-authority-data': base64(authority) } }],
    users: [{ name: user.name, user: { 'client-certificate-data': base64(user.certificate), 'client-key-data': base64(user.key) } }],
    contexts: contexts.map((name) => ({ name, context: { cluster: 'lab', user: user.name } })),
    'current-context': contexts[0],
  });
}

function flags(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}
