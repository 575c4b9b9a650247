import { registerEnumType } from 'type-graphql';
import type { Locales } from './locale.js';

/** The labels of a value by locale, with the description for developers in the schema. */
type ValueDeclaration = Readonly<Record<string, string>> & { readonly means: string };

export interface ValueLabels {
  readonly description: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The labels of an enum, by value and locale. */
export interface EnumLabels {
  readonly name: string;
  readonly values: Readonly<Record<string, ValueLabels>>;
}

/** The values by name, as in an `enum`. */
export type LabelledEnum<Value extends string = string> = { readonly [Name in Value]: Name };

/** Every enum with labels, in the order of declaration. */
export const labelledEnums: EnumLabels[] = [];

const labels = new WeakMap<object, EnumLabels>();

/** Declares an enum of GraphQL and TypeScript whose values have labels for readers. */
export function labelledEnum<Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, ValueDeclaration>>,
): LabelledEnum<Value> {
  const declared = Object.entries<ValueDeclaration>(values);
  const enumeration = Object.fromEntries(declared.map(([value]) => [value, value])) as LabelledEnum<Value>;
  const described = declared.map(([value, { means, ...own }]) => [
    value,
    { description: means, labels: own },
  ]);
  registerEnumType(enumeration, { name, description, valuesConfig: Object.fromEntries(described) });
  const all: EnumLabels = { name, values: Object.fromEntries(described) };
  labels.set(enumeration, all);
  labelledEnums.push(all);
  return enumeration;
}

/** @throws Error for an enum that `labelledEnum` did not declare */
export function labelsOf(enumeration: LabelledEnum): EnumLabels {
  const found = labels.get(enumeration);
  if (!found) throw new Error('This enum was not declared with labels.');
  return found;
}

/** The labels of all values in the first locale of the chain that has one. */
export function labelsIn({ values }: EnumLabels, locale: string, locales: Locales): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([value, { labels: own }]) => {
      const source = locales.chain(locale).find((candidate) => own[candidate]);
      return [value, source === undefined ? value : (own[source] ?? value)];
    }),
  );
}
