/** `<cluster>--exchange`: the gateway between systems and the national exchange platforms. Systems never talk to each other directly. */
import type { Construct } from 'constructs';
import { FlowPolicy, type Flow } from '../constructs/network-policies.ts';
import { PlatformNamespace } from '../constructs/platform-namespace.ts';
import { setSource, type Source } from '../constructs/provenance.ts';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1/index.js';
import { decisions, runsAt } from '../model/derive/decisions.ts';
import type { Entry } from '../model/load/catalog.ts';
import { EstateStack } from './base.ts';
import { exchangePort, httpsPort } from './flows.ts';
import { stackId } from './ids.ts';
import type { StackPlan } from './plan.ts';
import { everyPodReaches } from './platform-flows.ts';
import { at, type Planner } from './planner.ts';

export interface ExchangeProps {
  readonly source: Source;
  /** What every pod may reach, such as name servers. */
  readonly everyPodReaches: readonly Flow[];
  /** Exchange platforms with the addresses of the sites where they run. */
  readonly platforms: readonly { readonly system: string; readonly cidrs: readonly string[]; readonly source: Source }[];
}

export type ExchangePlan = StackPlan<'exchange', ExchangeProps>;

export class ExchangeStack extends EstateStack {
  constructor(scope: Construct, plan: ExchangePlan) {
    super(scope, plan);
    const { props, settings: { platform } } = plan;
    setSource(this, props.source);
    const namespace = new PlatformNamespace(this, 'namespace', { platform, name: 'ndc-exchange', part: 'exchange', podSecurity: 'restricted', source: props.source, network: { closed: true, everyPodReaches: props.everyPodReaches } });
    const podLabels = { [`${platform.labelDomain}/exchange`]: 'gateway' };
    const metadata = { namespace: namespace.name, name: 'gateway', labels: podLabels };
    new ServiceAccountV1(namespace, 'gateway', { metadata, automountServiceAccountToken: false, dependsOn: [...namespace.ready] });
    new ServiceV1(namespace, 'service', {
      metadata,
      spec: { type: 'ClusterIP', selector: podLabels, port: [{ name: 'https', port: httpsPort.port, targetPort: String(exchangePort.port), protocol: 'TCP' }], ipFamilyPolicy: 'PreferDualStack' },
      waitForLoadBalancer: false,
      dependsOn: [...namespace.ready],
    });
    const outward = props.platforms.map((target): Flow => ({ peer: { kind: 'addresses', cidrs: target.cidrs }, ports: [httpsPort] }));
    new FlowPolicy(namespace, 'flows', {
      namespace,
      name: 'flows-gateway',
      source: props.source,
      podLabels,
      ingress: [{ peer: { kind: 'labelled-namespaces', label: `${platform.labelDomain}/system` }, ports: [exchangePort] }],
      egress: outward,
    });
  }
}

export function planExchange(planner: Planner, cluster: Entry<'cluster'>, dependsOn: readonly string[]): ExchangePlan {
  const { estate } = planner;
  const platforms = decisions(estate).filter(({ system }) => system.data.kind === 'exchange').map((decision) => ({
    system: decision.system.key,
    source: at(decision.system),
    cidrs: [...new Set(runsAt(estate, decision).flatMap((place) => {
      const addresses = estate.sites.get(estate.clusters.get(place.cluster)?.data.site ?? '')?.data.addresses;
      return addresses ? [addresses.ingress.v4, addresses.ingress.v6] : [];
    }))].sort(),
  })).filter(({ cidrs }) => cidrs.length > 0);
  return {
    id: stackId.exchange(cluster.id),
    kind: 'exchange',
    targetCluster: cluster.id,
    dependsOn,
    settings: planner.settings(cluster),
    props: { source: at(cluster), everyPodReaches: everyPodReaches(estate, cluster), platforms },
  };
}
