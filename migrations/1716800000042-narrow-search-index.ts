import { StageMigration } from './stage-migration.js';

/**
 * The search index, one row per object and locale, without the texts that are in other tables already. A search reads
 * the lengths of thousands of rows: so these come first, and the rows are short. `toast_tuple_target` puts the terms
 * out of line, which PostgreSQL does only in rows of 2 kB and more: hence the spaces at their end.
 *
 * `search_document`, the index so far, stays for now, empty: replication to read nodes ends at a table that is
 * missing.
 */
export class NarrowSearchIndex extends StageMigration {
  override readonly name = 'NarrowSearchIndex1716800000042';

  protected override readonly tables = `
  create table search_entry (
    content_id uuid not null,
    title_length int not null,
    text_length int not null,
    locale text not null,
    kind text not null,
    title_locale text not null,
    title text not null,
    passages jsonb,
    terms text not null,
    primary key (content_id, locale)
  ) with (toast_tuple_target = 128);
  create index search_entry_terms_idx on search_entry using gin (
    (array_to_tsvector(string_to_array(locale || replace(rtrim(terms), E'\\n', E'\\n' || locale), E'\\n'))));
  -- Without statistics every query is planned to use the index; reading the whole table never is the better way.
  alter index search_entry_terms_idx alter column 1 set statistics 0;
  drop index search_document_words_idx;
  truncate search_document;
`;

  protected override readonly drop = `
  drop table search_entry;
  create index search_document_words_idx on search_document using gin (words);
`;
}
