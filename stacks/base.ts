import { HelmProvider } from '@cdktf/provider-helm/lib/provider/index.js';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider/index.js';
import { S3Backend, TerraformElement, TerraformResource, TerraformStack, TerraformVariable, Tokenization } from 'cdktf';
import type { Construct, IConstruct, Node } from 'constructs';
import { releaseVariables } from '../constructs/chart-release.ts';
import { sourceOf, type Source } from '../constructs/provenance.ts';
import type { StackPlan } from './plan.ts';
import { tokenResolver } from './resolve.ts';

/** Fully qualified, so that one lock file serves Terraform and OpenTofu. */
const providerSource = (name: string) => `registry.terraform.io/hashicorp/${name}`;

/** One Terraform state: backend, providers and variables, no more. */
export class EstateStack extends TerraformStack {
  readonly plan: StackPlan;

  /** What is the same in every stack of a cluster. */
  readonly #common: readonly TerraformElement[];

  constructor(scope: Construct, plan: StackPlan) {
    super(scope, plan.id);
    this.plan = plan;
    const { state } = plan.settings;
    new S3Backend(this, {
      bucket: state.bucket,
      key: `${plan.id}.tfstate`,
      region: state.region,
      endpoints: { s3: state.endpoint },
      usePathStyle: true,
      skipCredentialsValidation: true,
      skipRequestingAccountId: true,
      skipMetadataApiCheck: true,
      skipRegionValidation: true,
      encrypt: true,
    });

    const access = { configPath: '${var.kubeconfig}', configContext: '${var.kube_context}' };
    this.#common = [
      new TerraformVariable(this, 'kubeconfig', { type: 'string', nullable: false, description: `Path of a kubeconfig that knows the cluster ${plan.targetCluster}` }),
      new TerraformVariable(this, 'kube_context', { type: 'string', default: plan.targetCluster, nullable: false, description: 'Context inside the kubeconfig' }),
      new TerraformVariable(this, releaseVariables.wait, { type: 'bool', default: true, nullable: false, description: 'Wait until the objects of a release are ready; off in a lab without pods' }),
      new TerraformVariable(this, releaseVariables.hooks, { type: 'bool', default: true, nullable: false, description: 'Run the hooks of charts; off in a lab without pods' }),
      new KubernetesProvider(this, 'kubernetes', access),
      new HelmProvider(this, 'helm', { kubernetes: access }),
    ];
  }

  /**
   * The stack's Terraform JSON, without CDKTF's own metadata: that repeats every path and resolves every token twice, and no tool of ours reads it.
   * A test holds this against the stock method.
   * @param elements what `node.findAll` gives, when the caller has it already
   */
  override toTerraform(elements: readonly IConstruct[] = this.node.findAll()): Record<string, unknown> {
    const resolve = tokenResolver(this);
    const json = (parts: readonly IConstruct[]) => {
      const merged: Record<string, unknown> = {};
      for (const part of parts) if (part !== this && TerraformElement.isTerraformElement(part)) merge(merged, resolve(fragmentOf(part)) as Record<string, unknown>);
      return merged;
    };
    const { targetCluster } = this.plan;
    let common = commonJson.get(targetCluster);
    if (common === undefined) commonJson.set(targetCluster, common = JSON.stringify(json(this.#common)));
    const terraform = JSON.parse(common) as Record<string, unknown>;
    merge(terraform, json(elements.filter((element) => !this.#common.includes(element as TerraformElement))));
    merge(terraform, this.stackOverrides);
    return terraform;
  }

  /** CDKTF's own name of an element: worked out once for each place in a stack, since most stacks have the same places. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const place = (TerraformElement.isTerraformElement(element) ? element.node : element).path.slice(this.node.path.length);
    const known = logicalIds.get(place);
    if (known !== undefined) return known;
    const id = super.allocateLogicalId(element);
    logicalIds.set(place, id);
    return id;
  }

  /** Overrides of this base, in the shape of the JSON. */
  get stackOverrides(): Record<string, unknown> {
    const { providers } = this.plan.settings;
    return {
      terraform: {
        // The bindings do not know this argument of the backend yet.
        backend: { s3: { use_lockfile: true } },
        required_providers: {
          kubernetes: { source: providerSource('kubernetes'), version: providers.kubernetes },
          helm: { source: providerSource('helm'), version: providers.helm },
        },
      },
    };
  }
}

/** The common part of a stack's JSON, by target cluster. */
const commonJson = new Map<string, string>();

/** Names by place below the stack. They depend on nothing else. */
const logicalIds = new Map<string, string>();

/** Fragments of elements never meet in a value: they meet in the maps that hold them. */
function merge(target: Record<string, unknown>, fragment: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(fragment)) {
    const held = target[key];
    if (isMap(held) && isMap(value)) merge(held, value);
    else if (Array.isArray(held) && Array.isArray(value)) target[key] = [...held, ...(value as unknown[])];
    else target[key] = value;
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** An element's part of the JSON, without metadata. A resource that is only attributes and dependencies is spared the copies the stock way makes. */
function fragmentOf(element: TerraformElement): object {
  if (!TerraformResource.isTerraformResource(element)) return element.toTerraform() as object;
  const parts = element as unknown as ResourceParts;
  if (isPlain(parts)) {
    return { resource: { [element.terraformResourceType]: { [element.friendlyUniqueId]: { ...parts.synthesizeAttributes(), depends_on: element.dependsOn?.map(dependencyOf) } } } };
  }
  const fragment = element.toTerraform() as { readonly resource?: Record<string, Record<string, Record<string, unknown>>> };
  for (const byName of Object.values(fragment.resource ?? {})) for (const attributes of Object.values(byName)) delete attributes['//'];
  return fragment;
}

/** A dependency on a resource is a token whose answer is known: the address of the resource. */
function dependencyOf(token: string): string {
  const { dependable } = (Tokenization.reverseString(token).firstToken ?? {}) as { readonly dependable?: unknown };
  return TerraformResource.isTerraformResource(dependable) ? `${dependable.terraformResourceType}.${dependable.friendlyUniqueId}` : token;
}

/** Has a resource nothing but attributes and dependencies? The stock way knows what to do with the rest. */
function isPlain(parts: ResourceParts): boolean {
  return parts.count === undefined && parts.provider === undefined && parts.lifecycle === undefined && parts.forEach === undefined && parts.provisioners === undefined
    && parts.connection === undefined && parts._movedByTarget === undefined && parts._movedById === undefined && parts._imported === undefined
    && !parts._hasMoved && Object.keys(parts.rawOverrides).length === 0;
}

interface ResourceParts {
  readonly count: unknown;
  readonly provider: unknown;
  readonly lifecycle: unknown;
  readonly forEach: unknown;
  readonly provisioners: unknown;
  readonly connection: unknown;
  readonly _movedByTarget: unknown;
  readonly _movedById: unknown;
  readonly _imported: unknown;
  readonly _hasMoved: boolean;
  readonly rawOverrides: object;
  synthesizeAttributes(): object;
}

/**
 * Provenance of a stack: resource address to catalog place.
 * @param elements what `node.findAll` of the stack gives, when the caller has it already
 * @throws Error when a resource does not say where it comes from
 */
export function provenanceOf(stack: TerraformStack, elements: readonly IConstruct[] = stack.node.findAll()): Record<string, Source> {
  const found: Record<string, Source> = {};
  for (const construct of elements) {
    const type = (construct as { terraformResourceType?: string }).terraformResourceType;
    if (!TerraformElement.isTerraformElement(construct) || type === undefined || !isResource(construct)) continue;
    const address = `${type}.${construct.friendlyUniqueId}`;
    const source = sourceOf(construct);
    if (!source) throw new Error(`${stack.node.id}: ${address} has no source`);
    found[address] = source;
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Providers are elements with a type as well; only resources have a lifecycle. */
function isResource(element: TerraformElement): boolean {
  return !(element instanceof KubernetesProvider) && !(element instanceof HelmProvider);
}
