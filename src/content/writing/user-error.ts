import { GraphQLJSON } from 'graphql-scalars';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Problem } from '../../foundation/errors.js';
import { FieldChangeType } from '../history/history.type.js';
import type { Locales } from '../language/locale.js';
import { DateTimeScalar, LocaleScalar } from '../model/scalars.js';

/** The codes of what an editor can put right; others are errors of the whole request. */
export enum UserErrorCode {
  INVALID_INPUT = 'INVALID_INPUT',
  INVALID_LOCALE = 'INVALID_LOCALE',
  INVALID_ID = 'INVALID_ID',
  INVALID_TEXT = 'INVALID_TEXT',
  NOT_FOUND = 'NOT_FOUND',
  TAKEN = 'TAKEN',
  IN_USE = 'IN_USE',
  NOT_READY = 'NOT_READY',
  CONFLICT = 'CONFLICT',
  FORBIDDEN = 'FORBIDDEN',
}

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'The code of the error; stable, for programs to decide on.',
  valuesConfig: {
    INVALID_INPUT: { description: 'A value is not one that the field can have.' },
    INVALID_LOCALE: { description: 'No content is kept in that language.' },
    INVALID_ID: { description: 'It is not an id, or the id of another type.' },
    INVALID_TEXT: { description: 'The text contains what cannot be stored.' },
    NOT_FOUND: { description: 'There is no such object.' },
    TAKEN: { description: 'Another one has that slug, external reference or name.' },
    IN_USE: { description: 'It cannot be done without: others refer to it, or it is the last of its kind.' },
    NOT_READY: { description: 'Something has to be put right before it can be published.' },
    CONFLICT: {
      description:
        'Somebody else has changed the same since it was read; read it again and repeat the change.',
    },
    FORBIDDEN: { description: 'The key may not change this field or this language.' },
  },
});

@ObjectType('ConflictingChange', { description: 'One place that somebody else has changed meanwhile.' })
export class ConflictingChangeType {
  @Field({ description: 'The place, such as `schedule.start` or `text.zh-Hant.title`.' }) path!: string;

  @Field(() => LocaleScalar, { nullable: true, description: 'The language, where words were changed.' })
  locale!: string | null;

  @Field(() => Int, { description: 'The version that came out of it; see `revisions`.' }) version!: number;

  @Field({ description: 'Who changed it.' }) by!: string;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: Date;

  @Field({
    description:
      'Whether a person was erased there: then it is not told what was there, and whoever is not there any more must be left out.',
  })
  isErasure!: boolean;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'What was there before; null where there was nothing.',
  })
  before?: unknown;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'What it was changed to; null where nothing is there any more.',
  })
  after?: unknown;
}

@ObjectType('Conflict', { description: 'What had been changed meanwhile.' })
export class ConflictType {
  @Field(() => Int, { description: 'The version that the object has now.' }) currentVersion!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Who has made the latest of the `changes`, or where these are not known that version; null where that is not recorded.',
  })
  changedBy?: string | null;

  @Field(() => DateTimeScalar, { description: 'When.' }) changedAt!: Date;

  @Field(() => [ConflictingChangeType], {
    description:
      'What is in the way of the change, place by place; empty where the history does not have all of it.',
  })
  changes!: readonly ConflictingChangeType[];

  @Field(() => [FieldChangeType], {
    description:
      'What your change would do there, place by place; where the history does not have all of `changes`, in the whole object.',
  })
  yours!: readonly FieldChangeType[];
}

@ObjectType({ description: 'An error that the caller can fix. Nothing was written.' })
export class UserError {
  @Field(() => UserErrorCode, { description: 'The code of the error.' }) code!: UserErrorCode;

  @Field({
    description:
      'What is wrong and what to do, in the language of the request: English or Traditional Chinese.',
  })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'Where it is: from the argument to the field at fault; entries of lists by their number from 0.',
  })
  path?: readonly string[];

  @Field(() => ConflictType, {
    nullable: true,
    description: 'For CONFLICT: what had been changed meanwhile.',
  })
  conflict?: ConflictType;
}

/** Whether a problem is a mistake in the input rather than one of the request as a whole. */
export function isUserError({ code, path }: Problem): boolean {
  if (code === 'FORBIDDEN') return path.length > 0;
  return code in UserErrorCode;
}

/** What is wrong, in the language that the request is in. */
export function messageIn({ message, chinese }: Problem, locales: Locales, locale: string): string {
  const speaksChinese =
    locales.chain(locale).find((each) => each === 'en' || each === 'zh-Hant') === 'zh-Hant';
  return speaksChinese ? (chinese ?? message) : message;
}

/** A problem in the language that the request is in. */
export function toUserError(problem: Problem, locales: Locales, locale: string): UserError {
  const { code, path, conflict } = problem;
  return {
    code: UserErrorCode[code as keyof typeof UserErrorCode],
    message: messageIn(problem, locales, locale),
    path,
    ...(conflict ? { conflict } : {}),
  };
}
