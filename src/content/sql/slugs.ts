import { slugForm } from '../../foundation/text.js';
import { uuidOf } from '../contract/global-id.js';
import { literal } from './json.js';
import type { Row } from './row.js';
import type { ArgumentRef } from './statement.js';

/**
 * SQL for the id of the object with a slug: in the requested locale first, and current slugs before former ones. A link
 * that is shared across languages leads to its object, which then says where to redirect. Slugs that were stored before
 * there was a normal form are found as they are.
 * @param row the row of the object
 */
export function idOfSlug(row: Row, argument: ArgumentRef): string {
  const requested = argument.bind('text', (value) => (isSlug(String(value)) ? value : null));
  const normal = argument.bind('varchar', (value) => {
    const form = slugForm(String(value));
    return isSlug(form) && form !== value ? form : null;
  });
  const { statement, shape, scope } = row;
  const { sql: locale } = scope.locale;
  const locales = statement.bind('configured locales', 'text[]', (request) => request.locales.codes);
  const texts = row.table(shape.textTable);
  if (statement.isPreview) {
    const former = `select content_id, locale, slug, true from ${statement.table('former_slug')} where type = ${literal(shape.table)}`;
    const slugs = `(select content_id, locale, slug, false from ${texts} union all ${former}) slugs(content_id, locale, slug, is_former)`;
    // A draft in the preview may have the slug of a published object.
    const isPreviewed = `content_id = any(${statement.previewedIds()})`;
    return `(select content_id from ${slugs} where slug in (${requested}, ${normal}) and locale = any(${locales}) order by locale <> ${locale}, is_former, array_position(${locales}, locale), ${isPreviewed} desc limit 1)`;
  }
  const present = (slug: string) =>
    `(select content_id from ${texts} where locale = ${locale} and slug = ${slug})`;
  const other = (slug: string) =>
    `${statement.qualified('id_of_other_slug')}(${literal(shape.table)}, ${locale}, ${slug}, ${locales})`;
  return `coalesce(${present(requested)}, ${present(normal)}, ${other(requested)}, ${other(normal)})`;
}

/** SQL for the id of an object that is identified by id or, if it has pages, by slug. */
export function idOrSlug(row: Row, argument: ArgumentRef): string {
  const { shape } = row;
  const isPage = shape.localized.plain.includes('slug');
  const id = argument.bind('uuid', (value, path) => {
    const text = String(value);
    return isPage && isSlug(text) ? null : uuidOf(shape.table, text, path);
  });
  if (!isPage) return id;
  return `coalesce(${id}, ${idOfSlug(row, argument)})`;
}

/** Whether a text can only be a slug: every id contains an underscore, and no slug does. */
export function isSlug(text: string): boolean {
  return text !== '' && !text.includes('_');
}
