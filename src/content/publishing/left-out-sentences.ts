import type { Sentence } from '../../foundation/errors.js';
import { sentences } from '../contract/sentences.js';
import type { Contribution } from './assessment.js';
import type { LeftOutReason } from './publish-choice.js';

interface About {
  readonly locales: readonly string[] | null;
  readonly changedBy: readonly Contribution[];
  readonly withdrawnBy: Contribution | null;
}

/** Explains why an object is left out, and how to publish it. */
export function leftOutSentences(reason: LeftOutReason, about: About): Sentence {
  return reasons[reason](about);
}

/** `withContents` replaces the default selection. */
const giveAll = {
  en: 'list it in "withContents", together with everything else to publish along: contents of an issue that are not listed are left out.',
  zh: '請在「withContents」列出此內容及所有要一併發布的內容；該期未列出的內容不會發布。',
};

const reasons: Readonly<Record<LeftOutReason, (about: About) => Sentence>> = {
  UNCHANGED: () => ({
    en: 'Draft and published version are the same, so there is nothing to publish.',
    'zh-Hant': '公眾看到的內容與草稿相同，無須發布。',
  }),
  NOT_CHOSEN: () => ({
    en: 'It was not selected; to publish it, too, add it to "withContents".',
    'zh-Hant': '未選取此內容；如要一併發布，請把它加入「withContents」。',
  }),
  CHANGED_BY_OTHERS: ({ changedBy }) => ({
    en: `${namesIn(changedBy, 'Somebody else')} changed it after it was published; to publish the changes, too, ${giveAll.en}`,
    'zh-Hant': `${namesIn(changedBy, '其他人', '、')}在發布後修改過此內容；如要一併發布有關修改，${giveAll.zh}`,
  }),
  WITHDRAWN: ({ locales, withdrawnBy }) => {
    const who = withdrawnBy?.name;
    return locales
      ? {
          en: `Its text in ${locales.join(', ')} was unpublished${who ? ` by ${who}` : ''} and stays so; to publish it again, ${giveAll.en}`,
          'zh-Hant': `其 ${locales.join('、')} 文字已${who ? `由 ${who} ` : ''}撤回，維持不公開；如要重新發布，${giveAll.zh}`,
        }
      : {
          en: `It was unpublished${who ? ` by ${who}` : ''} and stays so; to publish it again, ${giveAll.en}`,
          'zh-Hant': `此內容已${who ? `由 ${who} ` : ''}撤回，維持不公開；如要重新發布，${giveAll.zh}`,
        };
  },
  REFERRED_TO: () => ({
    en: `It is not public and only referred to; to publish it, too, ${giveAll.en}`,
    'zh-Hant': `此內容尚未公開，只被引用；如要一併發布，${giveAll.zh}`,
  }),
  NO_WORDS: ({ locales }) => sentences.hasNoText(locales ?? []),
};

function namesIn(contributions: readonly Contribution[], nobody: string, separator = ', '): string {
  return contributions.length > 0 ? contributions.map(({ name }) => name).join(separator) : nobody;
}
