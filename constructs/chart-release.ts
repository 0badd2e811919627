import { Release } from '@cdktf/provider-helm/lib/release/index.js';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { setSource, type Source } from './provenance.ts';

/** Where a chart comes from. */
export type ChartSource =
  /** Chart of this repository; `path` is relative to the stack's folder and carries the hash of its content. */
  | { readonly kind: 'local'; readonly path: string }
  /** Chart of the internal registry, pinned by version and digest. */
  | { readonly kind: 'registry'; readonly repository: string; readonly chart: string; readonly version: string; readonly digest: string };

export interface ChartReleaseProps {
  /** Name of the release, unique in its namespace, at most 53 characters. */
  readonly name: string;
  /** Namespace of the objects and of the release record. */
  readonly namespace: string;
  readonly chart: ChartSource;
  readonly values: Readonly<Record<string, unknown>>;
  readonly source: Source;
  /**
   * Leave the chart's `crds/` folder out: definitions have a stack of their own.
   * @default true
   */
  readonly skipCrds?: boolean;
  /**
   * Seconds to wait for the objects.
   * @default 600
   */
  readonly timeout?: number;
  /**
   * What must exist first.
   * @default - nothing of this stack
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Terraform variables that every stack with releases declares; the lab turns both off. */
export const releaseVariables = { wait: 'release_wait', hooks: 'release_hooks' } as const;

/** One Helm release. What a failed change newly made goes again, and the next apply goes on from there; waiting and hooks are variables of the stack. */
export class ChartRelease extends Construct {
  readonly resource: Release;

  constructor(scope: Construct, id: string, props: ChartReleaseProps) {
    super(scope, id);
    setSource(this, props.source);
    const chart = props.chart.kind === 'local'
      ? { chart: props.chart.path }
      : { repository: props.chart.repository, chart: props.chart.chart, version: props.chart.version };
    this.resource = new Release(this, 'release', {
      name: props.name,
      namespace: props.namespace,
      ...chart,
      ...(props.chart.kind === 'registry' ? { description: `chart ${props.chart.digest}` } : {}),
      values: [escapeTemplate(JSON.stringify(props.values))],
      skipCrds: props.skipCrds ?? true,
      createNamespace: false,
      cleanupOnFail: true,
      // Without it a release whose first installation failed could never be applied again: its name is in use.
      upgradeInstall: true,
      maxHistory: 3,
      timeout: props.timeout ?? 600,
      ...(props.dependsOn ? { dependsOn: [...props.dependsOn] } : {}),
    });
    this.resource.addOverride('wait', `\${var.${releaseVariables.wait}}`);
    this.resource.addOverride('disable_webhooks', `\${!var.${releaseVariables.hooks}}`);
  }
}

/** Terraform reads `${` and `%{` in strings as templates; values are never templates. */
export function escapeTemplate(text: string): string {
  // Functions, since `$$` in a replacement text means one `$`.
  return text.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
}
