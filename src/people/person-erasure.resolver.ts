import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Ctx,
  Extensions,
  Field,
  ID,
  Info,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { assertMay } from '../content/contract/access.js';
import { uuidOf } from '../content/contract/global-id.js';
import { sentences as messages } from '../content/contract/sentences.js';
import { eraseObject, forgetFormerSlugs } from '../content/editing/erase-object.js';
import { type MutationContext, runMutation } from '../content/editing/mutation.js';
import { redact } from '../content/editing/redact.js';
import { occurrencesOf } from '../content/history/occurrences.js';
import { conditionOf, MIN_TERM, patternOf } from '../content/history/terms.js';
import { UserError } from '../content/writing/user-error.js';
import { problem, Refusal, refuse, type Sentence } from '../foundation/errors.js';
import { hasText } from '../foundation/text.js';
import { namedIn } from './named-in.js';
import { person } from './person.js';

/** The subject of the right to erase and search personal data, in the table of rights. */
const PERSONAL_DATA = 'PersonalData';
/** Looking through the whole history takes longer than other statements. */
const HISTORY_TIMEOUT = "set local statement_timeout = '30s'";
const MAX_TERMS = 50;
const MAX_TERM = 200;
const MIN_REASON = 3;
const MAX_REASON = 500;

@InputType({ description: 'A person to erase.' })
export class PersonEraseInput {
  @Field(() => ID, {
    description:
      'The id of the person, who may also be in the bin or only in the history; or, with `names`, that of a person erased before.',
  })
  id!: string;

  @Field({
    description:
      'The reason for the audit log, such as "Request of 2026-11-30, ref. 12". It must not contain the name.',
  })
  reason!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'Further spellings, of at least two characters. They are also removed from the history of objects that do not refer to the person.',
  })
  names?: string[] | null;
}

@ObjectType({ description: 'Rows of the database that contain one of the terms.' })
export class PersonalDataOccurrence {
  @Field({ description: 'The table, such as `published.article_text`.' }) table!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the object that the rows belong to; null if there is none.',
  })
  object?: string | null;

  @Field(() => Int, { description: 'The number of rows.' }) rows!: number;
}

@ObjectType({ description: 'The result of erasing a person.' })
export class PersonErasePayload {
  @Field(() => ID, { nullable: true, description: 'The id of the erased person; null if there are errors.' })
  erasedId?: string | null;

  @Field(() => [PersonalDataOccurrence], {
    description:
      'Where the names remain, in texts that only an editor can fix, for example the body of an article. Otherwise empty.',
  })
  remaining!: readonly PersonalDataOccurrence[];

  @Field(() => [UserError], {
    description: 'Errors that the caller can fix; if there are any, nothing was written.',
  })
  userErrors!: readonly UserError[];
}

@Resolver()
export class PersonErasureResolver {
  @Extensions({ isLong: true })
  @Query(() => [PersonalDataOccurrence], {
    description:
      'Searches the whole database for terms such as the names of a person: drafts, published content, history, bin, search index, logs. For administrators.',
  })
  async personalData(
    @Arg('terms', () => [String], {
      description:
        'The terms to search for, ignoring case; Latin ones as whole words. At least two characters each.',
    })
    terms: string[],
    @Ctx() { store, viewer, record }: MutationContext,
  ): Promise<readonly PersonalDataOccurrence[]> {
    assertMay(viewer, 'MANAGE', PERSONAL_DATA);
    if (terms.length === 0) refuse('INVALID_INPUT', sentences.howMany, ['terms']);
    assertTerms(terms, ['terms']);
    return occurrencesOf(store, terms, record);
  }

