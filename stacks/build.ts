/** From a plan to its stack. */
import type { App } from 'cdktf';
import type { EstateStack } from './base.ts';
import { CopiesStack } from './copies.ts';
import { CrdsStack } from './crds.ts';
import { DataStack } from './data.ts';
import { ExchangeStack } from './exchange.ts';
import { GuardrailsStack } from './guardrails.ts';
import { MachinesStack } from './machines.ts';
import { OperatorStack } from './operator.ts';
import { OwnPoolsStack } from './own-pools.ts';
import type { AnyStackPlan } from './any-plan.ts';
import { ServicesStack } from './services.ts';
import { SystemStack } from './system.ts';
import { TenantStack } from './tenant.ts';
import { VaultStack } from './vault.ts';

export function buildStack(app: App, plan: AnyStackPlan): EstateStack {
  switch (plan.kind) {
    case 'machines': return new MachinesStack(app, plan);
    case 'own-pools': return new OwnPoolsStack(app, plan);
    case 'crds': return new CrdsStack(app, plan);
    case 'operator': return new OperatorStack(app, plan);
    case 'guardrails': return new GuardrailsStack(app, plan);
    case 'services': return new ServicesStack(app, plan);
    case 'exchange': return new ExchangeStack(app, plan);
    case 'vault': return new VaultStack(app, plan);
    case 'copies': return new CopiesStack(app, plan);
    case 'tenant': return new TenantStack(app, plan);
    case 'system': return new SystemStack(app, plan);
    case 'data': return new DataStack(app, plan);
  }
}
