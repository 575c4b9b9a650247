import { IsEmail, IsInt, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { type ClassType, Int } from 'type-graphql';
import { Column, type ColumnOptions, Index } from 'typeorm';
import { isTimeZone } from '../../foundation/instant.js';
import type { LabelledEnum } from '../language/labels.js';
import { localizedProperties } from '../language/localized-columns.js';
import type { LocalizedText } from '../language/translation.js';
import {
  asText,
  type Expression,
  label as labelIn,
  labelOf,
  localizedPart,
  wallTime,
} from '../sql/expressions.js';
import type { FieldPlan } from '../sql/row.js';
import { LocalizedTextInput } from './content.input.js';
import { LOCALE_ARGUMENT, RICH_TEXT_ARGUMENTS, type TypeReference, withHint } from './declare.js';
import { allowOnly, defineField, type FieldDefinition, type PropertyOf } from './field.js';
import {
  definitionOf,
  type FieldOptions,
  isPresent,
  type LengthOptions,
  lengthRules,
} from './field-options.js';
import { DateScalar, DateTimeScalar, LocaleScalar, URLScalar } from './scalars.js';

type TextOptions = LengthOptions & Pick<FieldOptions, 'hint' | 'written'>;
type SharedTextOptions = Pick<FieldOptions, 'name' | 'hint' | 'written' | 'output' | 'plan'>;

// ---- localized text -----------------------------------------------------------------------------------------

/** A short localized text; a single line unless longer than 300 characters. */
export function text(description: string, options: TextOptions = {}): PropertyOf<string> {
  return defineField((property) => ({
    ...definitionOf(
      property,
      description,
      { ...options, rules: lengthRules(options) },
      localizedTypes(description),
    ),
    isText: true,
    store: storing(property, localizedProperties.plain()),
  }));
}

/** A rich text in CommonMark, localized. */
export function richText(description: string, { max = 50_000 }: LengthOptions = {}): PropertyOf<string> {
  const output = { ...localizedTypes(description).output, arguments: RICH_TEXT_ARGUMENTS };
  const written = withHint(description, 'in CommonMark.', ',');
  return defineField((property) => ({
    ...definitionOf(property, written, { rules: [MaxLength(max)] }, { output, input: () => String }),
    isText: true,
    store: storing(property, localizedProperties.rich()),
  }));
}

/** A localized text in a row without text rows, such as of a part. */
export function translated(description: string, options: SharedTextOptions = {}): PropertyOf<LocalizedText> {
  const types = { ...localizedTypes(description), input: () => [LocalizedTextInput] };
  return defineField((property) => ({
    ...definitionOf(property, description, { plan: localizedPart(property), ...options }, types),
    store: storing(property, localizedProperties.part()),
  }));
}

/** A list of localized texts. */
export function translatedList(
  description: string,
  options: SharedTextOptions = {},
): PropertyOf<LocalizedText[]> {
  const types = { output: { type: () => [String], description }, input: () => [[LocalizedTextInput]] };
  return defineField((property) => ({
    ...definitionOf(property, description, { ...options, default: [] }, types),
    store: storing(property, localizedProperties.list()),
  }));
}

// ---- shared by all languages --------------------------------------------------------------------------------

/** A text that is the same in all languages: a code, a name, an address. */
export function line(description: string, options: FieldOptions & LengthOptions = {}): PropertyOf<string> {
  const rules = [...lengthRules(options), ...(options.rules ?? [])];
  return scalar({ type: 'text' }, () => String, description, { ...options, rules });
}

/** The format of a text, with the message for an invalid one; `$property` stands for the name of the field. */
export function matches(pattern: RegExp, message: string, chinese: string): PropertyDecorator {
  return Matches(pattern, { message, context: { 'zh-Hant': chinese } });
}

export function email(description: string): PropertyOf<string> {
  const rule = IsEmail(
    {},
    {
      message: '$property must be an e-mail address with a complete domain',
      context: { 'zh-Hant': '「$property」必須是電郵地址，並須有完整的網域' },
    },
  );
  return line(description, { rules: [rule] });
}

export function url(description: string, options: FieldOptions = {}): PropertyOf<string> {
  return scalar({ type: 'text' }, () => URLScalar, description, options);
}

/** A locale. */
export function locale(description: string, options: FieldOptions = {}): PropertyOf<string> {
  return scalar({ type: 'text' }, () => LocaleScalar, description, options);
}

export function locales(description: string): PropertyOf<string[]> {
  return scalar({ type: 'text', array: true }, () => [LocaleScalar], description, { default: [] });
}

/** An IANA time zone. */
export function timeZone(description: string, options: FieldOptions = {}): PropertyOf<string> {
  const rule = ValidateBy(
    { name: 'isTimeZone', validator: { validate: isTimeZone } },
    {
      message: '$property must be an IANA time zone such as "Asia/Hong_Kong"',
      context: { 'zh-Hant': '「$property」必須是 IANA 時區，例如「Asia/Hong_Kong」' },
    },
  );
  return line(description, { ...options, rules: [rule, ...(options.rules ?? [])] });
}

interface ChoiceOptions extends FieldOptions {
  /** The description of the label field: `kindLabel` for `kind`. */
  readonly label?: string;
  /** How the label is read, if not as that of the value. */
  readonly labelPlan?: (label: FieldPlan) => FieldPlan;
}

/** An enum value. */
export function choice<Value extends string>(
  enumeration: LabelledEnum<Value>,
  description: string,
  { label, labelPlan = (plan) => plan, ...options }: ChoiceOptions = {},
): PropertyOf<Value> {
  const also = (property: string) => ({
    [`${options.name ?? property}Label`]: {
      output: { type: () => String, description: label ?? '', arguments: LOCALE_ARGUMENT },
      plan: labelPlan(labelIn(property, enumeration)),
    },
  });
  return scalar({ type: 'text' }, () => enumeration, description, options, {
    values: Object.values(enumeration),
    also: label === undefined ? undefined : also,
  });
}

/** A list of enum values, in the editor's order. */
export function choices<Value extends string>(
  enumeration: LabelledEnum<Value>,
  description: string,
  options: FieldOptions = {},
): PropertyOf<Value[]> {
  const column = { type: 'text', array: true } as const;
  return scalar(column, () => [enumeration], description, { ...options, default: [] });
}

interface NumberOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
}

