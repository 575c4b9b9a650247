import { createHash } from 'node:crypto';
import type { SearchFields } from '../model/search-fields.js';
import { connection, type Listing } from '../sql/connection.js';
import type { Bound } from '../sql/cursor.js';
import { jsonObject, literal } from '../sql/json.js';
import type { ReadValue } from '../sql/read-request.js';
import { isVisible, toOne } from '../sql/relations.js';
import type { RootPlan } from '../sql/roots.js';
import type { Table } from '../sql/row.js';
import { type FieldPlan, type ReadScope, type Requirement, Row } from '../sql/row.js';
import type { SelectedField } from '../sql/selection.js';
import { finishHits } from './search-hits.js';
import { lastTier, lexemeFor, type Place, queryFor, SAMPLED } from './search-terms.js';
import { pairsOf, wholeOf, wordsOfQuery } from './search-words.js';

const HAN = /\p{sc=Han}/u;

/** The scores of matches of a whole name and in a title: they outweigh any difference in length. */
const SCORES = { whole: 200_000_000, title: 100_000_000 } as const;
/** Shorter titles and texts score higher. */
const BY_TITLE = `${SCORES.title} - title_length`;
const BY_TEXT = '-text_length';

const listing: Listing = {
  orders: { SCORE: { keys: [{ property: 'score', type: 'int' }], direction: 'desc' } },
  defaultOrder: 'SCORE',
};

type SearchTable = Table & { readonly searchable: SearchFields };
/** Content types by their names in index and schema. */
export type Kinds = Readonly<Record<string, SearchTable>>;

/** The fields of a hit. */
export function hitFields(kinds: Kinds): Record<string, FieldPlan> {
  const content: FieldPlan = (row, field) => {
    const cases = Object.entries(kinds).map(
      ([kind, shape]) => `when ${literal(kind)} then ${toOne(() => shape, 'id')(row, field)}`,
    );
    return `case ${row.column('kind')} ${cases.join(' ')} end`;
  };
  // The program marks the words of the query (see finishHits).
  const toMark = (row: Row, sources: Readonly<Record<string, string>>) =>
    jsonObject(Object.entries({ query: row.column('query'), ...sources }));
  const ownTexts = (row: Row) =>
    `case ${row.column('kind')} ${Object.entries(kinds)
      .map(([kind, shape]) => `when ${literal(kind)} then ${textsOf(row, shape)}`)
      .join(' ')} end`;
  return {
    content,
    locale: (row) => row.text('titleLocale'),
    title: (row) => row.text('title'),
    highlightedTitle: (row) => toMark(row, { title: row.text('title') }),
    excerpt: (row) => toMark(row, { texts: ownTexts(row), passages: row.text('passages') }),
  };
}

