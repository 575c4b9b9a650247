import type { Sentence } from '../../foundation/errors.js';
import { firstFew, listed } from '../../foundation/text.js';

interface PlannedChange {
  readonly name: string;
  readonly by: string | null;
}

const again: Sentence = {
  en: 'read "publishPlan" again, and publish with its new fingerprint.',
  'zh-Hant': '請重新查看「publishPlan」，並以新的「fingerprint」發布。',
};

const latest = ({ by }: PlannedChange): Sentence => ({
  en: by ? ` (last changed by ${by})` : '',
  'zh-Hant': by ? `（最後由 ${by} 修改）` : '',
});

/** How a publication differs from its plan. */
export const fingerprintSentences = {
  hasChanged: (
    { name, by }: PlannedChange,
    version: number,
    changes: readonly { readonly path: string; readonly by: string }[],
  ): Sentence => {
    const places = firstFew([...new Set(changes.map(({ path }) => path))]);
    const who = [...new Set(changes.map((each) => each.by))];
    return {
      en: `"${name}" has changed since the plan: ${listed(who) || (by ?? 'somebody')} saved version ${version}${changes.length > 0 ? ` (${places.en})` : ''}; ${again.en}`,
      'zh-Hant': `「${name}」在計劃之後曾由 ${who.join('、') || (by ?? '其他人')} 修改${changes.length > 0 ? `（${places['zh-Hant']}）` : ''}，現為第 ${version} 版；${again['zh-Hant']}`,
    };
  },
  isMore: (change: PlannedChange): Sentence => ({
    en: `"${change.name}" would be published, too, but is not in the plan${latest(change).en}; ${again.en}`,
    'zh-Hant': `「${change.name}」也會發布，但不在計劃之內${latest(change)['zh-Hant']}；${again['zh-Hant']}`,
  }),
  isLess: (change: PlannedChange): Sentence => ({
    en: `"${change.name}" is in the plan, but would not be published any more${latest(change).en}; ${again.en}`,
    'zh-Hant': `「${change.name}」在計劃之內，但不會再發布${latest(change)['zh-Hant']}；${again['zh-Hant']}`,
  }),
  isWithdrawn: ({ name, by }: PlannedChange): Sentence => ({
    en: `"${name}" is in the plan, but ${by ?? 'somebody'} has unpublished it; ${again.en}`,
    'zh-Hant': `「${name}」在計劃之內，但已由 ${by ?? '其他人'} 撤回；${again['zh-Hant']}`,
  }),
  isInOtherLanguages: (change: PlannedChange): Sentence => ({
    en: `"${change.name}" would be published in other languages than planned; ${again.en}`,
    'zh-Hant': `「${change.name}」發布的語言與計劃不同；${again['zh-Hant']}`,
  }),
  isDeleted: ({ name, by }: PlannedChange): Sentence => ({
    en: `"${name}" is in the plan, but ${by ?? 'somebody'} has deleted it; ${again.en}`,
    'zh-Hant': `「${name}」在計劃之內，但已由 ${by ?? '其他人'} 刪除；${again['zh-Hant']}`,
  }),
  isGone: {
    en: `An object of the plan does not exist any more; ${again.en}`,
    'zh-Hant': `計劃內有一項內容已不存在；${again['zh-Hant']}`,
  } as Sentence,
  isNone: {
    en: 'This is not the fingerprint of a plan, or is one of another version of the program; read "fingerprint" of "publishPlan".',
    'zh-Hant': '這不是計劃的「fingerprint」，或屬於另一版本的系統；請從「publishPlan」重新讀取。',
  } as Sentence,
  isForPublishing: {
    en: '"expectedFingerprint" is for publishing; leave it out.',
    'zh-Hant': '「expectedFingerprint」只適用於發布；請勿填寫。',
  } as Sentence,
} as const;