export function integer(
  description: string,
  { min, max, ...options }: NumberOptions = {},
): PropertyOf<number> {
  const rules = [IsInt(), ...(min === undefined ? [] : [Min(min)]), ...(max === undefined ? [] : [Max(max)])];
  return scalar({ type: 'int' }, () => Int, description, { ...options, rules });
}

/** A decimal number with two digits, as text. */
export function decimal(description: string, options: FieldOptions = {}): PropertyOf<string> {
  const column = { type: 'numeric', precision: 10, scale: 2 } as const;
  const validate = (value: unknown) => /^\d{1,8}(\.\d{1,2})?$/.test(String(value));
  const rule = ValidateBy(
    { name: 'isDecimal', validator: { validate } },
    {
      message: '$property must be a decimal number such as "120.00"',
      context: { 'zh-Hant': '「$property」必須是十進制數字，例如「120.00」' },
    },
  );
  const rules = [rule, ...(options.rules ?? [])];
  return scalar(column, () => String, description, { ...options, rules }, { planOf: asText });
}

export function flag(description: string, options: FieldOptions = {}): PropertyOf<boolean> {
  return scalar({ type: 'boolean' }, () => Boolean, description, options);
}

interface DayOptions extends FieldOptions {
  readonly isIndexed?: boolean;
}

/** A calendar day, without a time zone. */
export function day(description: string, { isIndexed, ...options }: DayOptions = {}): PropertyOf<string> {
  return scalar({ type: 'date' }, () => DateScalar, description, options, { isIndexed });
}

interface InstantOptions extends DayOptions {
  /** The property with the time zone that it is shown in. */
  readonly zone?: string;
}

/** An instant. */
export function instant(
  description: string,
  { zone, isIndexed, ...options }: InstantOptions = {},
): PropertyOf<Date> {
  return scalar({ type: 'timestamptz' }, () => DateTimeScalar, description, options, {
    isIndexed,
    ...(zone ? { planOf: (property: string) => wallTime(property, zone) } : {}),
  });
}

/** A field that is computed when it is read. */
export function computed(
  type: () => TypeReference,
  description: string,
  plan: FieldPlan,
  isNullable = false,
): PropertyDecorator {
  return defineField((name) => ({ name, plan, output: { type, description, isNullable } }));
}

/** An enum value that is computed when it is read, and its label. */
export function computedChoice<Value extends string>(
  enumeration: LabelledEnum<Value>,
  description: string,
  label: string,
  value: Expression,
): PropertyDecorator {
  return defineField((name) => ({
    name,
    plan: value,
    output: { type: () => enumeration, description },
    also: {
      [`${name}Label`]: {
        output: { type: () => String, description: label, arguments: LOCALE_ARGUMENT },
        plan: labelOf(value, enumeration),
      },
    },
  }));
}

/** A localized text that is computed when it is read. */
export function computedText(description: string, plan: FieldPlan): PropertyDecorator {
  return defineField((name) => ({ name, plan, output: localizedTypes(description).output }));
}

interface More {
  readonly values?: readonly string[];
  readonly also?: ((property: string) => FieldDefinition['also']) | undefined;
  readonly planOf?: (property: string) => FieldPlan;
  readonly isIndexed?: boolean | undefined;
}

function scalar(
  column: ColumnOptions,
  type: () => TypeReference,
  description: string,
  options: FieldOptions,
  { also, planOf, values, isIndexed = false }: More = {},
): PropertyDecorator {
  const nullable = !isPresent(options);
  return defineField((property) => {
    const types = { output: { type, description, isNullable: nullable }, input: type };
    const read = planOf ? { plan: planOf(property), ...options } : options;
    const following = also?.(property);
    return {
      ...definitionOf(property, description, read, types),
      ...(following ? { also: following } : {}),
      store: (entity: ClassType) => {
        Column({ ...column, nullable })(entity.prototype, property);
        if (values) allowOnly(entity, property, values);
        if (isIndexed) Index()(entity.prototype, property);
      },
    };
  });
}

function localizedTypes(description: string) {
  return {
    output: { type: () => String, description, isNullable: true, arguments: LOCALE_ARGUMENT },
    input: () => String,
  };
}

function storing(property: string, decorate: PropertyDecorator): (entity: ClassType) => void {
  return (entity) => decorate(entity.prototype, property);
}
