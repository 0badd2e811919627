/** Words of simulations, in both languages; shared by the terminal and the pages. */
import type { Resource } from '../model/derive/capacity.ts';
import type { Absence } from '../model/derive/site-loss.ts';
import type { Text } from '../model/finding.ts';
import { formatSeconds, parseSeconds } from '../model/units.ts';
import type { Dependency, EntryLoss, LinkLoss, Use } from './link-loss.ts';
import type { Kept, Objectives, Reached } from './reached.ts';
import type { Fate, SiteLoss } from './site-loss.ts';

export const fateWords: Readonly<Record<Fate, Text>> = {
  moves: { vi: 'chuyển sang bản dự phòng', en: 'moves to its copy' },
  backup: { vi: 'ngừng; chỉ còn bản sao lưu', en: 'down; backups are kept' },
  lost: { vi: 'ngừng; không còn gì ở nơi khác', en: 'down; nothing is kept elsewhere' },
  'copy-lost': { vi: 'vẫn chạy; mất bản dự phòng', en: 'runs on; its copy is lost' },
};

export const absenceWords: Readonly<Record<Absence, Text>> = {
  none: { vi: 'chưa được cấp trung tâm thứ hai', en: 'no second site is granted' },
  'same-site': { vi: 'bản dự phòng đặt cùng trung tâm', en: 'its copy stands at the same site' },
  planned: { vi: 'trung tâm thứ hai mới chỉ được quy hoạch, không được tính', en: 'its second site is only planned and does not count' },
};

export const keptWords: Readonly<Record<Kept, Text>> = {
  kept: { vi: 'giữ được cam kết', en: 'promise kept' },
  missed: { vi: 'không đạt cam kết', en: 'promise missed' },
  unknown: { vi: 'chưa xác định', en: 'unknown' },
  'nothing-promised': { vi: 'không cam kết', en: 'nothing promised' },
};

const states: Readonly<Record<Exclude<Reached['state'], 'measured'>, Text>> = {
  unknown: { vi: 'chưa rõ', en: 'unknown' },
  expired: { vi: 'minh chứng hết hạn', en: 'evidence expired' },
  failed: { vi: 'diễn tập không đạt', en: 'exercise failed' },
};

export const useWords: Readonly<Record<Use, Text>> = {
  'internet-abroad': { vi: 'Internet, hướng quốc tế', en: 'Internet, abroad' },
  'internet-inside': { vi: 'Internet trong nước và VNIX', en: 'Internet in the country and VNIX' },
  tslcd: { vi: 'mạng truyền số liệu chuyên dùng', en: 'specialized data network (TSLCD)' },
  'site-link': { vi: 'kênh riêng tới trung tâm', en: 'private link to site' },
};

export const callerWords: Readonly<Record<EntryLoss['callers'], Text>> = {
  abroad: { vi: 'chỉ người gọi ở nước ngoài', en: 'callers abroad alone' },
  all: { vi: 'mọi người gọi', en: 'every caller' },
  unknown: { vi: 'chưa xác định: danh mục không ghi cán bộ vào qua mạng nào', en: 'unknown: the catalog does not say by which network staff comes' },
};

export const dependencyWords: Readonly<Record<Dependency['what'], Text>> = {
  registry: { vi: 'kho ảnh và chart', en: 'registry of images and charts' },
  time: { vi: 'máy chủ thời gian', en: 'time server' },
  'state-store': { vi: 'kho trạng thái Terraform', en: 'store of Terraform states' },
  partner: { vi: 'đối tác', en: 'partner' },
};

export const insideWords = (inside: Dependency['inside']): Text => (inside === 'unknown'
  ? { vi: 'chưa rõ', en: 'unknown' } : inside ? { vi: 'trong nước', en: 'in the country' } : { vi: 'ngoài nước', en: 'abroad' });

