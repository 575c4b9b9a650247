import { Column } from 'typeorm';
import { lineageOf } from '../../foundation/lineage.js';

type Kind = 'plain' | 'rich' | 'part' | 'list';
interface LocalizedProperty {
  readonly name: string;
  readonly kind: Kind;
}

const declared = new Map<unknown, LocalizedProperty[]>();

function declare(kind: Kind, columns: (property: string) => readonly string[], type: 'text' | 'jsonb') {
  const isRequired = (name: string) => name === 'slug' || kind === 'list';
  return (): PropertyDecorator => (prototype, property) => {
    const name = String(property);
    const properties = declared.get(prototype.constructor) ?? [];
    declared.set(prototype.constructor, [...properties, { name, kind }]);
    for (const column of columns(name)) {
      const collation = kind === 'plain' && name !== 'slug' ? { collation: 'und-x-icu' } : {};
      Column(type, { nullable: !isRequired(name), ...collation })(prototype, column);
    }
  };
}

/** Column decorators of localized text. */
export const localizedProperties = {
  /** A short text in the text table; sorted by the root collation of CLDR. */
  plain: declare('plain', (name) => [name], 'text'),
  /** CommonMark in the text table, with two rendered columns. */
  rich: declare('rich', (name) => [name, `${name}Html`, `${name}Text`], 'text'),
  /** A localized text of a part, with all locales in one column (see LocalizedText). */
  part: declare('part', (name) => [name], 'jsonb'),
  /** A list of localized texts of a part. */
  list: declare('list', (name) => [name], 'jsonb'),
};

export type LocalizedProperties = Readonly<Record<Kind, readonly string[]>>;

/** The localized properties of an entity class, inherited ones included. */
export function localizedPropertiesOf(entity: Function): LocalizedProperties {
  const found = lineageOf(entity).flatMap((each) => declared.get(each) ?? []);
  const names = (kind: Kind) => found.filter((property) => property.kind === kind).map(({ name }) => name);
  return { plain: names('plain'), rich: names('rich'), part: names('part'), list: names('list') };
}
