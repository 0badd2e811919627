import { levelOf, managedFamily, mostDemanding, placedOn } from '../derive/placements.ts';
import type { Check } from './check.ts';

/** Who can change a system can do to it what an intruder could: a controller has the highest level of what runs on the clusters it controls, and its flag. */
export const controllerLevel: Check = {
  code: 'controller-level',
  severity: 'error',
  title: { en: 'A controller is below the level of what it controls', vi: 'Hệ thống điều khiển có cấp độ thấp hơn hệ thống nó điều khiển' },
  run({ estate, report }) {
    return [...estate.systems.values()].flatMap((controller) => {
      const controls = controller.data.controls ?? [];
      const reached = new Set(controls.flatMap((id) => [id, ...managedFamily(estate, id).map((cluster) => cluster.id)]));
      const top = mostDemanding([...reached].flatMap((id) => placedOn(estate, id)).map(({ decision }) => decision).filter(({ system }) => system.key !== controller.key));
      if (!top) return [];
      const own = levelOf(estate, controller);
      const flag = top.critical && !own.critical && own.decided;
      if (own.level >= top.level && !flag) return [];
      const words = top.critical ? { en: `level ${top.level}, critical`, vi: `cấp độ ${top.level}, quan trọng` } : { en: `level ${top.level}`, vi: `cấp độ ${top.level}` };
      return [report(controller, own.level < top.level ? '/level/requested' : '/controls', {
        message: { en: `${controller.key} has level ${own.level}${own.critical ? ', critical' : ''}, but can change ${top.system.key} (${words.en})`, vi: `${controller.key} thuộc cấp độ ${own.level}${own.critical ? ', quan trọng' : ''}, nhưng có thể thay đổi ${top.system.key} (${words.vi})` },
        hint: { en: own.level < top.level ? `request and grant level ${top.level}${top.critical ? ' and critical' : ''}` : 'grant it as critical', vi: own.level < top.level ? `đề xuất và cấp cấp độ ${top.level}${top.critical ? ' cùng cờ critical' : ''}` : 'cấp cờ critical cho hệ thống' } })];
    });
  },
};