export const resourceWords: Readonly<Record<Resource, Text>> = {
  cpu: { vi: 'lõi CPU', en: 'cores' },
  memory: { vi: 'bộ nhớ', en: 'memory' },
  storage: { vi: 'lưu trữ', en: 'storage' },
  pods: { vi: 'pod', en: 'pods' },
};

const unitWords: Readonly<Record<string, string>> = { d: 'ngày', h: 'giờ', m: 'phút', s: 'giây' };

/** `5 phút`, `5m`. @param seconds whole seconds */
export function durationText(seconds: number): Text {
  const en = formatSeconds(seconds);
  return { vi: `${en.slice(0, -1)} ${unitWords[en.at(-1)!]!}`, en };
}

/** `12 s`, or why there is no figure. */
export function reachedText({ state, seconds }: Reached): Text {
  if (state !== 'measured') return states[state];
  return durationText(Math.ceil(seconds ?? 0));
}

/** `RPO 5m, RTO 4h`; what is promised, or that nothing is. */
export function promisedText(promised: Objectives<string> | null): Text {
  if (promised === null) return { vi: 'không cam kết', en: 'nothing promised' };
  const [rpo, rto] = [durationText(parseSeconds(promised.rpo) ?? 0), durationText(parseSeconds(promised.rto) ?? 0)];
  return { vi: `RPO ${rpo.vi}, RTO ${rto.vi}`, en: `RPO ${rpo.en}, RTO ${rto.en}` };
}

export function reachedPair({ rpo, rto }: Objectives<Reached>): Text {
  const say = (language: keyof Text) => (rpo.state === 'unknown' && rto.state === 'unknown' ? states.unknown[language] : `RPO ${reachedText(rpo)[language]}, RTO ${reachedText(rto)[language]}`);
  return { vi: say('vi'), en: say('en') };
}

/** What the settings alone say about lost commits; never a measurement. */
export function derivedText(seconds: number | null): Text {
  if (seconds === null) return { vi: '–', en: '–' };
  const shown = durationText(seconds);
  return { vi: `≤ ${shown.vi} + thời gian truyền`, en: `≤ ${shown.en} + transfer` };
}

export const derivedNote: Text = {
  vi: 'Suy ra từ thiết lập, không phải đo: một đoạn WAL chờ tối đa walArchiveTimeout rồi mới rời trung tâm; thời gian truyền chưa đo.',
  en: 'Derived from settings, not measured: a WAL segment waits at most walArchiveTimeout before it leaves the site; the time of transfer is not measured.',
};

export const reachedNote: Text = {
  vi: 'Mức đạt được chỉ lấy từ minh chứng diễn tập còn hiệu lực; chưa có minh chứng thì ghi là chưa rõ, không ước tính.',
  en: 'What is reached comes from valid evidence of exercises alone; without evidence it is unknown, never estimated.',
};

/** What a system waits for beside the controllers, which all others wait for. */
export function beyondControllers(after: readonly string[], { order }: Pick<SiteLoss, 'order'>): string[] {
  return after.filter((key) => order.find(({ system }) => system === key)?.kind !== 'controller');
}

