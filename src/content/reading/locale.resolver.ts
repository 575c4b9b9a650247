import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Extensions, Field, Info, ObjectType, Query, Resolver } from 'type-graphql';
import { LocaleScalar } from '../model/scalars.js';
import { localeList } from '../sql/locale-list.js';
import type { ReadContext } from './reader.js';

@ObjectType({ description: 'A configured language.' })
export class LocaleInfo {
  @Field(() => LocaleScalar, { description: 'Its BCP 47 tag, such as `zh-Hant`.' }) code!: string;

  @Field({ description: 'Its name in English.' }) name!: string;

  @Field({ description: 'Its name in the language itself, for a language switcher.' }) nativeName!: string;

  @Field(() => [LocaleScalar], { description: 'The fallback chain of untranslated text, best first.' })
  fallbacks!: string[];

  @Field({ description: 'Whether it is used when a request names no configured language.' })
  isDefault!: boolean;
}

const plan = () => ({ plan: localeList });

@Resolver()
export class LocaleResolver {
  @Extensions({ plan })
  @Query(() => [LocaleInfo], { description: 'The configured languages, the default first.' })
  locales(@Info() info: GraphQLResolveInfo, @Ctx() context: ReadContext): Promise<unknown> {
    return context.reader.read(info, context, plan());
  }
}
