import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { ReadContext } from '../reader.js';
import { LocaleScalar } from '../scalars.js';

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

@Resolver()
export class LocaleResolver {
  @Query(() => [LocaleInfo], { description: 'The languages that content is published in.' })
  locales(@Ctx() { locales }: ReadContext): LocaleInfo[] {
    return locales.all.map(({ code, fallbacks }) => ({
      code,
      name: nameOf(code, 'en'),
      nativeName: nameOf(code, code),
      fallbacks: [...fallbacks],
      isDefault: code === locales.default,
    }));
  }
}

function nameOf(code: string, language: string): string {
  return (
    new Intl.DisplayNames([language], { type: 'language', languageDisplay: 'standard' }).of(code) ?? code
  );
}
