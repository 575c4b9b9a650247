import { QueryFailedError } from 'typeorm';
import { camelCase } from '../../foundation/naming.js';
import type { Locales } from '../language/locale.js';
import { fill } from '../language/translation.js';
import type { Columns } from '../model/content-type.js';
import type { PreparedObject } from './change.js';

/**
 * Finds the objects whose rows violate a constraint: by the key and table that the error names, or else by the rejected
 * row, which begins with ids. Error details name other objects, too, so that an id in them proves nothing.
 */
export function violatingObjects(
  error: unknown,
  objects: readonly PreparedObject[],
  locales: Locales,
): readonly PreparedObject[] {
  if (!(error instanceof QueryFailedError)) return [];
  const { table, detail = '' } = error.driverError as { table?: string; detail?: string };
  // The text around it is in the language of the server.
  const [, names, values] = /\(([^()]+)\)=\((.*)\)/s.exec(detail) ?? [];
  if (table && names) {
    const key = names.split(', ').map(camelCase);
    const valuesIn = (row: Columns) => key.map((property) => String(row[property])).join(', ');
    const owners = objects.filter((object) =>
      rowsIn(object, table, locales).some((row) => valuesIn(row) === values),
    );
    const newcomers = owners.filter(
      ({ content, before }) => content.table !== table || !before || valuesIn(before.root) !== values,
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

/** The rows of an object in a table. */
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
