import { type ClassType, createUnionType, InputType, ObjectType } from 'type-graphql';
import { Entity, JoinColumn, ManyToOne, Unique } from 'typeorm';
import { kebabCase } from '../../foundation/naming.js';
import { column, group } from '../sql/expressions.js';
import type { FieldPlan } from '../sql/row.js';
import { ContentText, PageText } from './content.entity.js';
import { ContentInput, PageTranslationInput, TranslationInput } from './content.input.js';
import {
  type ContentDeclaration,
  ContentType,
  type Groups,
  type PartDeclaration,
  PartType,
} from './content-type.js';
import { declareField, type TypeReference } from './declare.js';
import { definedFields, type FieldDefinition } from './field.js';
import { type ListOptions, listing } from './listing.js';
import { ContentNode, LocalizedType } from './node.type.js';
import { type Relation, relate } from './relation.js';
import { Shape } from './shape.js';

/** What the decorators of a class have registered. */
interface Model {
  readonly type: ClassType;
  readonly input: ClassType;
  readonly text?: ClassType;
  readonly translationInput?: ClassType;
  readonly options?: ContentOptions;
}

interface ContentOptions {
  /** The name in the schema, such as `eventSeries`, and its plural. */
  readonly one: string;
  readonly many: string;
  /** With its article, as in "The fields of an event." */
  readonly noun: string;
  readonly description: string;
  /** Whether it may be published without text. */
  readonly isTextOptional?: boolean;
}

const models = new Map<Function, Model>();

/** @throws Error for a class without a decorator of this file */
export function modelOf(entity: Function): Model {
  const model = models.get(entity);
  if (!model) throw new Error(`${entity.name} is not declared as content.`);
  return model;
}

/** The optional properties of a class: its texts, which are columns of the text table. */
type Texts<Entity> = {
  [Name in keyof Entity as undefined extends Entity[Name]
    ? Entity[Name] extends string | null | undefined
      ? Name
      : never
    : never]: string | null;
};

/** A row of the text table, with the text of an object in one locale. */
export type TextRow<Entity> = ContentText & Texts<Entity>;

/** The text table of a class, with a row for each object and locale. */
export function textOf<Entity>(entity: ClassType & (new () => Entity)) {
  return modelOf(entity).text as new () => TextRow<Entity>;
}

/** Declares a content type with pages of its own. */
export function page(options: ContentOptions) {
  return contentClass(options, { text: PageText, type: ContentNode, translation: PageTranslationInput });
}

/** Declares a content type that is only shown with other content. */
export function content(options: ContentOptions) {
  return contentClass(options, { text: ContentText, type: LocalizedType, translation: TranslationInput });
}

/** Declares rows that belong to content objects. */
export function part(description: string) {
  return (entity: ClassType): void => {
    const { name } = entity;
    const [type, input] = [named(`${name}Type`, class {}), named(`${name}Input`, class {})];
    ObjectType(name, { description })(type);
    InputType({ description })(input);
    for (const field of definedFields(entity)) {
      field.store?.(entity);
      declareFields(field, type, input);
    }
    Entity()(entity);
    models.set(entity, { type, input });
  };
}

/** Declares rows that link two objects. */
export function link() {
  return (entity: ClassType): void => {
    for (const { store } of definedFields(entity)) store?.(entity);
    Entity()(entity);
    // Links have no GraphQL type.
    new Shape({ name: entity.name, entity, type: entity });
  };
}

/** Declares fields that are grouped in the schema, and columns of the object. */
export function fieldGroup(description: string) {
  return (declared: ClassType): void => {
    const { name } = declared;
    const [type, input] = [named(`${name}Type`, class {}), named(`${name}Input`, class {})];
    ObjectType(name, { description })(type);
    InputType({ description })(input);
    for (const field of definedFields(declared)) declareFields(field, type, input);
    models.set(declared, { type, input });
  };
}

function contentClass(
  options: ContentOptions,
  base: { readonly text: Function; readonly type: Function; readonly translation: Function },
) {
  return (entity: ClassType): void => {
    const { name } = entity;
    const { noun, description, isTextOptional = false } = options;
    const text = named(`${name}Text`, extending(base.text));
    const type = named(`${name}Type`, extending(base.type));
    const input = named(`${name}Input`, extending(ContentInput));
    const translationInput = named(`${name}TranslationInput`, extending(base.translation));
    ObjectType(name, { implements: base.type, description })(type);
    InputType({ description: `The fields of ${noun}.` })(input);
    InputType({ description: `The text of ${noun} in one language.` })(translationInput);
    ManyToOne(() => entity, { onDelete: 'CASCADE' })(text.prototype, 'content');
    JoinColumn({ name: 'content_id' })(text.prototype, 'content');
    if (base.text === PageText) Unique(['locale', 'slug'])(text);
    for (const field of definedFields(entity)) {
      field.store?.(field.isText ? text : entity);
      declareFields(field, type, field.isText ? translationInput : input);
    }
    declareField(input, 'translations', {
      type: () => [translationInput],
      description: 'Its translations.',
      isNullable: isTextOptional,
    });
    Entity()(text);
    Entity()(entity);
    models.set(entity, { type, input, text, translationInput, options });
  };
}

