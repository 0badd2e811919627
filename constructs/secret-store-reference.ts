import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js';
import { Construct } from 'constructs';
import { ChartRelease, type ChartSource } from './chart-release.ts';
import { releaseNamespace } from './platform-namespace.ts';
import { setSource, type Source } from './provenance.ts';
import type { NamespaceHandle } from './zone-namespace.ts';

export interface SecretStoreReferenceProps {
  readonly chart: ChartSource;
  /** Name of the release; unique in the cluster. */
  readonly name: string;
  /** Namespaces that may read secrets; each gets a store of its own, never a cluster-wide one. */
  readonly namespaces: readonly NamespaceHandle[];
  /** Address of the secret store inside the country, e.g. `https://secrets.ndc-1.ndc.internal`. */
  readonly server: string;
  /** Path below which the tenant's secrets lie; no other path is readable. */
  readonly path: string;
  /** Mount of this cluster's Kubernetes login in the store. */
  readonly mountPath: string;
  /** Role of the store that the namespaces' service accounts may take. */
  readonly role: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
}

/** Service account whose short-lived token opens the store; no pod runs as it. */
const secretReader = 'secret-reader';
/** Secret with the certificate of the internal authority, in every namespace. */
export const authoritySecret = 'ndc-authority';

/** Where workloads find their secrets: names and paths only, never a value. */
export class SecretStoreReference extends Construct {
  /** Name of the SecretStore in each namespace. */
  readonly storeName = 'tenant-secrets';

  constructor(scope: Construct, id: string, props: SecretStoreReferenceProps) {
    super(scope, id);
    setSource(this, props.source);
    const accounts = props.namespaces.map((namespace) => new ServiceAccountV1(this, `reader-${namespace.identity.subzone}`, {
      metadata: { namespace: namespace.name, name: secretReader, labels: { ...props.labels } },
      automountServiceAccountToken: false,
      dependsOn: [...namespace.ready],
    }));
    new ChartRelease(this, 'stores', {
      name: props.name,
      namespace: releaseNamespace,
      chart: props.chart,
      source: props.source,
      dependsOn: accounts,
      values: {
        name: this.storeName,
        namespaces: props.namespaces.map(({ name }) => name),
        server: props.server,
        path: props.path,
        role: props.role,
        mountPath: props.mountPath,
        serviceAccount: secretReader,
        caSecret: authoritySecret,
        labels: props.labels,
      },
    });
  }
}
