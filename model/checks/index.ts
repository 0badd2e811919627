/** The list of all checks. The order has no meaning: findings are sorted. */
import type { AnyCheck } from './check.ts';

/** Names, references, addresses, agreements, grants. */
const references: readonly AnyCheck[] = [
];

/** Placement, capacity, levels, backup, networks, limits, protection, controllers, devices. */
const operation: readonly AnyCheck[] = [
];

export const checks: readonly AnyCheck[] = [...references, ...operation];
