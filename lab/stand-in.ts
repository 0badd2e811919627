/**
 * A definition for a kind whose real one cannot be had. It accepts every field, so nothing is checked by it: whoever uses it says so. Terraform's providers need it, since they
 * do not apply an object of a kind that the server does not know.
 */
export interface MissingKind {
  /** E.g. `external-secrets.io/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** The definition, a CustomResourceDefinition named `<plural>.<group>`. @throws Error for a kind of Kubernetes' own */
export function standInDefinition({ apiVersion, kind, namespaced }: MissingKind): StandIn {
  const [group, version] = apiVersion.split('/');
  if (version === undefined) throw new Error(`${apiVersion} ${kind} belongs to Kubernetes itself`);
  const singular = kind.toLowerCase();
  const plural = /(s|x|ch|sh)$/.test(singular) ? `${singular}es` : /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: { 'ndc-lab/stand-in': 'accepts every field' } },
    spec: {
      group: group!,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: { kind, plural, singular, listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }],
    },
  };
}

export interface StandIn {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: object;
}
