import { GraphQLJSON } from 'graphql-scalars';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Problem } from '../../foundation/errors.js';
import { FieldChangeType } from '../history/history.type.js';
import type { Locales } from '../language/locale.js';
import { DateTimeScalar, LocaleScalar } from '../model/scalars.js';

/** Error codes that callers can fix; others are errors of the whole request. */
export enum UserErrorCode {
  INVALID_INPUT = 'INVALID_INPUT',
  INVALID_LOCALE = 'INVALID_LOCALE',
  INVALID_ID = 'INVALID_ID',
  INVALID_TEXT = 'INVALID_TEXT',
  TOO_MANY_OBJECTS = 'TOO_MANY_OBJECTS',
  NOT_FOUND = 'NOT_FOUND',
  TAKEN = 'TAKEN',
  IN_USE = 'IN_USE',
  NOT_READY = 'NOT_READY',
  CONFLICT = 'CONFLICT',
  FORBIDDEN = 'FORBIDDEN',
  NOT_SUPPORTED = 'NOT_SUPPORTED',
}

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'A stable error code, for programs to act on.',
  valuesConfig: {
    INVALID_INPUT: { description: 'The value is not valid for the field.' },
    INVALID_LOCALE: { description: 'The locale is not configured.' },
    INVALID_ID: { description: 'Not a valid id, or the id of another type.' },
    INVALID_TEXT: { description: 'The text contains characters that cannot be stored.' },
    TOO_MANY_OBJECTS: { description: 'There are more objects than a request may have.' },
    NOT_FOUND: { description: 'There is no such object.' },
    TAKEN: { description: 'The slug, external reference or name is used by another object.' },
    IN_USE: { description: 'It cannot be removed: others refer to it, or it is the last of its kind.' },
    NOT_READY: { description: 'It cannot be published yet; the message says what is missing.' },
    CONFLICT: {
      description:
        'Somebody else has changed the same fields since you read them; reload and repeat the change.',
    },
    FORBIDDEN: { description: 'The key may not change this field or this language.' },
    NOT_SUPPORTED: {
      description: 'This server cannot do it with its database; the message says what to do.',
    },
  },
});

@ObjectType('ConflictingChange', { description: 'A field that somebody else has changed in the meantime.' })
export class ConflictingChangeType {
  @Field({ description: 'The path of the field, such as `schedule.start` or `text.zh-Hant.title`.' })
  path!: string;

  @Field(() => LocaleScalar, {
    nullable: true,
    description: 'The locale of translated text; null for a shared field.',
  })
  locale!: string | null;

  @Field(() => Int, { description: 'The version with the change; see `revisions`.' }) version!: number;

  @Field({ description: 'Who changed it.' }) by!: string;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: Date;

  @Field({
    description:
      'Whether a person was erased there: the former value is hidden, and the person must be left out.',
  })
  isErasure!: boolean;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The value before; null if there was none.',
  })
  before?: unknown;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The value after; null if it was removed.',
  })
  after?: unknown;
}

@ObjectType('Conflict', { description: 'Changes by others that a mutation conflicts with.' })
export class ConflictType {
  @Field(() => Int, { description: 'The current version of the object.' }) currentVersion!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Who made the latest of the `changes`, or the current version if these are not known; null if not recorded.',
  })
  changedBy?: string | null;

  @Field(() => DateTimeScalar, { description: 'When.' }) changedAt!: Date;

  @Field(() => [ConflictingChangeType], {
    description:
      'The conflicting changes, field by field; empty if the history does not reach back far enough.',
  })
  changes!: readonly ConflictingChangeType[];

  @Field(() => [FieldChangeType], {
    description:
      'Your changes to the same fields; to the whole object if the history does not reach back far enough.',
  })
  yours!: readonly FieldChangeType[];
}

@ObjectType({ description: 'An error that the caller can fix. Nothing was written.' })
export class UserError {
  @Field(() => UserErrorCode, { description: 'A stable code.' }) code!: UserErrorCode;

  @Field({
    description:
      'What is wrong and how to fix it, in the language of the request: English or Traditional Chinese.',
  })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'The path from the argument to the invalid field; list entries are numbered from 0.',
  })
  path?: readonly string[];

  @Field(() => ConflictType, {
    nullable: true,
    description: 'For CONFLICT: the changes by others.',
  })
  conflict?: ConflictType;
}

/** Whether the caller can fix the error, unlike an error of the whole request. */
export function isUserError({ code, path }: Problem): boolean {
  if (code === 'FORBIDDEN') return path.length > 0;
  return code in UserErrorCode;
}

/** The message in the language of the request. */
export function messageIn(
  { message, chinese }: Pick<Problem, 'message' | 'chinese'>,
  locales: Locales,
  locale: string,
): string {
  const speaksChinese =
    locales.chain(locale).find((each) => each === 'en' || each === 'zh-Hant') === 'zh-Hant';
  return speaksChinese ? (chinese ?? message) : message;
}

/** A problem in the language of the request. */
export function toUserError(problem: Problem, locales: Locales, locale: string): UserError {
  const { code, path, conflict } = problem;
  return {
    code: UserErrorCode[code as keyof typeof UserErrorCode],
    message: messageIn(problem, locales, locale),
    path,
    ...(conflict ? { conflict } : {}),
  };
}
