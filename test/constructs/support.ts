/** Builds constructs in a stack of their own and shows what comes out: Terraform resources, Kubernetes objects, releases. */
import { App, TerraformStack } from 'cdktf';
import type { PlatformSettings, ZoneIdentity } from '../../constructs/platform-labels.ts';
import { setSource, type Source } from '../../constructs/provenance.ts';
import { namespaceOfOtherStack } from '../../constructs/zone-namespace.ts';
import { convertResource, unescapeTemplate, type KubernetesObject } from '../../export/convert.ts';
import { provenanceOf } from '../../stacks/base.ts';

export type Attributes = Readonly<Record<string, unknown>>;

export const platform: PlatformSettings = { labelDomain: 'ndc.example', podSecurityVersion: 'v1.36', imagePrefix: 'registry.example/images' };

/** Source that a test gives to the construct under test. */
export const source: Source = { file: 'tenants/mae/systems/land.yaml', pointer: '/components/0' };

/** Source of the stack: what a resource gets when its construct forgets to pass its own on. */
const stackSource: Source = { file: 'nobody.yaml', pointer: '' };

export const identity: ZoneIdentity = { tenant: 'mae', system: 'land', zone: 'data', subzone: 'database-servers', level: 4 };

/** A namespace that another stack makes. */
export const namespace = namespaceOfOtherStack(identity);

/** Chart of this repository, as a stack's folder sees it. */
export const chart = { kind: 'local', path: '../../charts/thing-0123456789ab' } as const;

export const image = `registry.example/images/thing@sha256:${'0'.repeat(64)}`;

export const labels = { 'ndc.example/tenant': 'mae' };

export interface Release {
  readonly address: string;
  readonly attributes: Attributes;
  /** Parsed as Terraform and Helm would read them. */
  readonly values: Attributes;
}

export interface Built {
  /** Terraform addresses, sorted. */
  readonly addresses: readonly string[];
  /** Attributes by address. */
  readonly resources: Readonly<Record<string, Attributes>>;
  /** Attributes of the only resource of a type, or of the one with this Kubernetes or release name. */
  resource(type: string, name?: string): Attributes;
  /** Objects of the typed resources, as the export writes them. */
  readonly objects: readonly KubernetesObject[];
  /** The only object of a kind, or the one with this name. */
  object(kind: string, name?: string): KubernetesObject;
  readonly releases: readonly Release[];
  /** The only release. */
  readonly release: Release;
  /** Catalog place of each address. */
  readonly sources: Readonly<Record<string, Source>>;
}

export function built(build: (stack: TerraformStack) => void): Built {
  const stack = new TerraformStack(new App({ stackTraces: false }), 'test');
  setSource(stack, stackSource);
  build(stack);
  // Through text, as the file on disk: what JSON cannot hold must not pass here.
  const terraform = JSON.parse(JSON.stringify(stack.toTerraform())) as { resource?: Record<string, Record<string, Attributes>> };
  const found = Object.entries(terraform.resource ?? {}).flatMap(([type, byName]) => Object.entries(byName).map(([name, all]) => ({
    type, address: `${type}.${name}`, attributes: Object.fromEntries(Object.entries(all).filter(([key]) => key !== '//')) as Attributes,
  })));
  const objects = found.filter(({ type }) => type !== 'helm_release').map(({ type, address, attributes }) => convertResource(type, address, attributes));
  const releases = found.filter(({ type }) => type === 'helm_release').map(({ address, attributes }): Release => ({
    address, attributes, values: JSON.parse(unescapeTemplate((attributes['values'] as string[])[0]!)) as Attributes,
  }));
  return {
    addresses: found.map(({ address }) => address).sort(),
    resources: Object.fromEntries(found.map(({ address, attributes }) => [address, attributes])),
    resource: (type, name) => one(found.filter((item) => item.type === type && (name === undefined || nameOf(item.attributes) === name)), `${type} ${name ?? ''}`).attributes,
    objects,
    object: (kind, name) => one(objects.filter((object) => object.kind === kind && (name === undefined || object.metadata.name === name)), `${kind} ${name ?? ''}`),
    releases,
    get release() {
      return one(releases, 'helm_release');
    },
    sources: provenanceOf(stack),
  };
}

function nameOf(attributes: Attributes): unknown {
  return attributes['name'] ?? (attributes['metadata'] as Attributes | undefined)?.['name'];
}

function one<T>(found: readonly T[], what: string): T {
  if (found.length !== 1) throw new Error(`${found.length} of ${what}`);
  return found[0]!;
}

