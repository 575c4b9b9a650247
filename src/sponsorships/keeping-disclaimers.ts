import { type EntityManager, In } from 'typeorm';
import type { ContentType } from '../content/content-type.js';
import {
  PublicationAction,
  type PublicationChange,
  type PublicationListener,
} from '../content/publishing/publication.js';
import { refuse } from '../foundation/errors.js';
import { fundingProgramme } from './funding-programme.content.js';
import { FundingProgramme } from './funding-programme.entity.js';
import { sponsorship } from './sponsorship.content.js';
import { Sponsorship } from './sponsorship.entity.js';

/**
 * Refuses to take away what the public is told by that a disclaimer has to be shown: the programme of a published
 * sponsorship, and the sponsorship of something that is published. Where nobody pays any more, the sponsorship is deleted.
 */
export const keepingDisclaimers: PublicationListener = async ({ published }, changes) => {
  const { UNPUBLISHED, DELETED } = PublicationAction;
  const programmes = await mandatory(published, idsIn(changes, fundingProgramme, [UNPUBLISHED, DELETED]));
  if (programmes.length > 0 && (await published.existsBy(Sponsorship, { programmeId: In(programmes) })))
    refuse('IN_USE', programmeInUse, ['input']);
  const hidden = idsIn(changes, sponsorship, [UNPUBLISHED]);
  for (const backing of hidden.length > 0 ? await published.findBy(Sponsorship, { id: In(hidden) }) : []) {
    const [programme] = await mandatory(published, backing.programmeId ? [backing.programmeId] : []);
    if (programme && (await isSubjectPublic(published, backing)))
      refuse('IN_USE', subjectIsPublic, ['input']);
  }
};

function idsIn(
  changes: readonly PublicationChange[],
  type: ContentType,
  actions: readonly PublicationAction[],
): string[] {
  return changes
    .filter(({ content, action }) => content === type && actions.includes(action))
    .map(({ id }) => id);
}

async function mandatory(published: EntityManager, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = await published.findBy(FundingProgramme, { id: In([...ids]), isDisclaimerMandatory: true });
  return found.map(({ id }) => id);
}

async function isSubjectPublic(published: EntityManager, backing: Sponsorship): Promise<boolean> {
  for (const name of sponsorship.declaration.accompanies ?? []) {
    const reference = sponsorship.references.get(name);
    const id = reference && backing[reference.key as keyof Sponsorship];
    if (reference && typeof id === 'string') return published.existsBy(reference.target().entity, { id });
  }
  return false;
}

const programmeInUse = {
  en: 'Published sponsorships demand the disclaimer of this programme; delete them, or take out what they are of and then them, before the programme.',
  'zh-Hant':
    '已發布的贊助資料要求附上此計劃的免責聲明；請先刪除這些贊助資料，或先撤回受資助的內容及其贊助資料。',
};

const subjectIsPublic = {
  en: 'What is sponsored is published, and must be shown with the disclaimer of its programme; take that out first, or delete the sponsorship when there is none any more.',
  'zh-Hant':
    '受資助的內容已經發布，必須附上資助計劃的免責聲明；請先撤回該內容；如不再獲資助，請刪除此項贊助資料。',
};
