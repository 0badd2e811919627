/** Locks, targets and ages are times: a wrong clock makes all of them wrong. */
import { DrillFailure } from './failure.ts';
import { clockAhead } from './store.ts';

/** Most seconds that a clock may differ from the store's; part of `slack` in the inequality of docs/drill.md. */
export const mostSkew = 60;

/**
 * @returns seconds that this machine is ahead of the store
 * @throws DrillFailure when the clocks differ by more than {@link mostSkew}
 */
export async function sameClock(endpoint: string, now?: () => number): Promise<number> {
  const ahead = await clockAhead(endpoint, now);
  if (Math.abs(ahead) <= mostSkew) return ahead;
  throw new DrillFailure({
    en: `the clock of this machine is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} the store at ${endpoint}, and ${mostSkew} s are allowed: set the time (NTP) of whichever is wrong, then run again`,
    vi: `đồng hồ của máy này ${ahead > 0 ? 'nhanh hơn' : 'chậm hơn'} kho ${endpoint} ${Math.abs(ahead)} giây, mức cho phép là ${mostSkew} giây: hãy chỉnh giờ (NTP) của bên sai rồi chạy lại`,
  });
}
