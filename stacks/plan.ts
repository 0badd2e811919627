/** What every stack plan has. A plan is plain data: the stack's bytes are a pure function of it, and its digest says whether they changed. */
import { createHash } from 'node:crypto';
import type { PlatformSettings } from '../constructs/platform-labels.ts';
import type { CrdsProps } from './crds.ts';
import type { DataProps } from './data.ts';
import type { ExchangeProps } from './exchange.ts';
import type { GuardrailsProps } from './guardrails.ts';
import type { MachinesProps } from './machines.ts';
import type { OperatorProps } from './operator.ts';
import type { OwnPoolsProps } from './own-pools.ts';
import type { ServicesProps } from './services.ts';
import type { SystemProps } from './system.ts';
import type { TenantProps } from './tenant.ts';
import type { VaultProps } from './vault.ts';

/** Props of each kind of stack. */
export interface PropsOfKind {
  machines: MachinesProps;
  'own-pools': OwnPoolsProps;
  crds: CrdsProps;
  operator: OperatorProps;
  guardrails: GuardrailsProps;
  services: ServicesProps;
  exchange: ExchangeProps;
  vault: VaultProps;
  tenant: TenantProps;
  system: SystemProps;
  data: DataProps;
}

export type StackKind = keyof PropsOfKind;

/** Settings that every stack has, whatever its kind. */
export interface StackSettings {
  readonly platform: PlatformSettings;
  /** S3 store of the state, outside every cluster that the state describes. */
  readonly state: { readonly endpoint: string; readonly bucket: string; readonly region: string };
  /** Versions of the Terraform providers. */
  readonly providers: { readonly kubernetes: string; readonly helm: string };
  /** Version of Kubernetes of the target cluster, e.g. `1.36.3`. */
  readonly kubernetes: string;
  /** OCI repository of charts in the internal registry. */
  readonly chartRepository: string;
}

export interface StackPlan<K extends StackKind = StackKind> {
  readonly id: string;
  readonly kind: K;
  /** Cluster whose API server takes the objects. */
  readonly targetCluster: string;
  /** Ids of stacks that are applied before. */
  readonly dependsOn: readonly string[];
  readonly settings: StackSettings;
  readonly props: PropsOfKind[K];
}

/** A plan of one of the kinds. */
export type AnyStackPlan = { [K in StackKind]: StackPlan<K> }[StackKind];

/** Digest of everything that decides the bytes of a stack, apart from the program itself. */
export function planDigest(plan: AnyStackPlan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex');
}
