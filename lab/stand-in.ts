/**
 * A definition for a kind whose real one cannot be had. It accepts every field, so nothing is checked by it: whoever uses it says so. Terraform's providers need it, since they
 * do not apply an object of a kind that the server does not know.
 */
import { stringify } from 'yaml';

export interface MissingKind {
  /** E.g. `external-secrets.io/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** YAML of the definition, as `etcdWithDefinitions` takes it. @throws Error for a kind of Kubernetes' own */
export function standInDefinition({ apiVersion, kind, namespaced }: MissingKind): string {
  const [group, version] = apiVersion.split('/');
  if (version === undefined) throw new Error(`${apiVersion} ${kind} belongs to Kubernetes itself`);
  const singular = kind.toLowerCase();
  const plural = /(s|x|ch|sh)$/.test(singular) ? `${singular}es` : /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
  return stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: { 'ndc-lab/stand-in': 'accepts every field' } },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: { kind, plural, singular, listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }],
    },
  });
}
