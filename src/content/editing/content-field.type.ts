import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { LabelledField } from '../language/field-labels.js';
import { ContentKind } from '../model/content-kind.js';

export enum FieldFormat {
  LINE = 'LINE',
  PROSE = 'PROSE',
  MARKDOWN = 'MARKDOWN',
  SLUG = 'SLUG',
  EMAIL = 'EMAIL',
  URL = 'URL',
  LOCALE = 'LOCALE',
  TIME_ZONE = 'TIME_ZONE',
  DATE = 'DATE',
  DATE_TIME = 'DATE_TIME',
  INTEGER = 'INTEGER',
  DECIMAL = 'DECIMAL',
  BOOLEAN = 'BOOLEAN',
  ENUM = 'ENUM',
  REFERENCE = 'REFERENCE',
  GROUP = 'GROUP',
  PARTS = 'PARTS',
}

registerEnumType(FieldFormat, {
  name: 'FieldFormat',
  description: 'The kind of value of a field, which decides its form control.',
  valuesConfig: {
    LINE: { description: 'Plain text in one line.' },
    PROSE: { description: 'Plain text that may have several lines.' },
    MARKDOWN: { description: 'CommonMark.' },
    SLUG: { description: 'The slug of a page, the last part of its address.' },
    EMAIL: { description: 'An e-mail address.' },
    URL: { description: 'The address of a page.' },
    LOCALE: { description: 'A BCP 47 language tag; see `locales`.' },
    TIME_ZONE: { description: 'An IANA time zone such as "Asia/Hong_Kong".' },
    DATE: { description: 'A calendar day.' },
    DATE_TIME: { description: 'An instant.' },
    INTEGER: { description: 'A whole number.' },
    DECIMAL: { description: 'A decimal number as text, such as "120.00".' },
    BOOLEAN: { description: 'True or false.' },
    ENUM: { description: 'A value of the enum in `type`; `enumLabels` has the labels.' },
    REFERENCE: { description: 'Other content, of the kinds in `references`.' },
    GROUP: { description: 'Fields that belong together: those with this path as their `group`.' },
    PARTS: { description: 'Entries in an order, each with the fields that have this path as their `group`.' },
  },
});

@ObjectType({
  description: 'An input field of a content type, with what a form needs to present it.',
  simpleResolvers: true,
})
export class ContentField {
  @Field({
    description:
      'Its place, without languages and positions, such as `title`, `schedule.start` or `contacts.email`.',
  })
  path!: string;

  @Field({
    description: 'The name of its type in inputs, such as `String`, `EventKind` or `ContactInput`.',
  })
  type!: string;

  @Field(() => FieldFormat, { description: 'Its kind of value.' }) format!: FieldFormat;

  @Field({ description: 'Whether it is a list.' }) isList!: boolean;

  @Field({
    description:
      'Whether it has a value for each language: in `translations`, or where its type is `LocalizedTextInput` in its own place.',
  })
  isLocalized!: boolean;

  @Field({
    description:
      'Whether saving needs a value; in a group, as soon as the group is there. What publishing needs beyond that is checked by `publishPlan`.',
  })
  isRequired!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'The maximum length in characters; null without a limit.',
  })
  maxLength?: number | undefined;

  @Field(() => [ContentKind], {
    description: 'The content types that it can refer to; empty unless it is a reference.',
  })
  references!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: 'The path of its group or list of entries; null at the top level.',
  })
  group?: string | undefined;

  /** The key of its labels in the catalogues. */
  readonly labelled!: LabelledField;
}
