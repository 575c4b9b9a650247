import { StageMigration } from './stage-migration.js';

/**
 * What content is found by: one row per object and locale. A search for a frequent word reads ten thousand rows, and of
 * each the few columns that it is sorted by. So the others are kept aside: `toast_tuple_target` puts everything long
 * out of the row, and `filler` makes PostgreSQL look at the row at all, which it does from 2 kB on. Measured, that
 * halves the time; compressed, the filler takes forty bytes.
 */
export class CreateSearch extends StageMigration {
  override readonly name = 'CreateSearch1716800000007';

  protected override readonly tables = `
  create table search_document (
    content_id uuid not null,
    locale text not null,
    kind text not null,
    title text not null,
    title_locale text not null,
    title_length int not null,
    text_length int not null,
    passages jsonb not null,
    words text[] collate "C" not null,
    filler text not null,
    primary key (content_id, locale)
  ) with (toast_tuple_target = 128);
  -- Without statistics every query is planned to use the index; reading the whole table never is the better way.
  alter table search_document alter column words set statistics 0;
  create index search_document_words_idx on search_document using gin (words);
`;

  protected override readonly drop = `
  drop table search_document;
`;
}
