import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { FieldLabels, FoundWords } from '../language/field-labels.js';
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
  description: 'The language; without it that of the `Accept-Language` header, else the default.',
};

@Resolver(() => ContentTypeInfo)
class ContentTypeFieldsResolver {
  @FieldResolver(() => [ContentField], {
    description: 'What editors can write about it, in the order of a form; what is inside follows its group.',
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

/** The fields of all kinds of content, with their words from the catalogues. */
export function contentFieldResolvers(labels: FieldLabels): Function[] {
  @Resolver(() => ContentField)
  class ContentFieldResolver {
    @FieldResolver(() => String, { description: 'What it is called in forms.' })
    label(
      @Root() { labelled }: ContentField,
      @Arg('locale', () => LocaleScalar, locale) tag: string | undefined,
      @Ctx() context: ReadContext,
    ): string {
      return serve(context, labels.label(labelled, localeOf(context, tag), context.locales));
    }

    @FieldResolver(() => String, {
      nullable: true,
      description: 'What editors have to know beyond the label; null where that says enough.',
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

function serve({ servedLocales }: ReadContext, { text, locale: language }: FoundWords): string {
  servedLocales.add(language);
  return text;
}
