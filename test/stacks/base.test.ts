import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { App } from 'cdktf';
import { beforeAll, describe, expect, it } from 'vitest';
import { setSource } from '../../constructs/provenance.ts';
import { EstateStack, provenanceOf } from '../../stacks/base.ts';
import { buildStack } from '../../stacks/build.ts';
import type { AnyStackPlan } from '../../stacks/any-plan.ts';
import { load, type Loaded } from './support.ts';

let real: Loaded;
let plan: AnyStackPlan;
let terraform: Record<string, unknown>;

beforeAll(() => {
  real = load();
  plan = real.plans.find(({ id }) => id === 'ndc-1-core--services')!;
  terraform = JSON.parse(JSON.stringify(buildStack(new App({ stackTraces: false }), plan).toTerraform())) as Record<string, unknown>;
});

describe('every stack', () => {
  it('keeps its state in an S3 store with a lock, under a key of its own, and names no credential', () => {
    const { stateStore } = real.estate.sites.get('ndc-1')!.data;
    expect((terraform['terraform'] as { backend: object }).backend).toEqual({
      s3: {
        bucket: stateStore!.bucket, key: 'ndc-1-core--services.tfstate', region: stateStore!.region, endpoints: { s3: stateStore!.endpoint },
        use_path_style: true, use_lockfile: true, encrypt: true,
        skip_credentials_validation: true, skip_metadata_api_check: true, skip_region_validation: true, skip_requesting_account_id: true,
      },
    });
  });

  it('pins its providers to the lock, by names that Terraform and OpenTofu both resolve to one registry', () => {
    const version = (name: string) => real.estate.lock.providers.find((provider) => provider.name === name)!.version;
    expect((terraform['terraform'] as { required_providers: object }).required_providers).toEqual({
      helm: { source: 'registry.terraform.io/hashicorp/helm', version: version('helm') },
      kubernetes: { source: 'registry.terraform.io/hashicorp/kubernetes', version: version('kubernetes') },
    });
  });

  it('takes the way to its cluster from variables; only the context has a default', () => {
    expect(terraform['variable']).toEqual({
      kubeconfig: { type: 'string', nullable: false, description: 'Path of a kubeconfig that knows the cluster ndc-1-core' },
      kube_context: { type: 'string', default: 'ndc-1-core', nullable: false, description: 'Context inside the kubeconfig' },
      release_wait: { type: 'bool', default: true, nullable: false, description: expect.any(String) as unknown },
      release_hooks: { type: 'bool', default: true, nullable: false, description: expect.any(String) as unknown },
    });
    const access = { config_path: '${var.kubeconfig}', config_context: '${var.kube_context}' };
    expect(terraform['provider']).toEqual({ kubernetes: [access], helm: [{ kubernetes: access }] });
  });

  it('holds these parts and no other: no output, no data source, no comment of CDKTF', () => {
    expect(Object.keys(terraform).sort()).toEqual(['provider', 'resource', 'terraform', 'variable']);
    expect(JSON.stringify(terraform)).not.toContain('"//"');
  });
});

describe('provenanceOf', () => {
  class Bare extends EstateStack {
    constructor(app: App) {
      super(app, plan);
      new ConfigMapV1(this, 'map', { metadata: { name: 'a', namespace: 'b' } });
    }
  }

  it('refuses a resource that nobody says the source of, naming stack and address', () => {
    expect(() => provenanceOf(new Bare(new App({ stackTraces: false })))).toThrow(new Error('ndc-1-core--services: kubernetes_config_map_v1.map has no source'));
  });

  it('leaves providers out, and is sorted by address', () => {
    const stack = new Bare(new App({ stackTraces: false }));
    setSource(stack, { file: 'x.yaml', pointer: '' });
    expect(provenanceOf(stack)).toEqual({ 'kubernetes_config_map_v1.map': { file: 'x.yaml', pointer: '' } });
    const addresses = Object.keys(provenanceOf(buildStack(new App({ stackTraces: false }), plan)));
    expect(addresses).toEqual([...addresses].sort());
    expect(addresses.length).toBeGreaterThan(5);
  });
});
