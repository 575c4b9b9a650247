import { type ContentType, PartType } from '../model/content-type.js';
import { paged, type Relation, relate } from '../model/relation.js';
import { changeList, idOfKey, inDraftOnly, publication } from '../sql/history.js';
import { FieldChangeType, Publication, RevisionType } from './history.type.js';
import { Revision } from './revision.entity.js';

const revision = new PartType({
  name: 'Revision',
  entity: Revision,
  type: RevisionType,
  schema: 'system',
  fields: { changes: changeList, keyId: idOfKey },
});

/** Adds the fields for editors that every object has: `revisions` and `publication`. */
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
  }
  return types;
}

/** Types that are reached only through JSON columns. */
export const historyTypes: readonly Function[] = [FieldChangeType];
