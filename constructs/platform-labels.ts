/** Labels that zone policies, admission policies and people select on. Only the platform may write them. */
import { createHash } from 'node:crypto';

export type Zone = 'edge' | 'app' | 'data' | 'mgmt';

/** What a namespace of a system is. */
export interface ZoneIdentity {
  readonly tenant: string;
  readonly system: string;
  readonly zone: Zone;
  readonly subzone: string;
  /** Security level, 1 to 5. */
  readonly level: number;
  /**
   * Node pool whose taint its pods may tolerate.
   * @default - none: no pod of the namespace reaches a pool
   */
  readonly pool?: string;
}

/** Settings of the platform that every construct of a tenant needs. */
export interface PlatformSettings {
  /** Domain of labels and annotations, e.g. `ndc.internal`. */
  readonly labelDomain: string;
  /** Version the Pod Security standard is pinned to, e.g. `v1.36`. */
  readonly podSecurityVersion: string;
  /** Prefix of every image, e.g. `registry.ndc.internal/images`. */
  readonly imagePrefix: string;
}

export function zoneLabels(platform: PlatformSettings, identity: ZoneIdentity): Record<string, string> {
  const domain = platform.labelDomain;
  return {
    [`${domain}/tenant`]: identity.tenant,
    [`${domain}/system`]: identity.system,
    [`${domain}/zone`]: identity.zone,
    [`${domain}/subzone`]: identity.subzone,
    [`${domain}/level`]: String(identity.level),
    ...(identity.pool === undefined ? {} : { [`${domain}/pool`]: identity.pool }),
    ...Object.fromEntries(tenantMarks(identity.tenant).map((mark, position) => [`${domain}/mark-${position}`, mark])),
  };
}

/** Positions of a tenant's marks; the guard rails have a policy for each position and hexadecimal digit. */
export const markPositions = 8;
/** Values of a mark. */
export const markValues = Array.from('0123456789abcdef');

/**
 * Marks that tell tenants apart: no selector can say "of the same tenant", so the guard rails deny traffic between namespaces that differ in a mark.
 * Hexadecimal digits of a hash of the id: a new tenant changes nobody's marks. Two tenants with the same marks would not be kept apart, so planning refuses them.
 */
export function tenantMarks(tenant: string): string[] {
  return Array.from(createHash('sha256').update(tenant).digest('hex').slice(0, markPositions));
}

/** Label of a component's pods; written by the platform's admission, selected by matrix policies. */
export function componentLabel(platform: PlatformSettings): string {
  return `${platform.labelDomain}/component`;
}

/** Labels of namespaces of the platform itself, such as operators. */
export function platformLabels(platform: PlatformSettings, part: string): Record<string, string> {
  return { [`${platform.labelDomain}/platform`]: part };
}
