import { ArticleKind } from '../../src/articles/article.enum.js';
import { globalId } from '../../src/content/contract/global-id.js';
import { ContactStatus, EventKind, OrganisationRole, organiserRoles } from '../../src/events/event.enum.js';
import { EventState, RegistrationState } from '../../src/events/event-state.js';
import { SectionKind } from '../../src/issues/issue.enum.js';
import { OrganisationKind, OrganisationRelationType } from '../../src/organisations/organisation.enum.js';
import { OfficeKind, PersonRole } from '../../src/people/person.enum.js';
import { SponsorshipType } from '../../src/sponsorships/sponsorship.enum.js';
import { ofSponsorship, requiredDisclaimers } from './naive-disclaimers.js';
import { filtered } from './naive-filters.js';
import {
  BY_NAME,
  BY_PLACE,
  BY_SESSION,
  BY_START,
  connection,
  LATEST_CREDIT,
  LATEST_INSTALMENT,
  LATEST_SPONSORSHIP,
  orderOf,
} from './naive-lists.js';
import { isForeignTitle, localization, partFallbacks } from './naive-localization.js';
import { shownName } from './naive-printing.js';
import { type Args, dateOf, instant, ordered, parts, type Row, type Thing, text } from './naive-rows.js';
import { registrationOf, stateOf } from './naive-states.js';
import {
  dayOfSubject,
  given,
  group,
  inForce,
  is,
  isHeld,
  isOver,
  label,
  labelled,
  localeOf,
  many,
  neighbour,
  one,
  oneOf,
  or,
  own,
  type Resolve,
  through,
  today,
  wallTime,
  words,
} from './naive-values.js';

// ---- the fields that are more than a column of the same name ---

const sponsorships = (key: string) => many('Sponsorship', key);
/** A session shows the sponsorships of its series with its own. */
const sponsorshipsOfEvent: Resolve = ({ row, scope }) => {
  const all = scope.rows.all('Sponsorship').filter((sponsorship) => {
    const isOfSeries = row.seriesId !== null && sponsorship.seriesId === row.seriesId;
    return sponsorship.eventId === row.id || isOfSeries;
  });
  return ordered(scope, 'Sponsorship', all);
};
const byRole = (row: Row, { role }: Args) => given(role, row.role);
/** An instant as answers have it. */
const at =
  (resolve: Resolve): Resolve =>
  (from, args) => {
    const value = resolve(from, args);
    return value instanceof Date ? instant(value) : value;
  };
const heldAt = (row: Row, { at }: Args) => typeof at !== 'string' || isHeld(row, at);

const changedAt = at(or(is('changedAt'), is('updatedAt')));

const event: Readonly<Record<string, Resolve>> = {
  changedAt,
  kindLabel: label('kind', EventKind),
  state: stateOf,
  stateLabel: labelled(stateOf, EventState),
  lifecycleLabel: labelled(stateOf, EventState),
  previousStart: wallTime('previousStart'),
  schedule: group('Schedule'),
  registration: group('Registration', (row) => row.registrationRequired !== null),
  admission: group('Admission', (row) => row.admissionType !== null),
  categories: (from) =>
    (from.row.categories as unknown[])
      .map((category) => words(from, category, from.scope.locale))
      .filter((category) => category !== null),
  parent: one('Event', 'parentId'),
  children: (from, args) => connection(parts(from, 'Event', 'parentId'), 'Event', BY_START, args),
  venue: one('Venue', 'venueId'),
  series: one('EventSeries', 'seriesId'),
  participations: many('Participation', 'eventId', byRole),
  organisers: through(['Participation', 'eventId', 'organisationId', 'Organisation'], ({ role }) =>
    given(organiserRoles, role),
  ),
  credits: many('Credit', 'eventId', byRole),
  contacts: many('Contact', 'eventId'),
  links: many('Link', 'eventId', (row, { rel }) => given(rel, row.rel)),
  articles: through(['ArticleEvent', 'eventId', 'articleId', 'Article']),
  issues: through(['IssueItem', 'eventId', 'issueId', 'Issue']),
  sponsorships: sponsorshipsOfEvent,
  requiredDisclaimers,
};

