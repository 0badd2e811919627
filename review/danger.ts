/** Changes that may lose what cannot be made again: shown before everything else. */
import type { Text } from '../model/finding.ts';
import { pathKeys } from './attributes.ts';
import type { Contents, ObjectChange } from './change.ts';
import { keepAnnotation, lossOf } from './kinds.ts';
import { forcedDanger, switchChange } from './switch-over.ts';

/** What may be lost by a change; undefined when nothing of lasting value is. */
export function dangerOf(change: Pick<ObjectChange, 'action' | 'apiVersion' | 'kind' | 'attributes' | 'release'>, contents: Contents): Text | undefined {
  const loss = lossOf(change);
  if (!loss) return undefined;
  if (change.action === 'destroyed') {
    if (change.release !== '' && keeps(contents.before?.())) {
      return { vi: `bản cài bỏ đối tượng này nhưng chú thích ${keepAnnotation} giữ lại: đối tượng tiếp tục chạy mà không ai quản lý`, en: `its release drops it while ${keepAnnotation} keeps it: it goes on running and nothing manages it` };
    }
    return loss;
  }
  if (change.action === 'replaced') return { vi: `chỉ thay được bằng cách xóa và tạo lại: ${loss.vi}`, en: `it can only be deleted and made again: ${loss.en}` };
  if (change.kind === 'Cluster' && switchChange(contents.before?.() ?? {}, contents.after?.() ?? {}) === 'forced') return forcedDanger;
  const guard = change.attributes.find(({ path, before }) => before === 'keep' && pathKeys(path).at(-1) === keepAnnotation);
  if (guard) return { vi: `bỏ chú thích ${keepAnnotation}: lần thay đổi sau có thể xóa đối tượng; ${loss.vi}`, en: `the guard ${keepAnnotation} is removed: the next change can delete it; ${loss.en}` };
  return undefined;
}

function keeps(object: Record<string, unknown> | undefined): boolean {
  const metadata = object?.['metadata'] as { annotations?: Record<string, unknown> } | undefined;
  return metadata?.annotations?.[keepAnnotation] === 'keep';
}
