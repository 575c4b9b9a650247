import { Length, MaxLength } from 'class-validator';
import type { FieldPlan } from '../sql/row.js';
import { type FieldDeclaration, type TypeReference, withHint } from './declare.js';
import type { FieldDefinition, InputDeclaration } from './field.js';

/** Options of every field. */
export interface FieldOptions {
  /** Its name in the schema, if not that of the property. */
  readonly name?: string;
  /** Whether every object must have it. */
  readonly isRequired?: boolean;
  /** Its default, when an editor gives no value. */
  readonly default?: unknown;
  /** Whether it is derived from other fields when an editor gives no value: see `derive`. */
  readonly isDerived?: boolean;
  /** A hint for editors only, after the description. */
  readonly hint?: string;
  /** The description for editors, if they write something else than is read. */
  readonly written?: string;
  /** Further rules of class-validator. */
  readonly rules?: readonly PropertyDecorator[];
  /** How it is read, if not as the plain column, and its type and description in the schema. Null: not at all. */
  readonly plan?: FieldPlan;
  readonly output?: Partial<FieldDeclaration> | null;
  readonly input?: Partial<FieldDeclaration>;
}

export interface LengthOptions {
  /** In characters. */
  readonly min?: number;
  readonly max?: number;
}

/** Whether the column is never null. */
export function isPresent({ isRequired, default: initial, isDerived }: FieldOptions): boolean {
  return Boolean(isRequired || isDerived || initial !== undefined);
}

/** The part of a definition that follows from the options. */
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

/** The description, with the default. */
function forEditors(description: string, { written, hint, default: initial }: FieldOptions): string {
  if (written !== undefined) return written;
  const isMentioned =
    hint !== undefined || initial === undefined || (Array.isArray(initial) && initial.length === 0);
  return withHint(description, isMentioned ? hint : `by default ${initial}.`);
}

export function lengthRules({ min, max }: LengthOptions): PropertyDecorator[] {
  if (min !== undefined) return [Length(min, max)];
  return max === undefined ? [] : [MaxLength(max)];
}
