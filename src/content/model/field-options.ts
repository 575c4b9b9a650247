import { Length, MaxLength } from 'class-validator';
import type { FieldPlan } from '../sql/row.js';
import { type FieldDeclaration, type TypeReference, withHint } from './declare.js';
import type { FieldDefinition, InputDeclaration } from './field.js';

/** What every field can say of itself. */
export interface FieldOptions {
  /** Its name in the schema, where the property of the entity has another one. */
  readonly name?: string;
  /** Whether there is no object without it. */
  readonly isRequired?: boolean;
  /** What it is where an editor says nothing. */
  readonly default?: unknown;
  /** Whether it follows from other fields where an editor says nothing: see `derive`. */
  readonly isDerived?: boolean;
  /** What only editors have to know, after the description. */
  readonly hint?: string;
  /** The description for editors, where what they write is not what is read. */
  readonly written?: string;
  /** Further rules of class-validator. */
  readonly rules?: readonly PropertyDecorator[];
  /** How it is read, where it is more than the column; and what the schema says of that. Null: it is not. */
  readonly plan?: FieldPlan;
  readonly output?: Partial<FieldDeclaration> | null;
  readonly input?: Partial<FieldDeclaration>;
}

export interface LengthOptions {
  /** In characters. */
  readonly min?: number;
  readonly max?: number;
}

/** Whether the column always has a value. */
export function isPresent({ isRequired, default: initial, isDerived }: FieldOptions): boolean {
  return Boolean(isRequired || isDerived || initial !== undefined);
}

/** A definition, as far as it follows from the options: names, and what is said in the schema and in the input. */
export function definitionOf(
  property: string,
  description: string,
  options: FieldOptions,
  types: { readonly output: FieldDeclaration; readonly input: () => TypeReference },
): FieldDefinition {
  const { name = property, plan, output, rules = [] } = options;
  const input: InputDeclaration = {
    type: types.input,
    description: forEditors(description, options),
    isNullable: !options.isRequired,
    ...options.input,
    rules,
  };
  return {
    name,
    input,
    ...(property === name ? {} : { column: property }),
    ...(plan ? { plan } : {}),
    ...(output === null ? {} : { output: { ...types.output, ...output } }),
    ...(options.default === undefined ? {} : { default: options.default }),
  };
}

/** The description, and what holds where an editor says nothing. */
function forEditors(description: string, { written, hint, default: initial }: FieldOptions): string {
  if (written !== undefined) return written;
  const isTold =
    hint !== undefined || initial === undefined || (Array.isArray(initial) && initial.length === 0);
  return withHint(description, isTold ? hint : `${initial} when absent.`);
}

export function lengthRules({ min, max }: LengthOptions): PropertyDecorator[] {
  if (min !== undefined) return [Length(min, max)];
  return max === undefined ? [] : [MaxLength(max)];
}
