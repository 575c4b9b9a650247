import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Extensions, Field, Info, ObjectType, Query, Resolver } from 'type-graphql';
import { LocaleScalar } from '../model/scalars.js';
import { localeList } from '../sql/locale-list.js';
import type { ReadContext } from './reader.js';

@ObjectType({ description: 'A language that content is published in.' })
export class LocaleInfo {
  @Field(() => LocaleScalar, { description: 'Its BCP 47 tag.' }) code!: string;

  @Field({ description: 'Its name in English.' }) name!: string;

  @Field({ description: 'Its name in itself, for a language switch.' }) nativeName!: string;

  @Field(() => [LocaleScalar], { description: 'Where text that is missing in it is taken from, best first.' })
  fallbacks!: string[];

  @Field({ description: 'Whether it is served where a request asks for no language we have.' })
  isDefault!: boolean;
}

const plan = () => ({ plan: localeList });

@Resolver()
export class LocaleResolver {
  @Extensions({ plan })
  @Query(() => [LocaleInfo], { description: 'The languages that content is published in.' })
  locales(@Info() info: GraphQLResolveInfo, @Ctx() context: ReadContext): Promise<unknown> {
    return context.reader.read(info, context, plan());
  }
}
