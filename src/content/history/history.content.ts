import { type ContentType, PartType } from '../model/content-type.js';
import { addFilter, type Filter } from '../model/listing.js';
import { paged, type Relation, relate } from '../model/relation.js';
import { LocaleScalar } from '../model/scalars.js';
import { hasLocale } from '../sql/conditions.js';
import {
  changeList,
  idOfKey,
  inDraftOnly,
  isChanged,
  isChangedBy,
  isPublic,
  lacksLocale,
  ofDraftOnly,
  publication,
} from '../sql/history.js';
import { Publication, RevisionType } from './history.type.js';
import { Revision } from './revision.entity.js';

const revision = new PartType({
  name: 'Revision',
  entity: Revision,
  type: RevisionType,
  schema: 'system',
  fields: { changes: changeList, keyId: idOfKey },
});

/** Filters for the daily work of editors, by name. */
const draftFilters: Readonly<Record<string, Filter>> = {
  lacksLocale: {
    type: () => LocaleScalar,
    description: 'Not translated into this locale. Only with `stage: DRAFT`.',
    condition: lacksLocale(hasLocale),
  },
  isChanged: {
    type: () => Boolean,
    description:
      'Whether an earlier version is public, so that there are changes to publish. Only with `stage: DRAFT`.',
    condition: isChanged,
  },
  isPublic: {
    type: () => Boolean,
    description: 'Whether any version is public. Only with `stage: DRAFT`.',
    condition: isPublic,
  },
  changedBy: {
    type: () => String,
    description:
      'Changed by the account with this name, or by the caller with `me`; with `isChanged: true` since the last publication in all languages. Only with `stage: DRAFT`.',
    condition: isChangedBy,
  },
};

/** The names of filters that only editors may use. */
export const DRAFT_FILTERS: readonly string[] = Object.keys(draftFilters);

/** Adds what editors see of every object, `revisions` and `publication`, and the filters of their lists. */
export function withHistory(types: readonly ContentType[]): readonly ContentType[] {
  for (const type of types) {
    const revisions = paged(() => revision, {
      key: 'contentId',
      description: 'The history, latest first. Only with `stage: DRAFT`.',
      only: (row) => `not ${row.column('isContinued')}`,
      orders: { LATEST: { keys: [], direction: 'desc' } },
      defaultOrder: 'LATEST',
    });
    const published: Relation = {
      field: {
        type: () => Publication,
        description: 'How the draft compares with what is public. Only with `stage: DRAFT`.',
      },
      plan: publication,
    };
    relate(type, {
      revisions: { ...revisions, plan: inDraftOnly(revisions.plan) },
      publication: { ...published, plan: inDraftOnly(published.plan) },
    });
    if (!type.declaration.listing) continue;
    for (const [name, filter] of Object.entries(draftFilters))
      addFilter(type, name, { ...filter, condition: ofDraftOnly(filter.condition) });
  }
  return types;
}
