import { Matches, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { LocaleScalar } from './scalars.js';

/** The input fields of every content type. */
@InputType()
export abstract class ContentInput {
  @Field(() => String, {
    nullable: true,
    description:
      'The external reference: a public, unique name that identifies the object in files and other systems; by default generated, without any of its text.',
  })
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
    message: 'externalRef must be lower-case words joined by hyphens',
    context: { 'zh-Hant': '「externalRef」只可由小寫英文字母及數字組成，詞語之間以連字號連接' },
  })
  @MaxLength(100)
  externalRef?: string | null;
}

@InputType()
export abstract class TranslationInput {
  @Field(() => LocaleScalar, { description: 'The language of this text.' }) locale!: string;
}

@InputType()
export abstract class PageTranslationInput extends TranslationInput {
  @Field(() => String, {
    nullable: true,
    description: 'The slug, the last part of the page address; by default generated from the title.',
  })
  @Matches(/^[\p{L}\p{N}\p{M}]+(-[\p{L}\p{N}\p{M}]+)*$/u, {
    message: 'slug must be letters and digits joined by hyphens',
    context: { 'zh-Hant': '「slug」只可由文字及數字組成，詞語之間以連字號連接' },
  })
  @MaxLength(200)
  slug?: string | null;
}

@InputType({ description: 'A text in one language.' })
export class LocalizedTextInput {
  @Field(() => LocaleScalar, { description: 'The language.' }) locale!: string;

  @Field({ description: 'The text.' })
  @MaxLength(5_000)
  text!: string;
}
