import { ArgsType, Field, Int } from 'type-graphql';
import { type Stage, StageName } from '../contract/stage.js';
import { LocaleScalar } from '../model/scalars.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../sql/connection.js';

/** Arguments of the text that a field shows. The planner reads them. */
@ArgsType()
export class TextArguments {
  @Field(() => LocaleScalar, {
    nullable: true,
    description:
      'The language to read in; by default that of the `Accept-Language` header, or else the default language.',
  })
  locale?: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether untranslated text falls back to the next language of the chain.',
  })
  fallback!: boolean;
}

/** Arguments of every root field of content. The planner reads them; resolvers need the stage only. */
@ArgsType()
export class ReadArguments extends TextArguments {
  @Field(() => StageName, {
    defaultValue: StageName.PUBLISHED,
    description: 'The stage that the field and everything below it is read from.',
  })
  stage!: Stage;
}

/** Arguments of root lists. `first` has no default, since `last` may be given instead. */
@ArgsType()
export class ListArguments extends ReadArguments {
  @Field(() => Int, {
    nullable: true,
    description: `The first so many objects, from 1 to ${MAX_PAGE}; ${DEFAULT_PAGE} without "first" and "last".`,
  })
  first?: number;

  @Field(() => String, { nullable: true, description: 'The cursor after which the page begins.' })
  after?: string;

  @Field(() => Int, { nullable: true, description: `The last so many objects, from 1 to ${MAX_PAGE}.` })
  last?: number;

  @Field(() => String, { nullable: true, description: 'The cursor before which the page ends.' })
  before?: string;
}
