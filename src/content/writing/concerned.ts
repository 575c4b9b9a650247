import { QueryFailedError } from 'typeorm';
import { camelCase } from '../../foundation/naming.js';
import type { Locales } from '../language/locale.js';
import { fill } from '../language/translation.js';
import type { Columns } from '../model/content-type.js';
import type { PreparedObject } from './change.js';

/**
 * The objects because of whose rows the database refused to write some: those that have the values of the key that it
 * names in the table that it names, or else the one whose row it shows, which begins with ids. Its details name other
 * objects, too, so an id that stands somewhere in them tells nothing.
 */
export function concernedBy(
  error: unknown,
  objects: readonly PreparedObject[],
  locales: Locales,
): readonly PreparedObject[] {
  if (!(error instanceof QueryFailedError)) return [];
  const { table, detail = '' } = error.driverError as { table?: string; detail?: string };
  // The words around it are in the language of the server.
  const [, names, values] = /\(([^()]+)\)=\((.*)\)/s.exec(detail) ?? [];
  if (table && names) {
    const key = names.split(', ').map(camelCase);
    const valuesIn = (row: Columns) => key.map((property) => String(row[property])).join(', ');
    const owners = objects.filter((object) =>
      rowsIn(object, table, locales).some((row) => valuesIn(row) === values),
    );
    const newcomers = owners.filter(
      ({ content, before }) =>
        content.table !== table || !before || valuesIn(before as unknown as Columns) !== values,
    );
    return newcomers.length > 0 ? newcomers : owners;
  }
  const shown = objects
    .filter(({ content, id }) => detail.includes(id) && (!table || hasTable(content, table)))
    .sort((one, other) => detail.indexOf(one.id) - detail.indexOf(other.id));
  return shown.slice(0, 1);
}

function hasTable(content: PreparedObject['content'], table: string): boolean {
  return [content.table, content.textTable, ...content.parts.map(({ shape }) => shape.table)].includes(table);
}

/** What an object has in a table. */
function rowsIn(
  { content, id, columns, translations, parts }: PreparedObject,
  table: string,
  locales: Locales,
): readonly Columns[] {
  if (table === content.table) return [{ ...columns, id }];
  if (table === content.textTable)
    return fill(translations, content.textFields, locales).map(({ locale, values }) => ({
      ...values,
      locale,
      contentId: id,
    }));
  return parts.filter(({ shape }) => shape.table === table).map((part) => part.columns);
}
