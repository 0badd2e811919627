/** Requests that probes are made of. All of them are dry runs: they pass authorization and admission and store nothing. */
import type { Caller } from '../api-client.ts';
import { mergePatch } from '../api-client.ts';
import type { Attempt } from '../probe.ts';
import type { Subjects, SystemNamespace } from '../subjects.ts';

const dry = 'dryRun=All&fieldValidation=Strict';

/** Path of a namespaced collection, e.g. `inNamespace('apps/v1', 'deployments', 'x')`. */
export function inNamespace(apiVersion: string, resource: string, namespace: string): string {
  return `${root(apiVersion)}/namespaces/${namespace}/${resource}`;
}

export function ofCluster(apiVersion: string, resource: string): string {
  return `${root(apiVersion)}/${resource}`;
}

function root(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

export const read = (as: Caller, path: string): Attempt => ({ as, method: 'GET', path });
export const create = (as: Caller, path: string, body: object): Attempt => ({ as, method: 'POST', path: `${path}?${dry}`, body });
export const change = (as: Caller, path: string, body: object): Attempt => ({ as, method: 'PATCH', path: `${path}?${dry}`, body, type: mergePatch });
export const remove = (as: Caller, path: string): Attempt => ({ as, method: 'DELETE', path: `${path}?dryRun=All` });

export const probeName = 'ndc-probe';

/** An image that the estate would allow. */
export function goodImage({ imagePrefix }: Subjects): string {
  return `${imagePrefix}/ndc/probe@sha256:${'0'.repeat(64)}`;
}

/** A container as the Restricted standard wants it, with a little of the namespace's room. */
export function container(subjects: Subjects, more: object = {}): Record<string, unknown> {
  const small = { cpu: '10m', memory: '16Mi' };
  return {
    name: 'app',
    image: goodImage(subjects),
    resources: { requests: small, limits: small },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    ...more,
  };
}

/** A pod's spec as the estate would allow it. */
export function podSpec(subjects: Subjects, { pool }: SystemNamespace, more: object = {}): Record<string, unknown> {
  return {
    serviceAccountName: 'default',
    automountServiceAccountToken: false,
    containers: [container(subjects)],
    ...(pool === '' ? {} : { tolerations: [{ key: `${subjects.domain}/pool`, operator: 'Equal', value: pool, effect: 'NoSchedule' }] }),
    ...more,
  };
}

export function pod(subjects: Subjects, namespace: SystemNamespace, more: object = {}, metadata: object = {}): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: probeName, ...metadata }, spec: podSpec(subjects, namespace, more) };
}

export function deployment(subjects: Subjects, namespace: SystemNamespace, labels: Readonly<Record<string, string>> = {}): object {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: probeName },
    spec: { selector: { matchLabels: { app: probeName } }, template: { metadata: { labels: { app: probeName, ...labels } }, spec: podSpec(subjects, namespace) } },
  };
}
