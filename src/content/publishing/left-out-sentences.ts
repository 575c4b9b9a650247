import type { Sentence } from '../../foundation/errors.js';
import { sentences } from '../contract/sentences.js';
import type { Contribution } from './assessment.js';
import type { LeftOutReason } from './publish-choice.js';

interface About {
  readonly locales: readonly string[] | null;
  readonly changedBy: readonly Contribution[];
  readonly withdrawnBy: Contribution | null;
}

/** Says why an object stays as it is, and what to do where that is not wanted. */
export function leftOutSentences(reason: LeftOutReason, about: About): Sentence {
  return reasons[reason](about);
}

/** The list takes the place of what goes along by itself. */
const giveAll = {
  en: 'list it in "withContents" together with everything else that is to go along: what an issue contains and the list does not name is left out.',
  zh: '請在「withContents」列出此內容及所有要一併發布的內容；未列出的期內內容不會發布。',
};

const reasons: Readonly<Record<LeftOutReason, (about: About) => Sentence>> = {
  UNCHANGED: () => ({
    en: 'The public sees it just like this already, so there was nothing to publish.',
    'zh-Hant': '公眾看到的內容與草稿相同，無須發布。',
  }),
  NOT_CHOSEN: () => ({
    en: 'It was not chosen; to publish it, too, add it to "withContents".',
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
          en: `Its words in ${locales.join(', ')} were taken out${who ? ` by ${who}` : ''} and stay withdrawn; to publish them again, ${giveAll.en}`,
          'zh-Hant': `其 ${locales.join('、')} 文字已${who ? `由 ${who} ` : ''}撤回，維持不公開；如要重新發布，${giveAll.zh}`,
        }
      : {
          en: `It was taken out${who ? ` by ${who}` : ''} and stays withdrawn; to publish it again, ${giveAll.en}`,
          'zh-Hant': `此內容已${who ? `由 ${who} ` : ''}撤回，維持不公開；如要重新發布，${giveAll.zh}`,
        };
  },
  REFERRED_TO: () => ({
    en: `It is not public and is only referred to; to publish it, too, ${giveAll.en}`,
    'zh-Hant': `此內容尚未公開，只被引用；如要一併發布，${giveAll.zh}`,
  }),
  NO_WORDS: ({ locales }) => sentences.hasNoWords(locales ?? []),
};

function namesIn(contributions: readonly Contribution[], nobody: string, separator = ', '): string {
  return contributions.length > 0 ? contributions.map(({ name }) => name).join(separator) : nobody;
}