function declareFields(
  { name, output, input, also = {} }: FieldDefinition,
  type: ClassType,
  inputType: ClassType,
) {
  if (output) declareField(type, name, output);
  for (const [other, { output: followed }] of Object.entries(also)) declareField(type, other, followed);
  if (!input) return;
  declareField(inputType, name, input);
  for (const rule of input.rules ?? []) rule(inputType.prototype, name);
}

/** Declares a union of several classes. */
export function unionOf(
  name: string,
  description: string,
  classes: () => readonly ClassType[],
): TypeReference {
  return createUnionType({
    name,
    description,
    types: () => classes().map((each) => modelOf(each).type),
    resolveType: (value) => (value as { __typename: string }).__typename,
  });
}

// ---- from the classes to what the kernel knows ----------------------------------------------------------------

type DeclaredOptions =
  | 'listing'
  | 'name'
  | 'folder'
  | 'root'
  | 'entity'
  | 'text'
  | 'type'
  | 'input'
  | 'translationInput';

/** The content type of a class that is declared with `page` or `content`. */
export function contentType(
  entity: ClassType,
  { list, ...rest }: Omit<ContentDeclaration, DeclaredOptions> & { readonly list?: ListOptions } = {},
): ContentType {
  const { text, type, input, translationInput, options } = modelOf(entity);
  if (!text || !translationInput || !options) throw new Error(`${entity.name} is a part.`);
  const { one, many, noun, isTextOptional = false } = options;
  const made = new ContentType({
    name: entity.name,
    folder: kebabCase(many),
    ...(list
      ? {
          root: { one, many, noun: noun.replace(/^a/, 'A') },
          listing: listing(entity.name, many, list),
        }
      : {}),
    entity,
    text,
    type,
    input,
    translationInput,
    isTextOptional,
    ...rest,
    ...readAndWritten(entity, rest),
  });
  relate(made, relationsOf(entity));
  return made;
}

/** The part type of a class that is declared with `part`. */
export function partType(
  entity: ClassType,
  rest: Omit<PartDeclaration, 'name' | 'entity' | 'type'> = {},
): PartType {
  const { type } = modelOf(entity);
  const made = new PartType({ name: entity.name, entity, type, ...rest, ...readAndWritten(entity, rest) });
  relate(made, relationsOf(entity));
  return made;
}

function readAndWritten(
  entity: Function,
  rest: Pick<ContentDeclaration, 'fields' | 'groups' | 'defaults'>,
): Pick<Required<ContentDeclaration>, 'fields' | 'groups' | 'defaults'> {
  const fields = definedFields(entity);
  const groups: Groups = Object.fromEntries(
    fields.flatMap((field) => (field.input && field.column ? [[field.name, field.column]] : [])),
  );
  return {
    fields: { ...Object.assign({}, ...fields.map(plansOf)), ...rest.fields },
    groups: { ...groups, ...rest.groups },
    defaults: { ...defaultsOf(fields), ...rest.defaults },
  };
}

function plansOf({ name, column: stored, plan, also = {} }: FieldDefinition): Record<string, FieldPlan> {
  const own = plan ?? (typeof stored === 'string' ? column(stored) : undefined);
  return {
    ...(own ? { [name]: own } : {}),
    ...Object.fromEntries(Object.entries(also).map(([other, field]) => [other, field.plan])),
  };
}

/** By property of the entity. */
export function defaultsOf(fields: readonly FieldDefinition[]): Record<string, unknown> {
  return Object.assign(
    {},
    ...fields.map(({ name, column: stored = name, default: initial }) => {
      if (initial === undefined) return {};
      return typeof stored === 'string' ? { [stored]: initial } : initial;
    }),
  );
}

function relationsOf(entity: Function): Record<string, Relation> {
  return Object.fromEntries(
    definedFields(entity).flatMap(({ name, relation }) => (relation ? [[name, relation]] : [])),
  );
}

/** The plans of the fields of a group, by name. */
export function groupPlan(declared: Function, isThere?: (row: never) => string): FieldPlan {
  const plans = definedFields(declared).map((field) => plansOf({ column: field.name, ...field }));
  return group(Object.assign({}, ...plans), isThere as never);
}

function extending(base: Function): ClassType {
  return class extends (base as ClassType) {};
}

/** Names of tables and inputs derive from the class name. */
function named(name: string, made: ClassType): ClassType {
  Object.defineProperty(made, 'name', { value: name });
  return made;
}
