import { registerEnumType } from 'type-graphql';

export enum FeedLayout {
  LIST = 'LIST',
  COMPACT = 'COMPACT',
}

registerEnumType(FeedLayout, {
  name: 'PartnerFeedLayout',
  description: 'How the widget arranges events.',
  valuesConfig: {
    LIST: { description: 'One below the other, each with its summary.' },
    COMPACT: { description: 'A line for each.' },
  },
});

export enum FeedAppearance {
  AUTO = 'AUTO',
  LIGHT = 'LIGHT',
  DARK = 'DARK',
}

registerEnumType(FeedAppearance, {
  name: 'PartnerFeedAppearance',
  description: 'Whether the widget is light or dark.',
  valuesConfig: {
    AUTO: { description: 'As the reader has set it for all pages.' },
    LIGHT: { description: 'Dark words on light ground.' },
    DARK: { description: 'Light words on dark ground.' },
  },
});
