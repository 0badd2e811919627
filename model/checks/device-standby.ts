import { basis, listed, type Rule } from '../derive/law.ts';
import { runningAt } from '../derive/placements.ts';
import type { Decision } from '../derive/decisions.ts';
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import { device as deviceSchema } from '../schema/site.ts';
import { counts } from '../derive/sites.ts';
import { missingFact, type Check } from './check.ts';

/** Words of the key `redundancy` that speak of main network devices, with the standby they ask for. */
const hotWords = ['main-network-devices-hot-standby', 'network-devices-hot-standby'];

/** Main network devices are doubled as the systems behind them ask, and every kind of them is described where such systems stand. */
export const deviceStandby: Check = {
  code: 'device-standby',
  severity: 'error',
  title: { en: 'A main network device has no standby as the level asks', vi: 'Thiết bị mạng chính chưa được dự phòng theo cấp độ' },
  run({ estate, report }) {
    return [...estate.sites.values()].filter(({ data }) => counts(data)).flatMap((site) => {
      const here = [...estate.devices.values()].filter(({ data }) => data.site === site.id);
      const asking = runningAt(estate, site.id).flatMap((decision) => {
        const rule = hotRule(estate, decision);
        return rule ? [{ decision, rule }] : [];
      });
      const cold = here.filter(({ data }) => data.standby !== 'hot').flatMap((device) => {
        const served = asking.find(({ decision }) => servesSystem(device, decision));
        return !served ? [] : [report(device, '/standby', {
          message: { en: `${device.id} serves ${served.decision.system.key} of level ${served.decision.level}, which asks for hot standby (${basis(served.rule).en}), found ${device.data.standby}`, vi: `${device.id} phục vụ ${served.decision.system.key} cấp độ ${served.decision.level}, yêu cầu dự phòng nóng (${basis(served.rule).vi}), hiện là ${device.data.standby}` },
          hint: { en: 'plan a second device in hot standby', vi: 'bố trí thiết bị thứ hai dự phòng nóng' } })];
      });
      const unserved = deviceSchema.shape.kind.options.flatMap((kind) => {
        const without = asking.filter(({ decision }) => !here.some((device) => device.data.kind === kind && servesSystem(device, decision)));
        return without.length === 0 ? [] : [{ kind, without }];
      });
      // A physically separate system is the matter of apart-devices.
      const common = unserved.filter(({ without }) => without.some(({ decision }) => decision.level < 5 && !decision.critical));
      return common.length === 0 ? cold : [...cold, report(site, '', { ...missingFact(common[0]!.without[0]!.decision.state),
        message: { en: `no ${common.map(({ kind }) => kind).join(', ')} is described at ${site.id} for systems such as ${common[0]!.without[0]!.decision.system.key}: whether it is doubled is unknown`, vi: `tại ${site.id} chưa khai báo ${common.map(({ kind }) => kind).join(', ')} cho các hệ thống như ${common[0]!.without[0]!.decision.system.key}: chưa rõ có dự phòng hay không` },
        hint: { en: `describe them below sites/${site.id}/devices`, vi: `khai báo trong sites/${site.id}/devices` } })];
    });
  },
};

function hotRule(estate: Estate, { system, level }: Decision): Rule | undefined {
  return hotWords.map((word) => listed(estate, { regime: system.data.regime, level, key: 'redundancy' }, word).rule).find((rule) => rule !== undefined);
}

function servesSystem({ data: { serves } }: Entry<'device'>, { system, level }: Decision): boolean {
  return serves.scope === 'systems' ? serves.systems.includes(system.key) : serves.levels.includes(level);
}