  @Mutation(() => PersonErasePayload, {
    description:
      'Erases a person for good from drafts, published content including by-lines, history, bin, search index and logs. This cannot be undone. For administrators.',
  })
  async personErase(
    @Arg('input', () => PersonEraseInput, { description: 'The person and the reason.', validate: false })
    input: PersonEraseInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PersonErasePayload> {
    const { store, viewer } = context;
    let names: readonly string[] | undefined;
    const { userErrors } = await runMutation(
      context,
      info,
      async (transaction) => {
        assertMay(viewer, 'MANAGE', PERSONAL_DATA);
        const { length } = input.reason;
        if (!hasText(input.reason) || length < MIN_REASON || length > MAX_REASON)
          refuse('INVALID_INPUT', sentences.reason, ['input', 'reason']);
        assertTerms(input.names ?? [], ['input', 'names']);
        const { system } = transaction;
        await system.query(HISTORY_TIMEOUT);
        const id = uuidOf(person.table, input.id, ['input', 'id']);
        const further = input.names ?? [];
        const erased = await eraseObject(transaction, store, viewer, { content: person, id });
        if (!erased && further.length === 0)
          refuse('NOT_FOUND', messages.noSuchObject(person.name, input.id), ['input', 'id']);
        names = [...(erased ?? []), ...further];
        const named = namedIn(input.reason, names);
        if (named) refuse('INVALID_INPUT', sentences.namedInReason(named), ['input', 'reason']);
        const [pattern, condition] = [patternOf(further), conditionOf(further)];
        await forgetFormerSlugs(transaction, store, condition);
        if (pattern !== '')
          await store.notifyErasure(transaction, {
            content: person,
            id,
            target: input.id,
            pattern,
            condition,
          });
        await redact(system, store, further);
        return { targets: [input.id], reasons: [input.reason] };
      },
      'PUBLIC',
    );
    if (userErrors.length > 0) return { erasedId: null, remaining: [], userErrors };
    return { erasedId: input.id, remaining: await remainingOf(context, names), userErrors };
  }
}

/**
 * What an erasure has left, once others may publish again.
 * @param names undefined if an earlier request with the same `Idempotency-Key` has erased them
 * @throws Refusal UNAVAILABLE if that cannot be found out, since an empty list would mean that nothing is left
 */
async function remainingOf(
  { store, record }: MutationContext,
  names: readonly string[] | undefined,
): Promise<readonly PersonalDataOccurrence[]> {
  if (!names) return refuse('UNAVAILABLE', sentences.isErasedOnly, []);
  return occurrencesOf(store, names, record).catch((cause: unknown) => {
    throw new Refusal([problem('UNAVAILABLE', sentences.isErasedOnly)], { cause });
  });
}

/** @throws Refusal INVALID_INPUT */
function assertTerms(terms: readonly string[], path: readonly string[]): void {
  if (terms.length > MAX_TERMS) refuse('INVALID_INPUT', sentences.howMany, path);
  for (const [index, term] of terms.entries()) {
    const at = [...path, String(index)];
    if (!hasText(term) || term.trim().length < MIN_TERM) refuse('INVALID_INPUT', sentences.tooShort, at);
    if (term.length > MAX_TERM) refuse('INVALID_INPUT', sentences.tooLong, at);
  }
}

const sentences = {
  howMany: {
    en: `List 1 to ${MAX_TERMS} terms.`,
    'zh-Hant': `請提供 1 至 ${MAX_TERMS} 個字詞。`,
  },
  tooShort: {
    en: `A term must have at least ${MIN_TERM} characters; use the full name.`,
    'zh-Hant': `每個字詞最少 ${MIN_TERM} 個字元；請提供全名。`,
  },
  tooLong: {
    en: `A term must have at most ${MAX_TERM} characters; use only the name.`,
    'zh-Hant': `每個字詞最多 ${MAX_TERM} 個字元；請只填寫姓名。`,
  },
  reason: {
    en: `The reason must have ${MIN_REASON} to ${MAX_REASON} characters, such as the reference of the request.`,
    'zh-Hant': `請以 ${MIN_REASON} 至 ${MAX_REASON} 個字元填寫原因，例如申請的檔案編號。`,
  },
  isErasedOnly: {
    en: 'The person was erased, but the database could not be searched for what is left of the names: query `personalData` for them.',
    'zh-Hant': '該人士的資料已被刪除，但未能檢查資料庫有否遺漏：請以 `personalData` 查詢有關姓名。',
  },
  namedInReason: (names: string): Sentence => ({
    en: `The reason is stored in the audit log, so it must not contain any part of the name: remove "${names}", and use the reference of the request.`,
    'zh-Hant': `原因會保留在稽核記錄內，不可包含該人士的全部或部分姓名：請刪去「${names}」，並填上申請的檔案編號。`,
  }),
};