const eventGroups: Readonly<Record<string, Readonly<Record<string, Resolve>>>> = {
  Schedule: {
    start: wallTime('startsAt'),
    end: wallTime('endsAt'),
    allDay: ({ row }) => row.precision === 'DATE',
    isOver,
  },
  Registration: {
    isRequired: is('registrationRequired'),
    url: is('registrationUrl'),
    opensAt: wallTime('registrationOpensAt'),
    deadline: wallTime('registrationDeadline'),
    isFull: ({ row }) => row.registrationFull === true,
    state: registrationOf,
    stateLabel: labelled(registrationOf, RegistrationState),
    isOpen: (from) => registrationOf(from) === 'OPEN',
  },
  Admission: { type: is('admissionType'), note: own('admissionNote') },
};

const article: Readonly<Record<string, Resolve>> = {
  changedAt,
  publishedOn: ({ row }) => dateOf(row),
  kindLabel: label('kind', ArticleKind),
  external: group('ExternalPublication', (row) => row.isExternal === true),
  series: one('ArticleSeries', 'seriesId'),
  credits: many('Credit', 'articleId', byRole),
  aboutEvents: through(['ArticleEvent', 'articleId', 'eventId', 'Event']),
  aboutOrganisations: through(['ArticleOrganisation', 'articleId', 'organisationId', 'Organisation']),
  aboutPeople: through(['ArticlePerson', 'articleId', 'personId', 'Person']),
  links: many('Link', 'articleId', (row, { rel }) => given(rel, row.rel)),
  issues: through(['IssueItem', 'articleId', 'issueId', 'Issue']),
  sponsorships: sponsorships('articleId'),
  requiredDisclaimers,
};

const organisation: Readonly<Record<string, Resolve>> = {
  kindLabel: label('kind', OrganisationKind),
  names: many('OrganisationName', 'organisationId'),
  parent: one('Organisation', 'parentId'),
  children: (from, args) =>
    connection(parts(from, 'Organisation', 'parentId'), 'Organisation', BY_NAME, args),
  relations: many('OrganisationRelation', 'organisationId'),
  events: (from, args) => {
    const list = through(['Participation', 'organisationId', 'eventId', 'Event'], byRole)(from, args);
    const order = orderOf('Event', String(args.orderBy ?? 'START_DESC'));
    if (!order) throw new Error(`The reference knows no order ${args.orderBy}.`);
    return connection(filtered(list, 'Event', args.filter), 'Event', order, args);
  },
  people: (from, args) =>
    connection(
      through(['Office', 'organisationId', 'personId', 'Person'], heldAt)(from, args),
      'Person',
      BY_NAME,
      args,
    ),
  officers: many('Office', 'organisationId', (row, args) => heldAt(row, args) && given(args.kind, row.kind)),
  sponsorships: (from, args) =>
    connection(parts(from, 'Sponsorship', 'organisationId'), 'Sponsorship', LATEST_SPONSORSHIP, args),
};

const issue: Readonly<Record<string, Resolve>> = {
  sections: many('IssueSection', 'issueId'),
  articles: (from, args) =>
    connection(
      through(['IssueItem', 'issueId', 'articleId', 'Article'])(from, args),
      'Article',
      BY_PLACE,
      args,
    ),
  events: (from, args) =>
    connection(through(['IssueItem', 'issueId', 'eventId', 'Event'])(from, args), 'Event', BY_PLACE, args),
  previous: neighbour(-1),
  next: neighbour(1),
  sponsorships: sponsorships('issueId'),
  requiredDisclaimers,
};

