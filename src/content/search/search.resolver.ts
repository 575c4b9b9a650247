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
import { SearchEntry } from './search-entry.entity.js';
import { hitFields, leadsToVisible, search } from './search-plan.js';

/** Nobody types longer queries. */
export const MAX_QUERY_LENGTH = 200;

@ObjectType({ description: 'An excerpt of the text of a hit.' })
export class SearchExcerpt {
  @Field({
    description:
      'The excerpt as HTML: escaped text with the words of the query in `<mark>`; "…" where it is cut.',
  })
  html!: string;

  @Field(() => LocaleScalar, { description: 'The locale of the excerpt, fallbacks considered.' })
  locale!: string;
}

@ObjectType({ description: 'A search result: an object, with what matches the query.' })
export class SearchHit {
  @Field(() => LocalizedType, { description: 'The object that was found.' }) content!: LocalizedType;

  @Field(() => ContentKind, { description: 'Its content type.' }) kind!: string;

  @Field(() => LocaleScalar, {
    description: 'The locale of the title, fallbacks considered.',
  })
  locale!: string;

  @Field({ description: 'Its title or name, as plain text.' }) title!: string;

  @Field({
    description: 'The title as HTML: escaped text with the words of the query in `<mark>`.',
  })
  highlightedTitle!: string;

  @Field(() => SearchExcerpt, {
    nullable: true,
    description: 'The passage or name that matches most of the query; null without any text.',
  })
  excerpt?: SearchExcerpt;
}

const SearchHitConnection = connectionOf(SearchHit, 'SearchHit');
Field(() => Boolean, {
  description:
    'Whether `totalCount` is an estimate. Up to 1,000 hits are counted exactly; above, a sample is counted, which is usually right within a fifth.',
})(SearchHitConnection.prototype, 'isTotalCountEstimated');

/** Searching in all content. */
export function searchResolver(types: readonly ContentType[]): Function {
  const kinds = Object.fromEntries(types.map((type) => [kindOf(type), type]));
  const hits = new Shape({
    name: 'SearchHit',
    entity: SearchEntry,
    type: SearchHit,
    text: SearchEntry,
    fields: hitFields(kinds),
  });
  hits.requirements.push(leadsToVisible(kinds));
  const hitsOf = search(hits);
  const plan: PlanField = ({ query, stage }, viewer) => {
    refuseUnlessQuery(String(query));
    if (stage === 'draft' && viewer.previewed)
      refuse('FORBIDDEN', 'A preview token cannot be used to search drafts.', ['stage']);
    return { plan: hitsOf, stage: stage as Stage };
  };

  @Resolver()
  class SearchResolver {
    @Extensions({ plan })
    @Query(() => SearchHitConnection, {
      description:
        'Full-text search for objects with all words of the query, best matches first: in a whole name, in the title or a name, in a short text, elsewhere. Names match in every language, other words in the requested one. Case, width, accents, endings of English words and variants of Chinese characters, Simplified and Traditional, make no difference; punctuation is ignored.',
    })
    search(
      @Arg('query', () => String, {
        description: `What to search for, at most ${MAX_QUERY_LENGTH} characters; Chinese needs no spaces.`,
      })
      query: string,
      @Arg('types', () => [ContentKind], {
        nullable: true,
        description: 'Restricts the search to these content types.',
      })
      _types: string[] | undefined,
      @Arg('first', () => Int, {
        defaultValue: DEFAULT_PAGE,
        description: `How many results, from 1 to ${MAX_PAGE}.`,
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
          'The language to search and read in; by default that of the `Accept-Language` header, or else the default language. Without it, a query with Chinese words is searched in Chinese texts.',
      })
      _locale: string | undefined,
      @Arg('stage', () => StageName, {
        defaultValue: StageName.PUBLISHED,
        description: 'The stage to search and read in.',
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
