import { registerEnumType } from 'type-graphql';
import type { Locales } from './locale.js';

/** The labels of one value by locale, beside what it means, which developers read in the schema. */
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

/** Its values, each by its name, as of an `enum`. */
export type LabelledEnum<Value extends string = string> = { readonly [Name in Value]: Name };

/** Every enum whose values readers see, in the order of their declaration. */
export const labelledEnums: EnumLabels[] = [];

const labels = new WeakMap<object, EnumLabels>();

/** An enum in GraphQL and in TypeScript whose values have labels for readers. */
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

/** @throws Error when it was not made by `labelledEnum` */
export function labelsOf(enumeration: LabelledEnum): EnumLabels {
  const found = labels.get(enumeration);
  if (!found) throw new Error('An enum without labels has no labels to show.');
  return found;
}

/** The label of every value in a locale, or in the first language of its chain that has one. */
export function labelsIn({ values }: EnumLabels, locale: string, locales: Locales): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([value, { labels: own }]) => {
      const source = locales.chain(locale).find((candidate) => own[candidate]);
      return [value, source === undefined ? value : (own[source] ?? value)];
    }),
  );
}
