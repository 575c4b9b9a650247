import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, Field, Info, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { refuse } from '../../foundation/errors.js';
import { assertStorable, hasText } from '../../foundation/text.js';
import { type Stage, StageName } from '../contract/stage.js';
import { connectionOf } from '../model/connection.type.js';
import { ContentKind, kindOf } from '../model/content-kind.js';
import type { ContentType } from '../model/content-type.js';
import { LocalizedType } from '../model/node.type.js';
import { LocaleScalar } from '../model/scalars.js';
import { Shape } from '../model/shape.js';
import type { PlanField } from '../reading/planned-field.js';
import type { ReadContext } from '../reading/reader.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../sql/connection.js';
import { SearchDocument } from './search-document.entity.js';
import { excerpt, highlightedTitle } from './search-highlight.js';
import { hitFields, leadsToVisible, search } from './search-plan.js';

/** Longer ones are no queries of people. */
export const MAX_QUERY_LENGTH = 200;

@ObjectType({ description: 'A part of the text of an object that was found.' })
export class SearchExcerpt {
  @Field({
    description:
      'The part as HTML: its text escaped, and the words of the query in `<mark>` as they are written there; "…" where it is cut.',
  })
  html!: string;

  @Field(() => LocaleScalar, { description: 'The language that it really is in.' }) locale!: string;
}

@ObjectType({ description: 'An object that was found, with the words that it was found by.' })
export class SearchHit {
  @Field(() => LocalizedType, { description: 'The object.' }) content!: LocalizedType;

  @Field(() => ContentKind, { description: 'What kind of content it is.' }) kind!: string;

  @Field(() => LocaleScalar, {
    description:
      'The language that the title really is in: the one asked for, or else the one that its text was taken from.',
  })
  locale!: string;

  @Field({ description: 'Its title or its name, as plain text.' }) title!: string;

  @Extensions({ finish: highlightedTitle })
  @Field({
    description:
      'The title as HTML: its text escaped, and the words of the query in `<mark>` as they are written there.',
  })
  highlightedTitle!: string;

  @Extensions({ finish: excerpt })
  @Field(() => SearchExcerpt, {
    nullable: true,
    description:
      'The part of its text, or the name, that has most of the query; null where there is no text.',
  })
  excerpt?: SearchExcerpt;
}

const SearchHitConnection = connectionOf(SearchHit, 'SearchHit');

/** Searching in all content. */
export function searchResolver(types: readonly ContentType[]): Function {
  const kinds = Object.fromEntries(types.map((type) => [kindOf(type), type]));
  const hits = new Shape({
    name: 'SearchHit',
    entity: SearchDocument,
    type: SearchHit,
    text: SearchDocument,
    fields: hitFields(kinds),
  });
  hits.requirements.push(leadsToVisible(kinds));
  const hitsOf = search(hits);
  const plan: PlanField = ({ query, stage }, viewer) => {
    refuseUnlessQuery(String(query));
    if (stage === 'draft' && viewer.previewed)
      refuse('FORBIDDEN', 'A preview shows the objects that it is for; it cannot search drafts.', ['stage']);
    return { plan: hitsOf, stage: stage as Stage };
  };

  @Resolver()
  class SearchResolver {
    @Extensions({ plan })
    @Query(() => SearchHitConnection, {
      description:
        'Everything that has all words of a query, the best first: by a whole name, in the title or a name, in a short text, elsewhere. Names are found in every language, other words in the language asked for. Case, width, accents, endings of English words and forms of Chinese characters make no difference; signs mean nothing.',
    })
    search(
      @Arg('query', () => String, {
        description: `What to look for, at most ${MAX_QUERY_LENGTH} characters; Chinese needs no spaces.`,
      })
      query: string,
      @Arg('types', () => [ContentKind], {
        nullable: true,
        description: 'Only objects of these kinds; without it of all.',
      })
      _types: string[] | undefined,
      @Arg('first', () => Int, {
        defaultValue: DEFAULT_PAGE,
        description: `How many hits, from 1 to ${MAX_PAGE}.`,
      })
      _first: number,
      @Arg('after', () => String, {
        nullable: true,
        description: 'The cursor after which the page begins; it belongs to the query and the language.',
      })
      _after: string | undefined,
      @Arg('locale', () => LocaleScalar, {
        nullable: true,
        description:
          'The language to search and to read in; without it that of the `Accept-Language` header, else the default.',
      })
      _locale: string | undefined,
      @Arg('stage', () => StageName, {
        defaultValue: StageName.PUBLISHED,
        description: 'Which version of the content is searched, and read.',
      })
      stage: Stage,
      @Info() info: GraphQLResolveInfo,
      @Ctx() context: ReadContext,
    ): Promise<unknown> {
      return context.reader.read(info, context, plan({ query, stage }, context.viewer));
    }
  }

  return SearchResolver;
}

function refuseUnlessQuery(query: string): void {
  const path = ['query'];
  assertStorable(query, path);
  if (!hasText(query)) refuse('INVALID_INPUT', '"query" must not be empty.', path);
  if ([...query].length > MAX_QUERY_LENGTH)
    refuse('INVALID_INPUT', `"query" may have at most ${MAX_QUERY_LENGTH} characters.`, path);
}
