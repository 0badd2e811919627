import { enclaveOf } from '../derive/enclave.ts';
import { basis, isolationLevel, word } from '../derive/law.ts';
import { activeDecisions } from '../derive/placements.ts';
import { distinctSites } from '../derive/sites.ts';
import { device } from '../schema/site.ts';
import { missingFact, type Check } from './check.ts';

/** Where law asks for physically separate main network devices, each site of the system has one of every kind that serves it and its enclave alone. */
export const apartDevices: Check = {
  code: 'apart-devices',
  severity: 'error',
  title: { en: 'Main network devices are not the system’s own', vi: 'Thiết bị mạng chính không phải của riêng hệ thống' },
  run({ estate, report }) {
    const devices = [...estate.devices.values()];
    return activeDecisions(estate).flatMap((decision) => {
      const { key, data: { regime } } = decision.system;
      const { rule } = word(estate, { regime, level: isolationLevel(decision), key: 'hosted_isolation_main_network_devices' });
      if (rule?.value !== 'physical') return [];
      const own = enclaveOf(estate, key).systems;
      return distinctSites(estate, decision).flatMap(({ site, pointer }) => {
        const here = devices.filter(({ data: { site: at, serves } }) => at === site.id && serves.scope === 'systems' && serves.systems.includes(key));
        const shared = here.flatMap((one) => {
          const { serves } = one.data;
          const others = serves.scope === 'systems' ? serves.systems.filter((system) => system !== key && !own.has(system)) : [];
          return others.length === 0 ? [] : [report(one, '/serves/systems', {
            message: { en: `${one.id} serves ${key}, which needs devices of its own (${basis(rule).en}), and also ${others.join(', ')}`, vi: `${one.id} phục vụ ${key}, hệ thống phải có thiết bị riêng (${basis(rule).vi}), và cả ${others.join(', ')}` },
            hint: { en: 'describe one device for each system', vi: 'khai báo thiết bị riêng cho từng hệ thống' } })];
        });
        const missing = device.shape.kind.options.filter((kind) => !here.some(({ data }) => data.kind === kind));
        return missing.length === 0 ? shared : [...shared, report(decision.grant, pointer, { ...missingFact(decision.state),
          message: { en: `${key} needs main network devices of its own at ${site.id} (${basis(rule).en}); not described: ${missing.join(', ')}`, vi: `${key} phải có thiết bị mạng chính riêng tại ${site.id} (${basis(rule).vi}); chưa khai báo: ${missing.join(', ')}` },
          hint: { en: `add them below sites/${site.id}/devices with serves: {scope: systems, systems: [${key}]}`, vi: `bổ sung trong sites/${site.id}/devices với serves: {scope: systems, systems: [${key}]}` } })];
      });
    });
  },
};
