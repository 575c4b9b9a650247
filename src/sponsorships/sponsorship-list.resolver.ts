import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { globalId, parseGlobalId, uuidOf } from '../content/contract/global-id.js';
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
import { writeDrafts } from '../content/writing/write-drafts.js';
import { Refusal, refuse } from '../foundation/errors.js';
import type { Sponsorship } from './sponsorship.js';
import { sponsorship } from './sponsorship.js';

/** Values that follow from the list itself. */
const implied = new Set(['event', 'series', 'article', 'issue', 'position']);

@InputType({ description: 'A sponsorship of the subject: a new one, or changes of an existing one.' })
export class SponsorshipEntryInput {
  @Field(() => ID, { nullable: true, description: 'The id of an existing sponsorship; omit for a new one.' })
  id?: string | null;
}

for (const { name, type, description } of fieldsOf(sponsorship.declaration.input)) {
  if (implied.has(name)) continue;
  declareField(SponsorshipEntryInput, name, { type, description: description ?? '', isNullable: true });
}

@InputType({ description: 'All sponsorships of an event, a series, an article or an issue.' })
export class SponsorshipsSetInput {
  @Field(() => ID, { description: 'The id of the sponsored object.' }) subject!: string;

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
        const { key, id, content } = subjectOf(store, input.subject);
        await oneAtATime(transaction);
        const seen = { id, expectedVersion: input.expectedVersion };
        let ids: readonly string[] = [];
        await writeShared(transaction, store, content, seen, async (row) => {
          const present = (await transaction.draft.find(sponsorship.entity, {
            where: { [key]: id },
            lock: { mode: 'pessimistic_write' },
          })) as Sponsorship[];
          const changes = await changesTo(store, input);
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

/** The reference to the subject. @throws Refusal INVALID_ID */
function subjectOf(store: ContentStore, subject: string): Subject {
  const path = ['input', 'subject'];
  const { table, id } = parseGlobalId(subject, path);
  for (const field of sponsorship.declaration.accompanies ?? []) {
    const reference = sponsorship.references.get(field);
    const content = store.types.find((type) => type === reference?.target());
    if (reference && content?.table === table) return { field, key: reference.key, id, content };
  }
  return refuse('INVALID_ID', sentences.otherType('event, series, article or issue', subject), path);
}

async function changesTo(store: ContentStore, input: SponsorshipsSetInput): Promise<Change[]> {
  const { field } = subjectOf(store, input.subject);
  const type = (await inputsOf(store)).typeOf(sponsorship);
  return input.sponsorships.map((entry, index): Change => {
    const { id, ...fields } = entry;
    const document = { ...collapse(type, fields, store.locales), [field]: input.subject, position: index };
    const path = ['input', 'sponsorships', String(index)];
    const locate = (place: readonly string[]) => [...path, ...pathInInput(entry, place, store.locales)];
    if (!id) return { content: sponsorship, mode: 'CREATE', document, locate };
    return {
      content: sponsorship,
      mode: 'UPDATE',
      id: uuidOf(sponsorship.table, id, [...path, 'id']),
      document,
      locate,
    };
  });
}
