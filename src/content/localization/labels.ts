import { registerEnumType } from 'type-graphql';
import type { Locales } from './locale.js';

/** Words for one value of an enum: a description for developers, and a label for readers in each language. */
export interface ValueWords {
  readonly description: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The labels of an enum, by value and locale. */
export interface EnumLabels {
  readonly name: string;
  readonly values: Readonly<Record<string, ValueWords>>;
}

/** Every enum whose values readers see, as they were described. */
export const describedEnums: EnumLabels[] = [];

/** Registers an enum with GraphQL together with the words for its values. */
export function describeEnum<Value extends string>(
  enumeration: Readonly<Record<string, Value>>,
  name: string,
  description: string,
  values: Readonly<Record<Value, readonly [description: string, en: string, zhHant: string, zhHans: string]>>,
): EnumLabels {
  const words = Object.entries<readonly [string, string, string, string]>(values).map(
    ([value, [text, en, zhHant, zhHans]]) =>
      [value, { description: text, labels: { en, 'zh-Hant': zhHant, 'zh-Hans': zhHans } }] as const,
  );
  registerEnumType(enumeration, {
    name,
    description,
    valuesConfig: Object.fromEntries(
      words.map(([value, { description: text }]) => [value, { description: text }]),
    ),
  });
  const labels = { name, values: Object.fromEntries(words) };
  describedEnums.push(labels);
  return labels;
}

/** The label of every value in a locale, or in the first language of its chain that has one. */
export function labelsIn(labels: EnumLabels, locale: string, locales: Locales): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels.values).map(([value, words]) => {
      const source = locales.chain(locale).find((candidate) => words.labels[candidate]);
      return [value, source === undefined ? value : (words.labels[source] ?? value)];
    }),
  );
}
