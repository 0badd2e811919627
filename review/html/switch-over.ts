/** Switch-overs under way: which step is done, which one this review may be about, and how to see that it is done. */
import type { SwitchOver } from '../../simulate/switch-over.ts';
import { stateWords, stepWords } from '../../simulate/switch-over-text.ts';
import { badge, paragraph, section, table } from './layout.ts';
import { html, type Content } from './markup.ts';

const stateBadges = { done: 'pass', next: 'warning', later: '' } as const;

/** Nothing where none is under way. */
export function switchOverSection(plans: readonly SwitchOver[]): Content {
  if (plans.length === 0) return undefined;
  return section('switch-over', { vi: 'Chuyển vai trò đang thực hiện', en: 'Switch-overs under way' },
    paragraph({ vi: 'Mỗi bước là một thay đổi riêng; chỉ ký bước sau khi bước trước đã được chứng minh.', en: 'Each step is a change of its own; sign the next only when the one before is proved.' }, 'lead'),
    plans.map((plan) => [
      html`<h3><code>${plan.system}</code>: ${plan.from} → ${plan.to}</h3>`,
      table([{ title: { vi: 'Bước', en: 'Step' } }, { title: { vi: 'Tình trạng', en: 'State' } }, { title: { vi: 'Việc xảy ra', en: 'What happens' } }, { title: { vi: 'Cách chứng minh', en: 'How to prove it' } }],
        plan.steps.map(({ step, state, does, cluster, proof }) => [stepWords[step], badge(stateBadges[state], stateWords[state]), html`${does}<small><code>${cluster}</code></small>`, html`${proof.what}${proof.commands.map((command) => html`<small class="mono">${command}</small>`)}`])),
    ]));
}
