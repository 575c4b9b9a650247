import type { Sentence } from '../../foundation/errors.js';
import { firstFew } from '../../foundation/text.js';

interface Words {
  readonly name: string;
  readonly by: string | null;
}

const again: Sentence = {
  en: 'look at "publishPlan" again, and publish with its new fingerprint.',
  'zh-Hant': '請重新查看「publishPlan」，並以新的「fingerprint」發布。',
};

const latest = ({ by }: Words): Sentence => ({
  en: by ? ` (last changed by ${by})` : '',
  'zh-Hant': by ? `（最後由 ${by} 修改）` : '',
});

/** How a publication differs from its plan. */
export const fingerprintSentences = {
  hasChanged: (
    { name, by }: Words,
    version: number,
    changes: readonly { readonly path: string; readonly by: string }[],
  ): Sentence => {
    const places = firstFew([...new Set(changes.map(({ path }) => path))]);
    const who = [...new Set(changes.map((each) => each.by))];
    return {
      en: `"${name}" has changed since the plan: it is version ${version} now, by ${who.join(' and ') || (by ?? 'somebody')}${places ? ` (${places})` : ''}; ${again.en}`,
      'zh-Hant': `「${name}」在計劃之後曾由 ${who.join('、') || (by ?? '其他人')} 修改${places ? `（${places}）` : ''}，現為第 ${version} 版；${again['zh-Hant']}`,
    };
  },
  isMore: (words: Words): Sentence => ({
    en: `"${words.name}" would be published, too, and was not in the plan${latest(words).en}; ${again.en}`,
    'zh-Hant': `「${words.name}」也會發布，但不在計劃之內${latest(words)['zh-Hant']}；${again['zh-Hant']}`,
  }),
  isLess: (words: Words): Sentence => ({
    en: `"${words.name}" was in the plan and would not be published any more${latest(words).en}; ${again.en}`,
    'zh-Hant': `「${words.name}」在計劃之內，但不會再發布${latest(words)['zh-Hant']}；${again['zh-Hant']}`,
  }),
  isWithdrawn: ({ name, by }: Words): Sentence => ({
    en: `"${name}" was in the plan and has been taken out by ${by ?? 'somebody'}; ${again.en}`,
    'zh-Hant': `「${name}」在計劃之內，但已由 ${by ?? '其他人'} 撤回；${again['zh-Hant']}`,
  }),
  isInOtherLanguages: (words: Words): Sentence => ({
    en: `"${words.name}" would be published in other languages than in the plan; ${again.en}`,
    'zh-Hant': `「${words.name}」發布的語言與計劃不同；${again['zh-Hant']}`,
  }),
  isDeleted: ({ name, by }: Words): Sentence => ({
    en: `"${name}" was in the plan and has been deleted by ${by ?? 'somebody'}; ${again.en}`,
    'zh-Hant': `「${name}」在計劃之內，但已由 ${by ?? '其他人'} 刪除；${again['zh-Hant']}`,
  }),
  isGone: {
    en: `Something that was in the plan is not there any more; ${again.en}`,
    'zh-Hant': `計劃內有一項內容已不存在；${again['zh-Hant']}`,
  } as Sentence,
  isNone: {
    en: 'It is no fingerprint of a plan, or one of another version of the program; read "fingerprint" of "publishPlan".',
    'zh-Hant': '這不是計劃的「fingerprint」，或屬於另一版本的系統；請從「publishPlan」重新讀取。',
  } as Sentence,
  isForPublishing: {
    en: '"expectedFingerprint" is for publishing; leave it out.',
    'zh-Hant': '「expectedFingerprint」只適用於發布；請勿填寫。',
  } as Sentence,
} as const;