/** The texts of the object of a hit that an excerpt may quote, with their locales. */
function textsOf(hit: Row, shape: SearchTable): string {
  const row = hit.next(shape);
  const { lead, body } = shape.searchable;
  const texts = [...lead.map((field) => [field, field]), ...body.map((field) => [field, `${field}Text`])];
  const passages = texts.map(([field = '', column = '']) => {
    const locale = `coalesce(${row.text('fallback')} ->> ${literal(field)}, ${row.text('locale')})`;
    return jsonObject([
      ['text', row.text(column)],
      ['locale', locale],
    ]);
  });
  const isSame = `${row.column('id')} = ${hit.column('id')}`;
  return `(select json_build_array(${passages.join(', ')}) from ${row.from()} where ${isSame})`;
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

/** More hits are not counted. */
const COUNTED = 1_000;

/** As many hits, by the sample, are read by tiers. */
const MANY = 256;
const NO_TIER = -1;

/**
 * The entries with all words of the query: in one source, and in three, by decreasing score: whose whole name it is, those
 * that match in the title or a name, and others. The index alone tells them apart. If there are many, the second and the
 * third come in tiers, so that few are read.
 */
function foundBy(field: SelectedField, scope: ReadScope, alias: string) {
  const { statement } = field;
  const table = statement.table('search_entry');
  // As the index has them (see the migration).
  const terms = `${statement.stage}.search_vector(locale, terms)`;
  const [whole, title, anywhere, sample] = (['whole', 'title', 'anywhere', 'sample'] as const).map((place) =>
    queryParameter(field, scope, place),
  );
  const query = field.arguments.get('query').bind('text');
  const entries = (score: string, condition: string) =>
    `(select content_id as id, kind, ${query} as query, ${score} as score from ${table} where ${terms} @@ ${condition}) ${alias}`;
  const isIn = (place: string | undefined) =>
    `content_id in (select content_id from ${table} where ${terms} @@ ${place})`;
  const score = `case when ${isIn(whole)} then ${SCORES.whole} when ${isIn(title)} then ${BY_TITLE} else ${BY_TEXT} end`;
  const sampled = `(${anywhere} && ${sample})`;
  const inSample = MANY / SAMPLED;
  const areMany = `${isIndexed(field)} and (select count(*) = ${inSample} from (select from ${table} where ${terms} @@ ${sampled} limit ${inSample}) first_hits)`;
  const inTiers = (place: 'titleTier' | 'textTier', rank: string, condition: string) => {
    const tier = `replace(${queryParameter(field, scope, place)}::text, '?', tier::text)::tsquery`;
    const bound = (many: number) => `case when are_many then ${many} else ${NO_TIER} end`;
    return {
      source: entries(rank, `(case tier when ${NO_TIER} then ${condition} else ${condition} && ${tier} end)`),
      pieces: `(select ${areMany} as are_many) known cross join lateral generate_series(${bound(0)}, ${bound(lastTier(place))}) tier`,
    };
  };
  return {
    source: entries(score, `${anywhere}`),
    parts: [
      { source: entries(`${SCORES.whole}`, `(${whole} && ${anywhere})`) },
      inTiers('titleTier', BY_TITLE, `(${title} && !!${whole})`),
      inTiers('textTier', BY_TEXT, `(${anywhere} && !!${title} && !!${whole})`),
    ],
    estimate: { above: COUNTED, sample: entries('0', sampled), times: SAMPLED },
  };
}

/** A parameter: whether the words of the query are terms, and not beginnings of many, which each tier would look up. */
function isIndexed(field: SelectedField): string {
  const { slot } = field.arguments;
  const read: ReadValue = (_request, argumentsOf) =>
    wordsOfQuery(String(argumentsOf(slot).query)).runs.every((run) => pairsOf(run).length > 0);
  return field.statement.bind(`search ${slot} is indexed`, 'boolean', read, ['query']);
}

/** A parameter: what the terms of an entry must match. */
function queryParameter(field: SelectedField, scope: ReadScope, place: Place): string {
  const { statement } = field;
  const { slot } = field.arguments;
  const searched = searchedLocale(field, scope);
  const read: ReadValue = (request, argumentsOf) => {
    const query = String(argumentsOf(slot).query);
    const locale = searched(request, argumentsOf);
    if (place === 'whole') return lexemeFor(locale, place, wholeOf(query));
    if (place === 'sample') return lexemeFor(locale, place, '');
    if (place === 'titleTier' || place === 'textTier') return lexemeFor(locale, place, '?');
    // A query without words, such as of punctuation, matches nothing.
    return queryFor(wordsOfQuery(query), locale, place) ?? lexemeFor(locale, place, '');
  };
  // In a subselect, so that PostgreSQL does not plan each query anew in the hope of fewer rows.
  return `(select ${statement.bind(`search ${slot} ${place}`, 'tsquery', read, ['query'])})`;
}

/**
 * The locale whose words are searched: that of the response. For a query with Chinese words it is a Chinese one, unless the
 * client asks for another explicitly: browsers of readers who write Chinese often prefer English.
 */
function searchedLocale(field: SelectedField, scope: ReadScope) {
  const { slot } = field.arguments;
  const isExplicit = field.arguments.get('locale').isPresent;
  return (...[request, argumentsOf]: Parameters<ReadValue>): string => {
    const locale = String(scope.locale.read(request, argumentsOf));
    const isChinese = isExplicit || new Intl.Locale(locale).language === 'zh';
    if (isChinese || !HAN.test(String(argumentsOf(slot).query))) return locale;
    return request.locales.chinese ?? locale;
  };
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
