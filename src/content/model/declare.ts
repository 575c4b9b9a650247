import { Arg, type ClassType, Field, registerEnumType } from 'type-graphql';
import { LocaleScalar } from './scalars.js';

export enum TextFormat {
  HTML = 'HTML',
  MARKDOWN = 'MARKDOWN',
  TEXT = 'TEXT',
}

registerEnumType(TextFormat, {
  name: 'TextFormat',
  description: 'The format of a rich text.',
  valuesConfig: {
    HTML: { description: 'Safe HTML: CommonMark rendered without raw HTML.' },
    MARKDOWN: { description: 'CommonMark, as it was written.' },
    TEXT: { description: 'Plain text with a blank line between paragraphs.' },
  },
});

/** A type as type-graphql takes it: a class, a scalar, an enum, or one of them in a list. */
export type TypeReference = unknown;

export interface ArgumentDeclaration {
  readonly type: () => TypeReference;
  readonly description: string;
  readonly defaultValue?: unknown;
  readonly isRequired?: boolean;
}

export interface FieldDeclaration {
  readonly type: () => TypeReference;
  readonly description: string;
  readonly isNullable?: boolean;
  readonly arguments?: Readonly<Record<string, ArgumentDeclaration>>;
}

/** Inserts a hint before the full stop of a description. */
export function withHint(description: string, hint: string | undefined, mark = ';'): string {
  return hint === undefined ? description : `${description.replace(/\.$/, '')}${mark} ${hint}`;
}

/** Adds a field to a GraphQL type; the planner reads its value. */
export function declareField(type: ClassType, name: string, field: FieldDeclaration): void {
  const { prototype } = type;
  Field(field.type as () => ClassType, {
    nullable: field.isNullable ?? false,
    description: field.description,
  })(prototype, name);
  Object.entries(field.arguments ?? {}).forEach(
    ([argument, { type: of, description, defaultValue, isRequired }], index) => {
      const options = {
        nullable: !isRequired,
        description,
        ...(defaultValue === undefined ? {} : { defaultValue }),
      };
      Arg(argument, of as () => ClassType, options)(prototype, name, index);
    },
  );
}

const localeArgument: ArgumentDeclaration = {
  type: () => LocaleScalar,
  description: 'The language of this field alone; by default that of the object.',
};

export const LOCALE_ARGUMENT: Readonly<Record<string, ArgumentDeclaration>> = { locale: localeArgument };

export const RICH_TEXT_ARGUMENTS: Readonly<Record<string, ArgumentDeclaration>> = {
  format: { type: () => TextFormat, description: 'The format of the text.', defaultValue: TextFormat.HTML },
  locale: localeArgument,
};

/** A field that depends on the locale. */
export function LocalizedField(
  description: string,
  options: { readonly isRequired?: boolean } = {},
): PropertyDecorator {
  return (prototype, name) =>
    declareField(prototype.constructor as ClassType, String(name), {
      type: () => String,
      description,
      isNullable: !options.isRequired,
      arguments: LOCALE_ARGUMENT,
    });
}
