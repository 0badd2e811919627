import { HelmProvider } from '@cdktf/provider-helm/lib/provider/index.js';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider/index.js';
import { S3Backend, TerraformElement, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { releaseVariables } from '../constructs/chart-release.ts';
import { sourceOf, type Source } from '../constructs/provenance.ts';
import type { StackPlan } from './plan.ts';

/** Fully qualified, so that one lock file serves Terraform and OpenTofu. */
const providerSource = (name: string) => `registry.terraform.io/hashicorp/${name}`;

/** One Terraform state: backend, providers and variables, no more. */
export class EstateStack extends TerraformStack {
  readonly plan: StackPlan;

  constructor(scope: Construct, plan: StackPlan) {
    super(scope, plan.id);
    this.plan = plan;
    const { state, providers } = plan.settings;
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
    // The bindings do not know this argument of the backend yet.
    this.addOverride('terraform.backend.s3.use_lockfile', true);
    this.addOverride('terraform.required_providers.kubernetes', { source: providerSource('kubernetes'), version: providers.kubernetes });
    this.addOverride('terraform.required_providers.helm', { source: providerSource('helm'), version: providers.helm });

    new TerraformVariable(this, 'kubeconfig', { type: 'string', nullable: false, description: `Path of a kubeconfig that knows the cluster ${plan.targetCluster}` });
    new TerraformVariable(this, 'kube_context', { type: 'string', default: plan.targetCluster, nullable: false, description: 'Context inside the kubeconfig' });
    new TerraformVariable(this, releaseVariables.wait, { type: 'bool', default: true, nullable: false, description: 'Wait until the objects of a release are ready; off in a lab without pods' });
    new TerraformVariable(this, releaseVariables.hooks, { type: 'bool', default: true, nullable: false, description: 'Run the hooks of charts; off in a lab without pods' });
    const access = { configPath: '${var.kubeconfig}', configContext: '${var.kube_context}' };
    new KubernetesProvider(this, 'kubernetes', access);
    new HelmProvider(this, 'helm', { kubernetes: access });
  }
}

/** Provenance of a stack: resource address to catalog place. Throws when a resource does not say where it comes from. */
export function provenanceOf(stack: TerraformStack): Record<string, Source> {
  const found: Record<string, Source> = {};
  for (const construct of stack.node.findAll()) {
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
