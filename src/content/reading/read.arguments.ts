import { ArgsType, Field, Int } from 'type-graphql';
import { type Stage, StageName } from '../contract/stage.js';
import { LocaleScalar } from '../model/scalars.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../sql/connection.js';

/** How the words of content are read. The planner reads these arguments. */
@ArgsType()
export class TextArguments {
  @Field(() => LocaleScalar, {
    nullable: true,
    description:
      'The language to read in; without it that of the `Accept-Language` header, else the default.',
  })
  locale?: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether text that is missing in the language is served in the next best one.',
  })
  fallback!: boolean;
}

/** The arguments of every root field that reads content. The planner reads them; a resolver needs the stage. */
@ArgsType()
export class ReadArguments extends TextArguments {
  @Field(() => StageName, {
    defaultValue: StageName.PUBLISHED,
    description: 'Which version of the content is read; everything below the field is read in the same one.',
  })
  stage!: Stage;
}

/** The arguments of root lists. `first` has no default, since `last` may be given instead. */
@ArgsType()
export class ListArguments extends ReadArguments {
  @Field(() => Int, {
    nullable: true,
    description: `How many objects from the start, from 1 to ${MAX_PAGE}; ${DEFAULT_PAGE} when neither first nor last is given.`,
  })
  first?: number;

  @Field(() => String, { nullable: true, description: 'The cursor after which the page begins.' })
  after?: string;

  @Field(() => Int, { nullable: true, description: `How many objects from the end, from 1 to ${MAX_PAGE}.` })
  last?: number;

  @Field(() => String, { nullable: true, description: 'The cursor before which the page ends.' })
  before?: string;
}
