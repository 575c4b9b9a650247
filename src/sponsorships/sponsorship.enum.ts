import { labelledEnum } from '../content/language/labels.js';

export const SponsorshipType = labelledEnum('SponsorshipType', 'The type of a sponsorship.', {
  FUNDED: {
    means: 'Funding by a programme.',
    en: 'Funded by',
    'zh-Hant': '資助',
    'zh-Hans': '资助',
  },
  SPONSORED: { means: 'A sponsor.', en: 'Sponsored by', 'zh-Hant': '贊助', 'zh-Hans': '赞助' },
  IN_KIND: {
    means: 'Goods or services.',
    en: 'Supported in kind by',
    'zh-Hant': '實物贊助',
    'zh-Hans': '实物赞助',
  },
  SUPPORTED: {
    means: 'Support without payment.',
    en: 'Supported by',
    'zh-Hant': '支持',
    'zh-Hans': '支持',
  },
});

export type SponsorshipType = keyof typeof SponsorshipType;
