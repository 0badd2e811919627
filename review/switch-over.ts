/** What a change of the roles of two copies of a database means: each copy's object tells its own part. */
import type { Text } from '../model/finding.ts';

interface Replica {
  readonly self?: unknown;
  readonly primary?: unknown;
  readonly promotionToken?: unknown;
}

/** `forced`: takes writes without the token of the former primary. `finish`: the used token goes. */
export type SwitchChange = 'demote' | 'promote' | 'forced' | 'finish';

/** @returns undefined when the roles stay as they are, or the object is no copy of a distributed database */
export function switchChange(before: Record<string, unknown>, after: Record<string, unknown>): SwitchChange | undefined {
  const [old, now] = [replicaOf(before), replicaOf(after)];
  if (!old || !now) return undefined;
  const [was, is] = [old.primary === old.self, now.primary === now.self];
  if (was && !is) return 'demote';
  if (!was && is) return now.promotionToken === undefined ? 'forced' : 'promote';
  return is && old.promotionToken !== undefined && now.promotionToken === undefined ? 'finish' : undefined;
}

export const switchWords: Readonly<Record<SwitchChange, Text>> = {
  demote: { vi: 'bước 1 của chuyển vai trò: bản này ngừng nhận ghi và để lại mã bàn giao; không nơi nào nhận ghi cho đến khi bản kia được nâng vai trò', en: 'step 1 of a switch-over: this copy stops taking writes and leaves a token; nobody takes writes until the other copy is promoted' },
  promote: { vi: 'bước 2 của chuyển vai trò: bản này phát lại đến mã bàn giao rồi nhận ghi; không mất giao dịch', en: 'step 2 of a switch-over: this copy replays to the token and takes writes; no commit is lost' },
  forced: { vi: 'bản này nhận ghi mà không có mã bàn giao của bản chính cũ', en: 'this copy takes writes without the token of the former primary' },
  finish: { vi: 'bước 3 của chuyển vai trò: bỏ mã bàn giao đã dùng', en: 'step 3 of a switch-over: the used token is removed' },
};

/** What is lost when a copy is promoted without a token. */
export const forcedDanger: Text = {
  vi: 'giao dịch chưa kịp sao chép tới đây sẽ mất và bản chính cũ phải dựng lại; nếu bản chính cũ còn sống, hãy demote nó trước (ndc simulate switch-over)',
  en: 'commits that had not arrived here are lost, and the former primary must be made anew; while that one lives, demote it first (ndc simulate switch-over)',
};

function replicaOf(object: Record<string, unknown>): Replica | undefined {
  const spec = object['spec'];
  const replica = spec !== null && typeof spec === 'object' ? (spec as { replica?: unknown }).replica : undefined;
  return replica !== null && typeof replica === 'object' ? replica : undefined;
}
