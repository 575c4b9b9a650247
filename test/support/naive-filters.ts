import { GraphQLError } from 'graphql';
import { parseGlobalId } from '../../src/content/contract/global-id.js';
import { type Args, dateOf, holderOf, type Row, type Scope, type Thing } from './naive-rows.js';
import { registrationOf, stateOf } from './naive-states.js';

type Test = (thing: Thing, value: unknown, filter: Args) => boolean;

const isIn =
  (property: string): Test =>
  ({ row }, values) =>
    (values as unknown[]).includes(row[property]);
const hasWords: Test = ({ __typename, row, scope }, tag) =>
  scope.rows.text(__typename, row.id, scope.locales.match(String(tag)))?.own === true;
/** The foreign key is that of an object which is there: what nobody can see cannot be asked about either. */
const refersTo =
  (property: string, entity: string): Test =>
  ({ row, scope }, named) =>
    row[property] === idOf(entity, String(named), scope) &&
    scope.rows.get(entity, row[property]) !== undefined;
const isLinked =
  (
    link: string,
    own: string,
    property: string,
    entity: string,
    also = (_row: Row, _filter: Args) => true,
  ): Test =>
  ({ row, scope }, id, filter) =>
    scope.rows.all(link).some((other) => {
      const asThing: Thing = { __typename: link, row: other, scope };
      return other[own] === row.id && refersTo(property, entity)(asThing, id, filter) && also(other, filter);
    });

/** When an event begins and when it is over, as instants; never where there is none. */
const begins = ({ row }: Thing) => (row.beginsAt instanceof Date ? row.beginsAt.getTime() : Number.NaN);
const isOver = ({ row, scope }: Thing) => row.overAt instanceof Date && row.overAt <= scope.now;

const changedSince: Test = ({ row }, since) =>
  ((row.changedAt ?? row.updatedAt) as Date).getTime() > Date.parse(String(since));

/** The visible events of the same series, and the parent. */
const relatedTo = ({ row, scope }: Thing): Row[] =>
  scope.rows
    .all('Event')
    .filter(
      (other) => other.id === row.parentId || (row.seriesId !== null && other.seriesId === row.seriesId),
    );
const isAhead = ({ overAt, registrationOpensAt, registrationClosesAt }: Row, now: Date) =>
  [overAt, registrationOpensAt, registrationClosesAt].some((at) => at instanceof Date && at > now);

const eventTests: Readonly<Record<string, Test>> = {
  time: (event, time) => {
    if (time === 'PAST') return isOver(event);
    if (time === 'ONGOING') return !isOver(event) && begins(event) <= event.scope.now.getTime();
    if (event.row.overAt !== null) return !isOver(event);
    return [event.row, ...relatedTo(event)].some((row) => isAhead(row, event.scope.now));
  },
  from: (event, from) => {
    const end = event.row.overAt instanceof Date ? event.row.overAt.getTime() : Number.POSITIVE_INFINITY;
    return !Number.isNaN(begins(event)) && end > Date.parse(String(from));
  },
  to: (event, to) => begins(event) < Date.parse(String(to)),
  kind: isIn('kind'),
  lifecycle: isIn('lifecycle'),
  state: (event, states) => (states as unknown[]).includes(stateOf(event)),
  registration: (event, states) =>
    event.row.registrationRequired !== null && (states as unknown[]).includes(registrationOf(event)),
  attendanceMode: isIn('attendanceMode'),
  organisation: isLinked('Participation', 'eventId', 'organisationId', 'Organisation', ({ role }, filter) =>
    Array.isArray(filter.role) ? filter.role.includes(role) : true,
  ),
  role: () => true,
  person: isLinked('Credit', 'eventId', 'personId', 'Person'),
  series: refersTo('seriesId', 'EventSeries'),
  parent: refersTo('parentId', 'Event'),
  issue: isLinked('IssueItem', 'eventId', 'issueId', 'Issue'),
  changedSince,
};

const tests: Readonly<Record<string, Readonly<Record<string, Test>>>> = {
  Event: eventTests,
  Article: {
    kind: isIn('kind'),
    from: ({ row }, day) => String(dateOf(row) ?? '') >= String(day),
    to: ({ row }, day) => String(dateOf(row) ?? 'never') <= String(day),
    event: isLinked('ArticleEvent', 'articleId', 'eventId', 'Event'),
    organisation: isLinked('ArticleOrganisation', 'articleId', 'organisationId', 'Organisation'),
    person: isLinked('ArticlePerson', 'articleId', 'personId', 'Person'),
    creditedTo: isLinked('Credit', 'articleId', 'personId', 'Person'),
    series: refersTo('seriesId', 'ArticleSeries'),
    issue: isLinked('IssueItem', 'articleId', 'issueId', 'Issue'),
    changedSince,
  },
  Issue: {
    year: ({ row }, year) => row.year === year,
    quarter: ({ row }, quarter) => row.quarter === quarter,
    event: isLinked('IssueItem', 'issueId', 'eventId', 'Event'),
    article: isLinked('IssueItem', 'issueId', 'articleId', 'Article'),
  },
  Organisation: { kind: isIn('kind'), parent: refersTo('parentId', 'Organisation') },
  Person: {
    organisation: isLinked('Office', 'personId', 'organisationId', 'Organisation', ({ kind }, filter) =>
      Array.isArray(filter.office) ? filter.office.includes(kind) : true,
    ),
    office: () => true,
  },
};

/** The filters that every list has. */
const common: Readonly<Record<string, Test>> = { hasLocale: hasWords };

/** The things that a filter lets through. */
export function filtered(list: readonly Thing[], type: string, filter: unknown): Thing[] {
  const given = Object.entries((filter ?? {}) as Args).filter(([, value]) => value !== null);
  for (const name of ['role', 'office'])
    if (given.some(([one]) => one === name) && !given.some(([one]) => one === 'organisation'))
      throw new GraphQLError(`"${name}" needs "organisation".`);
  return list.filter((thing) =>
    given.every(([name, value]) => {
      const test = tests[type]?.[name] ?? common[name];
      if (!test) throw new Error(`The reference knows no filter ${type}.${name}.`);
      return test(thing, value, filter as Args);
    }),
  );
}

/** An object can be named by its id, and where it has a page by a slug, which is looked up like that of a page. */
function idOf(entity: string, named: string, scope: Scope): unknown {
  if (!named.includes('_') && scope.rows.isPage(entity)) return holderOf(scope, entity, named) ?? 'nobody';
  const parsed = parseGlobalId(named, ['id']);
  if (parsed.table !== scope.rows.tableName(entity)) throw new GraphQLError(`${named} is no ${entity}.`);
  return parsed.id;
}
