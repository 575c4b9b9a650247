import { createHash } from 'node:crypto';
import { connection, type Listing } from '../sql/connection.js';
import type { Bound } from '../sql/cursor.js';
import { jsonObject, literal } from '../sql/json.js';
import type { ReadValue } from '../sql/read-request.js';
import { isVisible, toOne } from '../sql/relations.js';
import type { RootPlan } from '../sql/roots.js';
import type { Table } from '../sql/row.js';
import { type FieldPlan, type ReadScope, type Requirement, Row } from '../sql/row.js';
import type { SelectedField } from '../sql/selection.js';
import { entriesOf, type Place, wordIn } from './search-document.js';
import { finishHits } from './search-hits.js';
import { wholeOf, wordsOfQuery } from './search-words.js';

/** The scores of matches of a whole name and in a title: they outweigh any difference in length. */
const SCORES = { whole: 200_000_000, title: 100_000_000 } as const;
/** Shorter titles and texts score higher. */
const BY_TITLE = `${SCORES.title} - title_length`;
const BY_TEXT = '-text_length';

const listing: Listing = {
  orders: { SCORE: { keys: [{ property: 'score', type: 'int' }], direction: 'desc' } },
  defaultOrder: 'SCORE',
};

/** Content types by their names in index and schema. */
export type Kinds = Readonly<Record<string, Table>>;

/** The fields of a hit. */
export function hitFields(kinds: Kinds): Record<string, FieldPlan> {
  const content: FieldPlan = (row, field) => {
    const cases = Object.entries(kinds).map(
      ([kind, shape]) => `when ${literal(kind)} then ${toOne(() => shape, 'id')(row, field)}`,
    );
    return `case ${row.column('kind')} ${cases.join(' ')} end`;
  };
  // The program marks the words of the query (see finishHits).
  const withQuery =
    (property: string): FieldPlan =>
    (row) =>
      jsonObject([
        ['query', row.column('query')],
        [property, row.text(property)],
      ]);
  return {
    content,
    locale: (row) => row.text('titleLocale'),
    title: (row) => row.text('title'),
    highlightedTitle: withQuery('title'),
    excerpt: withQuery('passages'),
  };
}

/** The objects that match a query, best first. */
export function search(hits: Table): RootPlan {
  return (field, scope) => {
    const rows = (alias: string) => {
      const row = new Row(field.statement, hits, scope, alias);
      return { row, conditions: ofKinds(row, field), ...foundBy(field, scope, alias) };
    };
    const finish = finishHits(field);
    if (finish) field.statement.finishWith(finish);
    return connection(rows, field, listing, queryAndLocale(field, scope));
  };
}

function ofKinds(hit: Row, field: SelectedField): string[] {
  const kinds = field.arguments.get('types');
  return kinds.isPresent ? [`${hit.column('kind')} = any(${kinds.bind('text[]')})`] : [];
}

/** A hit is visible only if its content is: some types are hidden without others. */
export function leadsToVisible(kinds: Kinds): Requirement {
  const dependent = () => Object.entries(kinds).filter(([, shape]) => shape.requirements.length > 0);
  return (hit) => {
    const kind = hit.column('kind');
    const conditions = dependent().map(
      ([name, shape]) =>
        `(${kind} <> ${literal(name)} or ${isVisible(hit, [{ target: () => shape, key: 'id' }])})`,
    );
    return conditions;
  };
}

/**
 * The documents with all words of the query: in one source, and in two, those that match in the title or a name before
 * the others. These are found by a second lookup of title terms, which reads the index only; the words of thousands of
 * documents would take long to read.
 */
function foundBy(field: SelectedField, scope: ReadScope, alias: string) {
  const table = field.statement.table('search_document');
  const having = (place: Place) => `${table} document where words @> ${entries(field, scope, place)}`;
  const isIn = (place: Place) => `content_id in (select content_id from ${having(place)})`;
  const asTitle = `case when ${isIn('whole')} then ${SCORES.whole} else ${BY_TITLE} end`;
  const query = field.arguments.get('query').bind('text');
  const documents = (score: string, from: string) =>
    `(select content_id as id, kind, ${query} as query, ${score} as score from ${from}) ${alias}`;
  return {
    source: documents(`case when ${isIn('title')} then ${asTitle} else ${BY_TEXT} end`, having('anywhere')),
    parts: [
      documents(asTitle, having('title')),
      documents(BY_TEXT, `${having('anywhere')} and not (${isIn('title')})`),
    ] as const,
  };
}

/** A parameter: the terms that a document must have to match in the place. */
function entries(field: SelectedField, scope: ReadScope, place: Place): string {
  const { statement } = field;
  const { slot } = field.arguments;
  const read: ReadValue = (request, argumentsOf) => {
    const query = String(argumentsOf(slot).query);
    const locale = String(scope.locale.read(request, argumentsOf));
    if (place === 'whole') return [wordIn(locale, place, wholeOf(query))];
    const found = entriesOf(wordsOfQuery(query), locale, place);
    // A query without words, such as of punctuation, matches nothing.
    return found.length > 0 ? found : [''];
  };
  return statement.bind(`search ${slot} ${place}`, 'text[]', read, ['query']);
}

/** Cursors depend on the query and the locale. */
function queryAndLocale(field: SelectedField, scope: ReadScope): Bound {
  const { slot } = field.arguments;
  const read: ReadValue = (request, argumentsOf) => {
    const identity = [wordsOfQuery(String(argumentsOf(slot).query)), scope.locale.read(request, argumentsOf)];
    return createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 12);
  };
  return { sql: field.statement.bind(`search ${slot} identity`, 'text', read, ['query']), read };
}
