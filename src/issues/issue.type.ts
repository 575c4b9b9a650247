import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import { ArticleType } from '../articles/article.type.js';
import { ContentNode } from '../content/content.type.js';
import { LocalizedField, RichTextField } from '../content/declare.js';
import { DateScalar } from '../content/scalars.js';
import { EventType } from '../events/event.type.js';
import { SectionKind } from './issue.enum.js';

@ObjectType('Issue', { implements: ContentNode, description: 'One issue of the newsletter.' })
export class IssueType extends ContentNode {
  @Field(() => Int, { nullable: true, description: 'Its number, where issues are numbered.' })
  number?: number;

  @LocalizedField('Its title.') title?: string;

  @Field(() => Int, { nullable: true, description: 'The year it belongs to.' }) year?: number;

  @Field(() => Int, { nullable: true, description: 'The quarter it belongs to, from 1 to 4.' })
  quarter?: number;

  @Field(() => DateScalar, { nullable: true, description: 'The first day it reports on.' })
  coverageStart?: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day it reports on.' })
  coverageEnd?: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day it came out.' }) publishedOn?: string;

  @LocalizedField('The salutation.') greeting?: string;

  @RichTextField('What it begins with.') intro?: string;

  @RichTextField('What it ends with.') closing?: string;

  @LocalizedField('Who signs it.') signOff?: string;
}

@ObjectType('IssueSection', { description: 'A section of an issue.' })
export class IssueSectionType {
  @Field(() => SectionKind, { description: 'What the section is for.' }) kind!: SectionKind;

  @LocalizedField('Its heading: its own, else the word for its kind.', { isRequired: true }) heading!: string;

  @Field(() => Int, { description: 'Its place in the issue, from 0.' }) position!: number;
}

@ObjectType('IssueItem', { description: 'An article or an event in its place in an issue.' })
export class IssueItemType {
  @Field(() => Int, { description: 'Its place in the issue, from 0, through all sections.' })
  position!: number;

  @LocalizedField('The title to show in this place, where it differs from that of the content.')
  displayTitle?: string;

  @LocalizedField('A teaser written for this place.') excerpt?: string;
}

export const IssueItemContent = createUnionType({
  name: 'IssueItemContent',
  description: 'What an issue lists.',
  types: () => [ArticleType, EventType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});
