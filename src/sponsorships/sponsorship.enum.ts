import { describeEnum } from '../content/localization/labels.js';

export enum SponsorshipType {
  FUNDED = 'FUNDED',
  SPONSORED = 'SPONSORED',
  IN_KIND = 'IN_KIND',
  SUPPORTED = 'SUPPORTED',
}

export const sponsorshipTypeLabels = describeEnum(
  SponsorshipType,
  'SponsorshipType',
  'How an organisation backs something.',
  {
    FUNDED: ['Pays for it from a funding programme.', 'Funded by', '資助', '资助'],
    SPONSORED: ['Sponsors it.', 'Sponsored by', '贊助', '赞助'],
    IN_KIND: ['Gives goods or services.', 'Supported in kind by', '實物贊助', '实物赞助'],
    SUPPORTED: ['Supports it without paying.', 'Supported by', '支持', '支持'],
  },
);
