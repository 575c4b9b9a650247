import { type GraphQLField, type GraphQLSchema, getNamedType, isEnumType, isObjectType } from 'graphql';
import { globalId } from '../../src/content/contract/global-id.js';
import type { Row, Rows } from './naive-rows.js';
import type { World } from './operation-values.js';
import { rootFieldsOf } from './root-fields.js';

/** Which rows of which entities the ids of a filter are taken from: by their keys, so that most find something. */
const KEYS: Readonly<Record<string, readonly [entity: string, key: string, target: string]>> = {
  'EventFilter.organisation': ['Participation', 'organisationId', 'Organisation'],
  'EventFilter.person': ['Credit', 'personId', 'Person'],
  'EventFilter.series': ['Event', 'seriesId', 'EventSeries'],
  'EventFilter.parent': ['Event', 'parentId', 'Event'],
  'EventFilter.issue': ['IssueItem', 'issueId', 'Issue'],
  'ArticleFilter.event': ['ArticleEvent', 'eventId', 'Event'],
  'ArticleFilter.organisation': ['ArticleOrganisation', 'organisationId', 'Organisation'],
  'ArticleFilter.person': ['ArticlePerson', 'personId', 'Person'],
  'ArticleFilter.creditedTo': ['Credit', 'personId', 'Person'],
  'ArticleFilter.series': ['Article', 'seriesId', 'ArticleSeries'],
  'ArticleFilter.issue': ['IssueItem', 'issueId', 'Issue'],
  'IssueFilter.event': ['IssueItem', 'eventId', 'Event'],
  'IssueFilter.article': ['IssueItem', 'articleId', 'Article'],
  'OrganisationFilter.parent': ['Organisation', 'parentId', 'Organisation'],
  'PersonFilter.organisation': ['Office', 'organisationId', 'Organisation'],
};

const LOCALES = ['en', 'zh-Hant', 'zh-Hans'];

/** Asks the program; the answers are where cursors come from. */
export type Ask = (query: string, variables: Record<string, unknown>) => Promise<unknown>;

/** What operations can ask for: everything there is in drafts, published or not. */
export async function worldOf(schema: GraphQLSchema, drafts: Rows, ask: Ask): Promise<World> {
  const ids: Record<string, string[]> = {};
  // In the order of their names: ids are new in each run, and the operations are to be the same in each.
  const sorted = (entity: string) => [...drafts.all(entity)].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const idsOf = (entity: string) => sorted(entity).map(({ id }) => globalId(drafts.tableName(entity), id));
  for (const [place, [entity, key, target]] of Object.entries(KEYS)) {
    const keys = new Set(drafts.all(entity).flatMap((row) => (row[key] ? [String(row[key])] : [])));
    const known = idsOf(target).filter((id) => keys.has(id.split('_').at(-1) ?? ''));
    ids[place] = [...known, ...slugsOf(drafts, target, keys)];
  }
  const { one, pages, others } = rootFieldsOf(schema);
  const all = [...pages, ...others].flatMap(idsOf);
  ids['Query.node.id'] = all;
  ids['Query.nodes.ids'] = all;
  const slugs: Record<string, { slug: string; locale: string }[]> = {};
  for (const [field, type] of Object.entries(one)) {
    const root = `Query.${field}`;
    ids[`${root}.id`] = idsOf(type);
    const former = drafts.all('FormerSlug').filter((row) => row.type === drafts.tableName(type));
    // Former slugs are few; without more of them hardly any would be asked for.
    const texts = [...drafts.all(`${type}Text`), ...Array.from({ length: 8 }, () => former).flat()];
    slugs[root] = texts
      .map((row) => ({ slug: String(row.slug), locale: String(row.locale) }))
      .sort((a, b) => (a.slug + a.locale < b.slug + b.locale ? -1 : 1));
  }
  return { ids, slugs, cursors: await cursorsOf(schema, idsOf, ask) };
}

/** Cursors of every list in every order, by field and order. */
async function cursorsOf(
  schema: GraphQLSchema,
  idsOf: (entity: string) => string[],
  ask: Ask,
): Promise<Record<string, string[]>> {
  const cursors: Record<string, string[]> = {};
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      if (!field.args.some(({ name }) => name === 'first')) continue;
      for (const order of ordersOf(field)) {
        const call = `${field.name}(first: 20${order && `, orderBy: ${order}`}) { edges { cursor } }`;
        const found = new Set<string>();
        for (const locale of LOCALES) {
          const isRoot = type.name === 'Query';
          const query = isRoot
            ? `query ($locale: Locale) { ${call.replace('(', '(locale: $locale, ')} }`
            : `query ($locale: Locale, $ids: [ID!]!) { nodes(locale: $locale, ids: $ids, stage: DRAFT) { ... on ${type.name} { ${call} } } }`;
          collect(await ask(query, isRoot ? { locale } : { locale, ids: idsOf(type.name) }), found);
        }
        cursors[`${type.name}.${field.name}${order && ` ${order}`}`] = [...found];
      }
    }
  }
  return cursors;
}

/** The orders that a list can have; of a list with one order only, its name is not known. */
function ordersOf(field: GraphQLField<unknown, unknown>): string[] {
  const orderBy = field.args.find(({ name }) => name === 'orderBy');
  const type = orderBy && getNamedType(orderBy.type);
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [''];
}

function collect(answer: unknown, found: Set<string>): void {
  if (typeof answer !== 'object' || answer === null) return;
  for (const [key, value] of Object.entries(answer)) {
    if (key === 'cursor') found.add(String(value));
    else collect(value, found);
  }
}

function nameOf(row: Row): string {
  return String(row.externalRef ?? row.id);
}

/** Slugs of objects, by which filters can name them, too: present ones, former ones and one that nothing has. */
function slugsOf(drafts: Rows, entity: string, ids: ReadonlySet<string>): string[] {
  if (!drafts.isPage(entity)) return [];
  const former = drafts.all('FormerSlug').filter((row) => row.type === drafts.tableName(entity));
  const slugs = [...drafts.all(`${entity}Text`), ...former]
    .filter(({ contentId }) => ids.has(String(contentId)))
    .map(({ slug }) => String(slug));
  return [...new Set(slugs), 'a-slug-of-nobody'].sort();
}
