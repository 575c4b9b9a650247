import { registerEnumType } from 'type-graphql';

/** The two stores of content: what editors work on, and what the world sees. Also the names of their schemas. */
export type Stage = 'draft' | 'published';

export enum StageName {
  DRAFT = 'draft',
  PUBLISHED = 'published',
}

registerEnumType(StageName, {
  name: 'Stage',
  description: 'Which version of the content is read.',
  valuesConfig: {
    DRAFT: { description: 'What editors are working on; needs the key of an editor.' },
    PUBLISHED: { description: 'What the world sees.' },
  },
});
