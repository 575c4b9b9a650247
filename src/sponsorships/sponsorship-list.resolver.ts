import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { globalId, isGlobalId, parseGlobalId, uuidOf } from '../content/contract/global-id.js';
import { sentences } from '../content/contract/sentences.js';
import { deleteDraft } from '../content/editing/bin.js';
import { changeObjects } from '../content/editing/change-objects.js';
import type { MutationContext } from '../content/editing/mutation.js';
import { fieldsOf } from '../content/editing/patch.input.js';
import { type ChangedObjects, listPayloadOf } from '../content/editing/payload.type.js';
import type { ContentType } from '../content/model/content-type.js';
import { declareField } from '../content/model/declare.js';
import { collapse, pathInInput } from '../content/model/document.js';
import { oneAtATime } from '../content/publishing/one-at-a-time.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Change } from '../content/writing/change.js';
import { touch } from '../content/writing/change-document.js';
import { writeShared } from '../content/writing/current-version.js';
import { inputsOf } from '../content/writing/input.js';
import { References } from '../content/writing/references.js';
import { writeDrafts } from '../content/writing/write-drafts.js';
import { Refusal, refuse } from '../foundation/errors.js';
import type { Sponsorship } from './sponsorship.js';
import { sponsorship } from './sponsorship.js';

const SUBJECTS = 'event, series, article or issue';
/** Values that follow from the list itself. */
const implied = new Set(['event', 'series', 'article', 'issue', 'position']);

@InputType({ description: 'A sponsorship of the subject: a new one, or changes of an existing one.' })
export class SponsorshipEntryInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The id or external reference of an existing sponsorship; omit for a new one.',
  })
  id?: string | null;
}

for (const { name, type, description } of fieldsOf(sponsorship.declaration.input)) {
  if (implied.has(name)) continue;
  declareField(SponsorshipEntryInput, name, { type, description: description ?? '', isNullable: true });
}

@InputType({ description: 'All sponsorships of an event, a series, an article or an issue.' })
export class SponsorshipsSetInput {
  @Field(() => ID, { description: 'The id or external reference of the sponsored object.' }) subject!: string;

  @Field(() => Int, {
    description:
      'The `version` of the subject that was read: if a field that all languages share has changed since, nothing is written.',
  })
  expectedVersion!: number;

  @Field(() => [SponsorshipEntryInput], {
    description:
      'The sponsorships, in order; existing ones that are not listed move to the bin, and are no longer public from that moment on.',
  })
  sponsorships!: SponsorshipEntryInput[];
}

@Resolver()
export class SponsorshipListResolver {
  @Mutation(() => listPayloadOf(sponsorship), {
    description:
      'Sets the list of sponsorships of an object. For editors; removing published ones takes effect in public at once, and needs the right to publish, too.',
  })
  sponsorshipsSet(
    @Arg('input', () => SponsorshipsSetInput, {
      description: 'The object and its sponsorships.',
      validate: false,
    })
    input: SponsorshipsSetInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ChangedObjects> {
    const { store, viewer } = context;
    return changeObjects(
      sponsorship,
      'WRITE',
      context,
      info,
      async (transaction) => {
        const references = new References(transaction.draft);
        const subject = await subjectOf(store, references, input.subject);
        const { key, id, content } = subject;
        await oneAtATime(transaction);
        const seen = { id, expectedVersion: input.expectedVersion };
        let ids: readonly string[] = [];
        await writeShared(transaction, store, content, seen, async (row) => {
          const present = (await transaction.draft.find(sponsorship.entity, {
            where: { [key]: id },
            lock: { mode: 'pessimistic_write' },
          })) as Sponsorship[];
          const changes = await changesTo(store, references, subject, input.sponsorships);
          const listed = new Set(changes.map((change) => change.id));
          const left = present.filter((each) => !listed.has(each.id));
          for (const { id, version } of left) {
            const gone = { content: sponsorship, id, expectedVersion: version };
            await deleteDraft(transaction, store, viewer, gone).catch(wrongWithList);
          }
          const written = await writeDrafts(transaction, store, viewer, changes);
          ids = written.map((each) => each.id);
          const before = [...present].sort((a, b) => a.position - b.position).map((each) => each.id);
          const named = (list: readonly string[]) => list.map((each) => globalId(sponsorship.table, each));
          const change = { path: 'sponsorships', locale: null, before: named(before), after: named(ids) };
          await touch(transaction, store, viewer, { content, row, change });
          return left.length > 0 || written.some(({ isNew, changes }) => isNew || changes.length > 0);
        });
        return ids;
      },
      'PUBLIC',
    );
  }
}

/** Errors of deleting a sponsorship are errors of the list that omits it. */
function wrongWithList(error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  throw new Refusal(error.problems.map((each) => ({ ...each, path: ['input', 'sponsorships'] })));
}

interface Subject {
  readonly content: ContentType;
  readonly id: string;
  /** The reference of sponsorships to it: input field and column. */
  readonly field: string;
  readonly key: string;
}

/** @throws Refusal INVALID_ID, NOT_FOUND, or INVALID_INPUT if objects of several types have the external reference */
async function subjectOf(store: ContentStore, references: References, subject: string): Promise<Subject> {
  const path = ['input', 'subject'];
  const kinds = (sponsorship.declaration.accompanies ?? []).flatMap((field) => {
    const reference = sponsorship.references.get(field);
    const content = store.types.find((type) => type === reference?.target());
    return reference && content ? [{ field, key: reference.key, content }] : [];
  });
  if (isGlobalId(subject)) {
    const { table, id } = parseGlobalId(subject, path);
    const kind = kinds.find(({ content }) => content.table === table);
    return kind ? { ...kind, id } : refuse('INVALID_ID', sentences.otherType(SUBJECTS, subject), path);
  }
  await references.fetch(kinds.map(({ content }) => [content, subject]));
  const found: Subject[] = [];
  for (const kind of kinds) {
    const id = await references.find(kind.content, subject);
    if (id) found.push({ ...kind, id });
  }
  const [only, ...others] = found;
  if (!only) return refuse('NOT_FOUND', sentences.noSuchObject(SUBJECTS, subject), path);
  if (others.length === 0) return only;
  const ids = found.map(({ content, id }) => globalId(content.table, id));
  return refuse('INVALID_INPUT', sentences.isAmbiguous(subject, ids), path);
}

async function changesTo(
  store: ContentStore,
  references: References,
  { field, content, id: subject }: Subject,
  entries: readonly SponsorshipEntryInput[],
): Promise<Change[]> {
  const type = (await inputsOf(store)).typeOf(sponsorship);
  const changes: Change[] = [];
  for (const [index, entry] of entries.entries()) {
    const { id, ...fields } = entry;
    const owner = { [field]: globalId(content.table, subject), position: index };
    const document = { ...collapse(type, fields, store.locales), ...owner };
    const path = ['input', 'sponsorships', String(index)];
    const locate = (place: readonly string[]) => [...path, ...pathInInput(entry, place, store.locales)];
    const change = { content: sponsorship, document, locate };
    if (id) changes.push({ ...change, mode: 'UPDATE', id: await idOf(references, id, [...path, 'id']) });
    else changes.push({ ...change, mode: 'CREATE' });
  }
  return changes;
}

async function idOf(references: References, id: string, path: readonly string[]): Promise<string> {
  if (isGlobalId(id)) return uuidOf(sponsorship.table, id, path);
  const found = await references.resolve(sponsorship, id, path);
  if (typeof found !== 'string') throw new Refusal([found]);
  return found;
}
