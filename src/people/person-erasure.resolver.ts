import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Ctx,
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
import { MIN_TERM, occurrencesOf, patternOf } from '../content/history/terms.js';
import { UserError } from '../content/writing/user-error.js';
import { refuse, type Sentence } from '../foundation/errors.js';
import { hasText } from '../foundation/text.js';
import { namedIn } from './named-in.js';
import { person } from './person.js';

/** Who may erase personal data and look for it; in the table of rights. */
const PERSONAL_DATA = 'PersonalData';
/** Looking through everything takes longer than other requests may. */
const LOOKING = "set local statement_timeout = '60s'";
const MAX_TERMS = 50;
const MAX_TERM = 200;
const MIN_REASON = 3;
const MAX_REASON = 500;

@InputType({ description: 'A person whose data are erased.' })
export class PersonEraseInput {
  @Field(() => ID, {
    description:
      'The id of the person, who may also be in the bin or only in the history; or with `names` of one who was erased before.',
  })
  id!: string;

  @Field({
    description:
      'Why, for the audit log, such as "Request of 2026-11-30, ref. 12". It must not have the name in it.',
  })
  reason!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'Further spellings, of at least two characters. They are also removed from the history of what does not refer to the person.',
  })
  names?: string[] | null;
}

@ObjectType({ description: 'Rows of the database in which one of the terms stands.' })
export class PersonalDataOccurrence {
  @Field({ description: 'The table, such as `published.article_text`.' }) table!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the object that the rows belong to; null for what belongs to none.',
  })
  object?: string | null;

  @Field(() => Int, { description: 'How many rows.' }) rows!: number;
}

@ObjectType({ description: 'The result of erasing a person.' })
export class PersonErasePayload {
  @Field(() => ID, { nullable: true, description: 'The id that the person had; null when nothing was done.' })
  erasedId?: string | null;

  @Field(() => [PersonalDataOccurrence], {
    description:
      'Where the names still stand, in texts that only an editor can put right, for example in the body of an article. Empty when nowhere.',
  })
  remaining!: readonly PersonalDataOccurrence[];

  @Field(() => [UserError], {
    description: 'Errors that the caller can fix; if there are any, nothing was written.',
  })
  userErrors!: readonly UserError[];
}

@Resolver()
export class PersonErasureResolver {
  @Query(() => [PersonalDataOccurrence], {
    description:
      'Where in the whole database terms such as the names of a person stand: drafts, what is published, history, bin, search, logs. For administrators.',
  })
  async personalData(
    @Arg('terms', () => [String], {
      description:
        'What to look for, regardless of case; Latin terms as whole words. At least two characters each.',
    })
    terms: string[],
    @Ctx() { store, viewer, record }: MutationContext,
  ): Promise<readonly PersonalDataOccurrence[]> {
    assertMay(viewer, 'MANAGE', PERSONAL_DATA);
    if (terms.length === 0) refuse('INVALID_INPUT', sentences.howMany, ['terms']);
    assertTerms(terms, ['terms']);
    return store.requestTransaction(async ({ system }) => {
      await system.query(LOOKING);
      return occurrencesOf(system, store, terms);
    }, record);
  }

  @Mutation(() => PersonErasePayload, {
    description:
      'Erases a person for good: from drafts, from what is published, by-lines included, and from the history, the bin, the search and the logs. There is no way back. For administrators.',
  })
  async personErase(
    @Arg('input', () => PersonEraseInput, { description: 'Whom, and why.', validate: false })
    input: PersonEraseInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PersonErasePayload> {
    const { store, viewer } = context;
    const outcome = await runMutation(
      context,
      info,
      async (transaction) => {
        assertMay(viewer, 'MANAGE', PERSONAL_DATA);
        const { length } = input.reason;
        if (!hasText(input.reason) || length < MIN_REASON || length > MAX_REASON)
          refuse('INVALID_INPUT', sentences.reason, ['input', 'reason']);
        assertTerms(input.names ?? [], ['input', 'names']);
        const { system } = transaction;
        await system.query(LOOKING);
        const id = uuidOf(person.table, input.id, ['input', 'id']);
        const further = input.names ?? [];
        const erased = await eraseObject(transaction, store, viewer, { content: person, id });
        if (!erased && further.length === 0)
          refuse('NOT_FOUND', messages.noSuchObject(person.name, input.id), ['input', 'id']);
        const names = [...(erased ?? []), ...further];
        const named = namedIn(input.reason, names);
        if (named) refuse('INVALID_INPUT', sentences.namedInReason(named), ['input', 'reason']);
        const pattern = patternOf(further);
        await forgetFormerSlugs(transaction, store, pattern);
        if (pattern !== '')
          await store.notifyErasure(transaction, { content: person, id, target: input.id, pattern });
        await redact(system, store, further);
        const remaining = await occurrencesOf(system, store, names);
        return { targets: [input.id], reasons: [input.reason], remaining };
      },
      'PUBLIC',
    );
    const isDone = outcome.userErrors.length === 0;
    return {
      erasedId: isDone ? input.id : null,
      remaining: outcome.remaining ?? [],
      userErrors: outcome.userErrors,
    };
  }
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
    en: `Give 1 to ${MAX_TERMS} terms.`,
    'zh-Hant': `請提供 1 至 ${MAX_TERMS} 個字詞。`,
  },
  tooShort: {
    en: `A term must have at least ${MIN_TERM} characters; give the full name.`,
    'zh-Hant': `每個字詞最少 ${MIN_TERM} 個字元；請提供全名。`,
  },
  tooLong: {
    en: `A term must have at most ${MAX_TERM} characters; give the name alone.`,
    'zh-Hant': `每個字詞最多 ${MAX_TERM} 個字元；請只填寫姓名。`,
  },
  reason: {
    en: `Give the reason in ${MIN_REASON} to ${MAX_REASON} characters, such as the reference of the request.`,
    'zh-Hant': `請以 ${MIN_REASON} 至 ${MAX_REASON} 個字元填寫原因，例如申請的檔案編號。`,
  },
  namedInReason: (words: string): Sentence => ({
    en: `The reason is kept in the audit log, so it must not name the person, not even in part: leave out "${words}", and give the reference of the request.`,
    'zh-Hant': `原因會保留在稽核記錄內，不可包含該人士的全部或部分姓名：請刪去「${words}」，並填上申請的檔案編號。`,
  }),
};
