import { registerEnumType } from 'type-graphql';

/** The two stages of content, which are also the names of their schemas. */
export type Stage = 'draft' | 'published';

export enum StageName {
  DRAFT = 'draft',
  PUBLISHED = 'published',
}

registerEnumType(StageName, {
  name: 'Stage',
  description: 'The stage that content is read from.',
  valuesConfig: {
    DRAFT: { description: 'Drafts; needs a key that may read them.' },
    PUBLISHED: { description: 'What is public.' },
  },
});