/** The one sentence a decision is taken by. */
export function siteVerdict({ site, notSurviving, recovery, databases, systems, untouched }: SiteLoss): { readonly tone: 'good' | 'bad' | 'unknown'; readonly title: Text; readonly text: Text } {
  const count = (fate: Fate) => systems.filter((one) => one.fate === fate).length;
  if (site.status === 'planned') {
    return { tone: 'unknown', title: { vi: `${site.id} mới chỉ được quy hoạch: không có gì để mất`, en: `${site.id} is only planned: there is nothing to lose` }, text: { vi: `Không hệ thống nào được tính là chạy tại đây; ${untouched} hệ thống không bị ảnh hưởng.`, en: `No system counts as running there; ${untouched} systems are untouched.` } };
  }
  const full = recovery.filter(({ hasRoom }) => !hasRoom).map(({ cluster }) => cluster);
  const must = databases.filter(({ mustSurvive }) => mustSurvive).length;
  const text: Text = {
    vi: `${count('moves')} hệ thống chuyển sang nơi khác, ${count('backup')} ngừng và chỉ còn bản sao lưu, ${count('lost')} ngừng và không còn gì ở nơi khác, ${count('copy-lost')} mất bản dự phòng, ${untouched} không bị ảnh hưởng.`,
    en: `${count('moves')} systems move, ${count('backup')} are down with backups kept elsewhere, ${count('lost')} are down with nothing kept elsewhere, ${count('copy-lost')} lose their copy, ${untouched} are untouched.`,
  };
  if (notSurviving.length === 0 && full.length === 0) {
    return { tone: 'good', text, title: must === 0
      ? { vi: 'Không có cơ sở dữ liệu quốc gia cấp độ 4 trở lên tại đây', en: 'No national database of level 4 or above stands here' }
      : { vi: `Mọi cơ sở dữ liệu quốc gia cấp độ 4 trở lên tại đây đều trụ được (${must})`, en: `Every national database of level 4 or above here survives (${must})` } };
  }
  const short: Text = full.length === 0 ? { vi: '', en: '' } : { vi: `; không đủ chỗ tại ${full.join(', ')}`, en: `; no room at ${full.join(', ')}` };
  return { tone: 'bad', text, title: notSurviving.length === 0
    ? { vi: `Không đủ chỗ tại ${full.join(', ')}`, en: `No room at ${full.join(', ')}` }
    : { vi: `Cơ sở dữ liệu quốc gia không trụ được: ${notSurviving.join(', ')}${short.vi}`, en: `National databases that do not survive: ${notSurviving.join(', ')}${short.en}` } };
}

/** What a caller named, in words: traffic abroad, a kind of channel; a single channel keeps its name. */
export function linkText(link: string): Text {
  return link === 'international' ? { vi: 'mọi hướng quốc tế', en: 'all traffic abroad' }
    : link === 'site-link' ? { vi: 'mọi kênh riêng giữa các trung tâm', en: 'all private links between sites' }
      : link === 'tslcd' ? { vi: 'mọi kênh mạng truyền số liệu chuyên dùng', en: 'all channels of the specialized data network' }
        : link === 'internet' ? { vi: 'mọi kênh Internet của nhà mạng', en: 'all carriers’ Internet channels' }
          : link === 'vnix' ? { vi: 'mọi kênh VNIX', en: 'all channels to VNIX' } : { vi: `kênh ${link}`, en: `channel ${link}` };
}

export function linkVerdict({ ok, link, entries, replication, dependencies, systems, databases }: LinkLoss): { readonly tone: 'good' | 'bad'; readonly title: Text; readonly text: Text } {
  const name = linkText(link);
  const abroad = dependencies.filter(({ inside }) => inside !== true).length;
  const text: Text = {
    vi: `${systems} hệ thống và ${databases} cơ sở dữ liệu vẫn ở nguyên chỗ; ${entries.length} cổng vào mất một phần hoặc toàn bộ người gọi.`,
    en: `${systems} systems and ${databases} databases stay where they are; ${entries.length} entries lose some or all of their callers.`,
  };
  if (ok) return { tone: 'good', text, title: { vi: `Mất ${name.vi}: theo danh mục, mọi hệ thống vẫn chạy và không bản sao nào chậm lại`, en: `Without ${name.en}: by the catalog every system runs on and no copy falls behind` } };
  return { tone: 'bad', text, title: replication.length > 0
    ? { vi: `Mất ${name.vi}: bản sao của ${replication.length} cơ sở dữ liệu ngừng cập nhật`, en: `Without ${name.en}: the copies of ${replication.length} databases fall behind` }
    : { vi: `Mất ${name.vi}: ${abroad} tên máy chủ ở ngoài nước hoặc chưa rõ nơi đặt`, en: `Without ${name.en}: ${abroad} host names stand abroad or at an unknown place` } };
}
