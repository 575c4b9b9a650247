import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { FieldLabels, LocatedText } from '../language/field-labels.js';
import { kindOf } from '../model/content-kind.js';
import { LocaleScalar } from '../model/scalars.js';
import type { ReadContext } from '../reading/reader.js';
import { inputsOf } from '../writing/input.js';
import { ContentField } from './content-field.type.js';
import { contentFieldsOf } from './content-fields.js';
import { ContentTypeInfo } from './content-push.type.js';
import type { MutationContext } from './mutation.js';

const locale = {
  nullable: true,
  description: 'The language; by default that of the `Accept-Language` header, or else the default language.',
};

@Resolver(() => ContentTypeInfo)
class ContentTypeFieldsResolver {
  @FieldResolver(() => [ContentField], {
    description: 'Its input fields in the order of a form; nested fields follow their group.',
  })
  async fields(
    @Root() { kind }: ContentTypeInfo,
    @Ctx() { store }: MutationContext,
  ): Promise<readonly ContentField[]> {
    const reader = await inputsOf(store);
    return store.types
      .filter((type) => kindOf(type) === kind)
      .flatMap((type) => contentFieldsOf(reader, type));
  }
}

/** The fields of all content types, with their labels and help texts. */
export function contentFieldResolvers(labels: FieldLabels): Function[] {
  @Resolver(() => ContentField)
  class ContentFieldResolver {
    @FieldResolver(() => String, { description: 'Its label in forms.' })
    label(
      @Root() { labelled }: ContentField,
      @Arg('locale', () => LocaleScalar, locale) tag: string | undefined,
      @Ctx() context: ReadContext,
    ): string {
      return serve(context, labels.label(labelled, localeOf(context, tag), context.locales));
    }

    @FieldResolver(() => String, {
      nullable: true,
      description: 'A help text for editors; null for a field that needs none.',
    })
    help(
      @Root() { labelled }: ContentField,
      @Arg('locale', () => LocaleScalar, locale) tag: string | undefined,
      @Ctx() context: ReadContext,
    ): string | undefined {
      const help = labels.help(labelled, localeOf(context, tag), context.locales);
      return help && serve(context, help);
    }
  }

  return [ContentTypeFieldsResolver, ContentFieldResolver];
}

function localeOf({ locales, locale: requested }: ReadContext, tag: string | undefined): string {
  return tag === undefined || tag === null ? requested : locales.match(tag);
}

function serve({ servedLocales }: ReadContext, { text, locale: language }: LocatedText): string {
  servedLocales.add(language);
  return text;
}
