import type { Row, Rows, Thing } from './naive-rows.js';
import { inForce, type Resolve } from './naive-values.js';

const SUBJECTS = ['eventId', 'seriesId', 'articleId', 'issueId'];

/** Everything that is presented with an object, itself included: by id, as far as its rows say so. */
function presented(rows: Rows, start: string): ReadonlySet<unknown> {
  const found = new Set<unknown>([start]);
  for (const id of found) {
    const events = [...rows.all('Event'), ...rows.all('WithdrawnEvent')].filter((row) => row.id === id);
    for (const { parentId, seriesId } of events)
      for (const other of [parentId, seriesId]) if (other) found.add(other);
    for (const link of rows.all('ArticleEvent')) if (link.articleId === id) found.add(link.eventId);
    for (const item of rows.all('IssueItem').filter(({ issueId }) => issueId === id)) {
      if (rows.get('Article', item.articleId)) found.add(item.articleId);
      if (rows.get('Event', item.eventId)) found.add(item.eventId);
    }
  }
  return found;
}

/** What has to be shown with an object: each wording once, the object's own first. */
export const requiredDisclaimers: Resolve = (from, args) => {
  const { rows } = from.scope;
  const ids = presented(rows, from.row.id);
  const isOwn = (row: Row) => SUBJECTS.some((key) => row[key] === from.row.id);
  const demanding = rows
    .all('Sponsorship')
    .filter((row) => SUBJECTS.some((key) => row[key] !== null && ids.has(row[key])))
    .filter((row) => rows.get('FundingProgramme', row.programmeId)?.isDisclaimerMandatory === true)
    .sort(
      (a, b) =>
        Number(isOwn(b)) - Number(isOwn(a)) ||
        Number(a.position) - Number(b.position) ||
        (a.id < b.id ? -1 : 1),
    );
  const wordings = new Map<string, unknown>();
  for (const row of demanding) {
    const sponsorship: Thing = { __typename: 'Sponsorship', row, scope: from.scope };
    const wording = inForce('programmeId')(sponsorship, args) as Thing | null;
    if (!wording) continue;
    const key = JSON.stringify([wording.row.text, wording.row.locale]);
    if (!wordings.has(key)) wordings.set(key, { ...wording, __typename: 'RequiredDisclaimer', sponsorship });
  }
  return [...wordings.values()];
};

/** A field of the sponsorship that demands a wording. */
export const ofSponsorship =
  (resolve: Resolve): Resolve =>
  (from, args) =>
    resolve((from as Thing & { readonly sponsorship: Thing }).sponsorship, args);
