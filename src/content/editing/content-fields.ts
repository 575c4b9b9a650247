import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { kindOf } from '../model/content-kind.js';
import type { ContentType } from '../model/content-type.js';
import { isLocalizedEntry } from '../model/document.js';
import { definedFields } from '../model/field.js';
import type { Shape } from '../model/shape.js';
import type { InputReader } from '../writing/input.js';
import type { InputRules } from '../writing/input-rules.js';
import { type ContentField, FieldFormat } from './content-field.type.js';

const OF_SCALARS: Readonly<Record<string, FieldFormat>> = {
  ID: FieldFormat.REFERENCE,
  URL: FieldFormat.URL,
  Locale: FieldFormat.LOCALE,
  Date: FieldFormat.DATE,
  DateTime: FieldFormat.DATE_TIME,
  Int: FieldFormat.INTEGER,
  Boolean: FieldFormat.BOOLEAN,
};

/** By the rules that class-validator has for a text. */
const OF_RULES: Readonly<Record<string, FieldFormat>> = {
  isEmail: FieldFormat.EMAIL,
  isTimeZone: FieldFormat.TIME_ZONE,
  isDecimal: FieldFormat.DECIMAL,
};

/** Where fields are. */
interface Place {
  /** The type that has them, by the name that catalogues of labels have for it. */
  readonly owner: string;
  readonly shape: Shape;
  readonly group?: string;
  readonly isLocalized?: boolean;
}

/** What editors can write about a type, in the order of its declaration: from its inputs and their rules. */
export function contentFieldsOf(reader: InputReader, content: ContentType): readonly ContentField[] {
  const input = reader.typeOf(content);
  const place = { owner: content.name, shape: content };
  const texts = getNamedType(input.getFields().translations?.type);
  const all = [
    ...fieldsIn(reader, input, place),
    ...(isInputObjectType(texts) ? fieldsIn(reader, texts, { ...place, isLocalized: true }) : []),
  ];
  const declared = definedFields(content.entity).map(({ name }) => name);
  const positionOf = ({ path }: ContentField) => {
    const position = declared.indexOf(path.replace(/\..*/, ''));
    return position < 0 ? declared.length : position;
  };
  return all.sort((one, other) => positionOf(one) - positionOf(other));
}

function fieldsIn(reader: InputReader, input: GraphQLInputObjectType, place: Place): ContentField[] {
  const { shape, isLocalized = false } = place;
  return Object.values(input.getFields())
    .filter(({ name }) => name !== 'translations' && !(isLocalized && name === 'locale'))
    .flatMap((field) => {
      const described = describe(reader, input, field, place);
      const { name, type } = field;
      const inner = innerOf(type);
      if (!inner) return [described];
      const owner = inner.name.replace(/Input$/, '');
      const rows = shape.owned.get(name)?.shape() ?? shape.lists.get(name)?.target() ?? shape;
      return [described, ...fieldsIn(reader, inner, { owner, shape: rows, group: described.path })];
    });
}

/** The input of a group or of entries. */
function innerOf(type: GraphQLInputType): GraphQLInputObjectType | undefined {
  const named = getNamedType(type);
  return isInputObjectType(named) && !isLocalizedEntry(named) ? named : undefined;
}

function describe(
  reader: InputReader,
  input: GraphQLInputObjectType,
  { name, type, description }: GraphQLInputField,
  { owner, shape, group, isLocalized = false }: Place,
): ContentField {
  const named = getNamedType(type);
  // Texts outside of the translations of an object are lists of entries, one for each language.
  const entry = isInputObjectType(named) && isLocalizedEntry(named) ? named : undefined;
  const rules = reader.rulesOf(entry ?? input);
  const property = entry ? 'text' : name;
  const isRich = isLocalized && shape.localized.rich.includes(name);
  const target = shape.references.get(name)?.target() ?? shape.owned.get(name)?.target?.shape();
  const format = isRich ? FieldFormat.MARKDOWN : (formatOf(type, name) ?? textFormat(rules, property));
  return {
    path: group === undefined ? name : `${group}.${name}`,
    type: named.name,
    format,
    isList: depthOf(type) > (entry ? 1 : 0),
    isLocalized: isLocalized || entry !== undefined,
    isRequired: isNonNullType(type),
    maxLength: rules.maxLength(property),
    references: format === FieldFormat.REFERENCE && target ? [kindOf(target)] : [],
    group,
    labelled: { type: owner, name, description: description ?? '' },
  };
}

/** Undefined for a text. */
function formatOf(type: GraphQLInputType, name: string): FieldFormat | undefined {
  const named = getNamedType(type);
  if (isEnumType(named)) return FieldFormat.ENUM;
  if (innerOf(type)) return depthOf(type) > 0 ? FieldFormat.PARTS : FieldFormat.GROUP;
  return name === 'slug' ? FieldFormat.SLUG : OF_SCALARS[named.name];
}

function textFormat(rules: InputRules, property: string): FieldFormat {
  const [, ruled] = Object.entries(OF_RULES).find(([rule]) => rules.demands(property, rule)) ?? [];
  return ruled ?? (rules.isLine(property) ? FieldFormat.LINE : FieldFormat.PROSE);
}

/** How many lists it is in. */
function depthOf(type: GraphQLInputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + depthOf(nullable.ofType) : 0;
}
