/** Agreements that no traffic can follow: the provider has nothing that the exchange could ask. */
import { agreements, inForce, type Agreement } from '../model/derive/agreements.ts';
import type { Estate } from '../model/estate.ts';

/**
 * An agreement flows when the consumer's component connects to the channel, and the provider either has an entry for the specialized network that
 * leads to a listener, or a component that connects to the channel itself and answers there.
 * @returns agreements of each offer that nothing can follow, by the offer's key
 */
export function agreementsWithoutListener(estate: Estate): ReadonlyMap<string, readonly Agreement[]> {
  const found = agreements(estate).filter((agreement) => {
    const { channel } = agreement.offer.data;
    const provider = estate.systems.get(agreement.provider)!.data;
    const listens = provider.entries.some(({ from, component, listener }) => from === 'tslcd' && provider.components.some(({ id, listeners }) => id === component && listeners.some((one) => one.id === listener)));
    const connects = provider.components.some((component) => component.connects.some((connection) => connection.to === 'exchange' && connection.exchange === channel));
    return inForce(estate, agreement) && !listens && !connects;
  });
  return Map.groupBy(found, ({ offer }) => offer.key);
}