const fields: Readonly<Record<string, Readonly<Record<string, Resolve>>>> = {
  ...eventGroups,
  Localization: localization,
  Event: event,
  Article: article,
  Organisation: organisation,
  Issue: issue,
  ExternalPublication: {
    outlet: own('externalOutlet'),
    url: is('externalUrl'),
    publishedOn: is('externalPublishedOn'),
  },
  EventSeries: {
    sessions: (from, args) => connection(parts(from, 'Event', 'seriesId'), 'Event', BY_SESSION, args),
    sponsorships: sponsorships('seriesId'),
  },
  ArticleSeries: {
    partners: through(['ArticleSeriesPartner', 'seriesId', 'organisationId', 'Organisation']),
    articles: (from, args) =>
      connection(parts(from, 'Article', 'seriesId'), 'Article', LATEST_INSTALMENT, args),
  },
  Participation: {
    roleLabel: or(own('label'), label('role', OrganisationRole)),
    displayName: shownName,
    organisation: one('Organisation', 'organisationId'),
  },
  Contact: {
    statusLabel: label('status', ContactStatus),
    label: own('label'),
    organisationName: shownName,
    organisation: one('Organisation', 'organisationId'),
  },
  Link: { label: own('label') },
  IssueSection: {
    heading: or(own('heading'), label('kind', SectionKind)),
    items: many('IssueItem', 'sectionId'),
  },
  IssueItem: {
    displayTitle: own('displayTitle'),
    excerpt: own('excerpt'),
    content: oneOf({ articleId: 'Article', eventId: 'Event' }),
  },
  OrganisationRelation: {
    typeLabel: label('type', OrganisationRelationType),
    organisation: one('Organisation', 'otherId'),
  },
  Person: {
    names: many('PersonName', 'personId'),
    offices: many('Office', 'personId', heldAt),
    credits: (from, args) =>
      connection(
        parts(from, 'Credit', 'personId', (row) => byRole(row, args)),
        'Credit',
        LATEST_CREDIT,
        args,
      ),
  },
  Office: {
    // A label in the reader's language comes before a title in another one.
    title: or(
      (from, args) => (isForeignTitle(from.row, localeOf(from, args)) ? null : own('title')(from, args)),
      label('kind', OfficeKind),
    ),
    start: is('startDate'),
    end: is('endDate'),
    isCurrent: (from) => isHeld(from.row, today(from.scope)),
    organisation: one('Organisation', 'organisationId'),
    person: one('Person', 'personId'),
  },
  Credit: {
    roleLabel: label('role', PersonRole),
    displayName: shownName,
    affiliation: own('affiliation'),
    person: one('Person', 'personId'),
    subject: oneOf({ eventId: 'Event', articleId: 'Article' }),
    offices: (from) => {
      const { scope, row } = from;
      const held = (office: Row) => office.personId === row.personId && isHeld(office, dayOfSubject(from));
      return ordered(scope, 'Office', scope.rows.all('Office').filter(held));
    },
  },
  FundingProgramme: {
    administeredBy: one('Organisation', 'administeredById'),
    disclaimer: inForce('id'),
    disclaimers: many('Disclaimer', 'programmeId'),
  },
  RequiredDisclaimer: {
    programme: ofSponsorship(one('FundingProgramme', 'programmeId')),
    subject: ofSponsorship(
      oneOf({ eventId: 'Event', seriesId: 'EventSeries', articleId: 'Article', issueId: 'Issue' }),
    ),
  },
  Sponsorship: {
    typeLabel: label('type', SponsorshipType),
    displayName: shownName,
    organisation: one('Organisation', 'organisationId'),
    programme: one('FundingProgramme', 'programmeId'),
    disclaimer: inForce('programmeId'),
    subject: oneOf({ eventId: 'Event', seriesId: 'EventSeries', articleId: 'Article', issueId: 'Issue' }),
  },
};

/** The value of a field of a thing. */
export function fieldOf(from: Thing, name: string, args: Args): unknown {
  const { __typename, row, scope } = from;
  const special = fields[__typename]?.[name];
  if (special) return special(from, args);
  if (name === 'id') return globalId(scope.rows.tableName(__typename), row.id);
  if (name === 'localization') return { ...from, __typename: 'Localization', entity: __typename };
  if (name === 'redirectedFrom') {
    return from.requestedSlug === text(from, 'slug', {}) ? null : (from.requestedSlug ?? null);
  }
  if (name === 'fallbacks') return partFallbacks(from, args);
  const value = name in row ? row[name] : text(from, name, args);
  return value instanceof Date ? instant(value) : value;
}
