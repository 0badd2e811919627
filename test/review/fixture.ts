/** Small hand-written exports in the shape of `ndc export`: an index and one YAML file per object. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';

export interface FixtureObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** An object and how it comes about: by a release when one is named, by a resource of Terraform's own otherwise. */
export interface FixtureEntry {
  readonly object: FixtureObject;
  readonly release?: string;
  readonly address?: string;
  readonly source?: { readonly file: string; readonly pointer: string };
}

export interface FixtureStack {
  readonly stack: string;
  readonly targetCluster?: string;
  readonly dependsOn?: readonly string[];
  readonly objects?: readonly FixtureEntry[];
  readonly unrendered?: readonly { release: string; chart: string; version: string; reason: string }[];
}

/** Writes an export into a folder and gives the folder back. */
export function writeExport(folder: string, stacks: readonly FixtureStack[]): string {
  const index = stacks.map(({ stack, targetCluster, dependsOn = [], objects = [], unrendered = [] }) => ({
    stack, targetCluster: targetCluster ?? stack.split('--')[0], dependsOn, unrendered,
    objects: objects.map(({ object, release, address, source }) => {
      const { name, namespace } = object.metadata;
      const file = `${[object.kind, ...(namespace ? [namespace] : []), name].join('.').toLowerCase()}.yaml`;
      const path = join(folder, stack, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, stringify(object));
      return {
        file, apiVersion: object.apiVersion, kind: object.kind, ...(namespace === undefined ? {} : { namespace }), name,
        address: address ?? (release ? `helm_release.${release}` : `kubernetes_${object.kind.toLowerCase()}.${name}`),
        ...(release === undefined ? {} : { release }), ...(source === undefined ? {} : { source }),
      };
    }),
  }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
  return folder;
}

/** Calls back with an empty folder, and removes it afterwards. */
export function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-review-'));
  const clean = () => rmSync(folder, { recursive: true, force: true });
  let result: T;
  try {
    result = work(folder);
  } catch (error) {
    clean();
    throw error;
  }
  if (result instanceof Promise) return result.finally(clean) as T;
  clean();
  return result;
}

export const namespace = (name: string, labels: Record<string, string> = {}): FixtureObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });

export const configMap = (namespaceName: string, name: string, data: Record<string, string>): FixtureObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: namespaceName, name }, data });

export const database = (namespaceName: string, name: string, spec: Record<string, unknown>, annotations: Record<string, string> = { 'helm.sh/resource-policy': 'keep' }): FixtureObject =>
  ({ apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { namespace: namespaceName, name, annotations }, spec });

export const networkPolicy = (namespaceName: string, name: string, ingress: readonly unknown[]): FixtureObject =>
  ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace: namespaceName, name }, spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress'], ingress } });

export const roleBinding = (namespaceName: string, name: string, role: string, groups: readonly string[]): FixtureObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { namespace: namespaceName, name },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role }, subjects: groups.map((group) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group })),
});

export const from = (labels: Record<string, string>, port: number) => ({ from: [{ namespaceSelector: { matchLabels: labels } }], ports: [{ port, protocol: 'TCP' }] });
