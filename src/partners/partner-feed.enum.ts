import { registerEnumType } from 'type-graphql';

export enum FeedLayout {
  LIST = 'LIST',
  COMPACT = 'COMPACT',
}

registerEnumType(FeedLayout, {
  name: 'PartnerFeedLayout',
  description: 'The layout of events in the widget.',
  valuesConfig: {
    LIST: { description: 'A list with summaries.' },
    COMPACT: { description: 'One line for each event.' },
  },
});

export enum FeedAppearance {
  AUTO = 'AUTO',
  LIGHT = 'LIGHT',
  DARK = 'DARK',
}

registerEnumType(FeedAppearance, {
  name: 'PartnerFeedAppearance',
  description: 'The colour scheme of the widget.',
  valuesConfig: {
    AUTO: { description: 'The preference of the reader’s device.' },
    LIGHT: { description: 'Dark text on a light background.' },
    DARK: { description: 'Light text on a dark background.' },
  },
});
