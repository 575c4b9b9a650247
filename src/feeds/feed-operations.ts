import { parse } from 'graphql';
import { organiserRoles } from '../events/event.enum.js';

const ORIGIN = 'localization { requested fallbacks { field locale } }';
const DISCLAIMERS = 'requiredDisclaimers { text locale }';

const EVENT = `
  __typename id slug kindLabel title shortName summary publishedAt changedAt lifecycle attendanceMode onlineUrl
  bodyHtml: description(format: HTML) @include(if: $html) bodyText: description(format: TEXT) @include(if: $text)
  schedule { precision start end startDate endDate timeZone }
  venue { name room address mapUrl }
  participations(role: [${organiserRoles.join(', ')}]) { displayName organisation { website } }
  credits(role: [SPEAKER, KEYNOTE_SPEAKER, MODERATOR]) { displayName }
  sponsorships { type typeLabel displayName organisation { website } }
  ${DISCLAIMERS}
  admission { type price currency }
  registration { url }
  categories spokenLanguages session
  series { id title } parent { id }
  links(rel: [DETAILS]) { url }
  ${ORIGIN}`;

const ARTICLE = `
  __typename id slug kindLabel title summary publishedAt publishedOn changedAt
  bodyHtml: body(format: HTML) @include(if: $html) bodyText: body(format: TEXT) @include(if: $text)
  credits(role: [AUTHOR]) { displayName }
  ${DISCLAIMERS}
  external { url }
  links(rel: [DETAILS]) { url }
  ${ORIGIN}`;

/** What feeds ask of the API, as anybody could. */
export const operations = {
  events:
    parse(`query EventFeed($html: Boolean!, $text: Boolean!, $filter: EventFilter, $orderBy: EventOrder, $first: Int, $after: String, $locale: Locale) {
    page: events(filter: $filter, orderBy: $orderBy, first: $first, after: $after, locale: $locale) {
      nodes { ${EVENT} } pageInfo { hasNextPage endCursor }
    }
  }`),
  eventChanges:
    parse(`query EventChanges($filter: EventFilter, $orderBy: EventOrder, $first: Int, $after: String, $locale: Locale) {
    page: events(filter: $filter, orderBy: $orderBy, first: $first, after: $after, locale: $locale) {
      nodes { changedAt } pageInfo { hasNextPage endCursor }
    }
  }`),
  changes: parse(`query Changes($filter: EventFilter, $first: Int, $locale: Locale) {
    page: events(filter: $filter, orderBy: UPDATED_AT_DESC, first: $first, locale: $locale) {
      nodes { id title kindLabel changedAt } pageInfo { hasNextPage endCursor }
    }
  }`),
  event: parse(
    `query OneEvent($html: Boolean!, $text: Boolean!, $id: ID!, $locale: Locale) { event(id: $id, locale: $locale) { ${EVENT} } }`,
  ),
  withdrawn: parse(`query Withdrawn($filter: EventFilter, $first: Int!, $after: String, $locale: Locale) {
    page: withdrawnEvents(filter: $filter, first: $first, after: $after, locale: $locale) {
      nodes { id title withdrawnAt schedule { precision start end startDate endDate timeZone } }
      pageInfo { hasNextPage endCursor }
    }
  }`),
  articles:
    parse(`query ArticleFeed($html: Boolean!, $text: Boolean!, $filter: ArticleFilter, $orderBy: ArticleOrder, $first: Int, $after: String, $locale: Locale) {
    page: articles(filter: $filter, orderBy: $orderBy, first: $first, after: $after, locale: $locale) {
      nodes { ${ARTICLE} } pageInfo { hasNextPage endCursor }
    }
  }`),
  articleChanges:
    parse(`query ArticleChanges($filter: ArticleFilter, $orderBy: ArticleOrder, $first: Int, $after: String, $locale: Locale) {
    page: articles(filter: $filter, orderBy: $orderBy, first: $first, after: $after, locale: $locale) {
      nodes { changedAt } pageInfo { hasNextPage endCursor }
    }
  }`),
  issue: parse(`query IssueFeed($html: Boolean!, $text: Boolean!, $id: ID, $slug: String, $locale: Locale) {
    issue(id: $id, slug: $slug, locale: $locale) {
      id slug title updatedAt ${DISCLAIMERS}
      sections { items { content { ... on Event { ${EVENT} } ... on Article { ${ARTICLE} } } } }
    }
  }`),
  hasId: parse('query HasId($named: ID!) { node(id: $named) { id } }'),
  hasSlug:
    parse(`query HasSlug($named: String!, $locale: Locale, $organisation: Boolean! = false, $person: Boolean! = false, $event: Boolean! = false, $issue: Boolean! = false) {
    organisation(slug: $named, locale: $locale) @include(if: $organisation) { id }
    person(slug: $named, locale: $locale) @include(if: $person) { id }
    event(slug: $named, locale: $locale) @include(if: $event) { id }
    issue(slug: $named, locale: $locale) @include(if: $issue) { id }
  }`),
} as const;
