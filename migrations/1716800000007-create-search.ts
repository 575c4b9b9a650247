import { StageMigration } from './stage-migration.js';

/**
 * What content is found by: one row per object and locale. Searching reads many rows, and of each a little: what is
 * long is kept aside (`toast_tuple_target`), so that the rest of thousands of rows is together on few pages.
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
