/** A plan of any kind, and its digest. */
import { createHash } from 'node:crypto';
import type { MachinesPlan } from './machines.ts';
import type { OwnPoolsPlan } from './own-pools.ts';
import type { CrdsPlan } from './crds.ts';
import type { OperatorPlan } from './operator.ts';
import type { GuardrailsPlan } from './guardrails.ts';
import type { ServicesPlan } from './services.ts';
import type { ExchangePlan } from './exchange.ts';
import type { VaultPlan } from './vault.ts';
import type { CopiesPlan } from './copies.ts';
import type { TenantPlan } from './tenant.ts';
import type { SystemPlan } from './system.ts';
import type { DataPlan } from './data.ts';

export type AnyStackPlan =
  | MachinesPlan
  | OwnPoolsPlan
  | CrdsPlan
  | OperatorPlan
  | GuardrailsPlan
  | ServicesPlan
  | ExchangePlan
  | VaultPlan
  | CopiesPlan
  | TenantPlan
  | SystemPlan
  | DataPlan;

export type StackKind = AnyStackPlan['kind'];

/** Plan of one kind. */
export type PlanOf<Kind extends StackKind> = Extract<AnyStackPlan, { kind: Kind }>;

/** Digest of everything that decides the bytes of a stack, apart from the program itself. */
export function planDigest(plan: AnyStackPlan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex');
}
