import { StageMigration } from './stage-migration.js';

/**
 * Whatever the statistics say, a search reads the index: computing the terms of every row takes a hundred times as long.
 * The functions of PostgreSQL count as cheap, so that a few pages that wait for the index, or a table that was never
 * analysed, led to reading all rows. A function of our own has a cost; it must not be inlined, hence the language.
 * What waits for the index is read by every search, too, so it is kept short.
 */
export class AlwaysSearchByIndex1716800000045 extends StageMigration {
  override readonly name = 'AlwaysSearchByIndex1716800000045';

  protected override readonly tables = `
  create function search_vector(locale text, terms text) returns tsvector
    language plpgsql immutable parallel safe cost 5000 as $$
    begin
      return array_to_tsvector(string_to_array(locale || replace(rtrim(terms), E'\\n', E'\\n' || locale), E'\\n'));
    end $$;
  drop index search_entry_terms_idx;
  create index search_entry_terms_idx on search_entry using gin (search_vector(locale, terms))
    with (gin_pending_list_limit = 256);
  -- Without statistics every query is planned alike.
  alter index search_entry_terms_idx alter column 1 set statistics 0;
`;

  protected override readonly drop = `
  drop index search_entry_terms_idx;
  create index search_entry_terms_idx on search_entry using gin (
    (array_to_tsvector(string_to_array(locale || replace(rtrim(terms), E'\\n', E'\\n' || locale), E'\\n'))));
  alter index search_entry_terms_idx alter column 1 set statistics 0;
  drop function search_vector;
`;
}
