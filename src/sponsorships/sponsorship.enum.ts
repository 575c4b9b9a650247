import { labelledEnum } from '../content/language/labels.js';

export const SponsorshipType = labelledEnum('SponsorshipType', 'How an organisation backs something.', {
  FUNDED: {
    means: 'Pays for it from a funding programme.',
    en: 'Funded by',
    'zh-Hant': '資助',
    'zh-Hans': '资助',
  },
  SPONSORED: { means: 'Sponsors it.', en: 'Sponsored by', 'zh-Hant': '贊助', 'zh-Hans': '赞助' },
  IN_KIND: {
    means: 'Gives goods or services.',
    en: 'Supported in kind by',
    'zh-Hant': '實物贊助',
    'zh-Hans': '实物赞助',
  },
  SUPPORTED: {
    means: 'Supports it without paying.',
    en: 'Supported by',
    'zh-Hant': '支持',
    'zh-Hans': '支持',
  },
});

export type SponsorshipType = keyof typeof SponsorshipType;
