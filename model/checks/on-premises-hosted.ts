import { activeDecisions } from '../derive/placements.ts';
import type { Check } from './check.ts';

/** A tenant with a network of its own is connected through the exchange alone: none of its systems is placed here. */
export const onPremisesHosted: Check = {
  code: 'on-premises-hosted',
  severity: 'error',
  title: { en: 'A system of an on-premises tenant is placed here', vi: 'Hệ thống của bên thuê tự vận hành được đặt tại đây' },
  run: ({ estate, report }) => activeDecisions(estate).filter(({ grant }) => estate.tenants.get(grant.data.tenant)?.data.class === 'on-premises').map(({ grant, index, system, placement }) => report(grant, `/systems/${index}/system`, {
    message: { en: `${system.key} is placed on ${placement.cluster}, but ${grant.data.tenant} keeps its systems on premises`, vi: `${system.key} được đặt trên ${placement.cluster}, nhưng ${grant.data.tenant} tự vận hành hệ thống tại chỗ` },
    hint: { en: 'remove it from the grant, or make the tenant class hosted', vi: 'bỏ khỏi quyết định cấp, hoặc đổi class của bên thuê thành hosted' } })),
};
