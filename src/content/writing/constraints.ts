import { QueryFailedError } from 'typeorm';
import { type ErrorCode, problem, Refusal, type Sentence } from '../../foundation/errors.js';
import { refusalOfPassing } from '../../foundation/transient-errors.js';
import type { ContentType, RuleViolation, Writing } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';

/** Converts a database error into a refusal; undefined for an error that is not the caller's. */
export function refusalOf(error: unknown, types: readonly ContentType[]): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const passing = refusalOfPassing(error);
  if (passing || !(error instanceof QueryFailedError)) return passing;
  const { code = '', constraint = '' } = error.driverError as { code?: string; constraint?: string };
  const breach = breachOf(constraint, types);
  if (breach) return refusal(codes[code] ?? 'INVALID_INPUT', breach.sentence, breach.path);
  if (code === '23505') return refusal('TAKEN', takenBy(constraint));
  if (code === '23503') return refusal('IN_USE', stillReferred);
  const failure = unstorable.get(code);
  return failure && refusal(failure.code, failure.sentence);
}

const codes: Readonly<Record<string, ErrorCode>> = { '23505': 'TAKEN' };

/** The message that a content type or a part declares for a constraint. */
function breachOf(constraint: string, types: readonly ContentType[]): RuleViolation | undefined {
  const shapes = types.flatMap((type): (Shape & { readonly declaration?: Writing })[] => [
    type,
    ...type.parts.map(({ shape }) => shape),
  ]);
  return shapes.map(({ declaration }) => declaration?.constraints?.[constraint]).find(Boolean);
}

/** Constraints of every content type: slugs and external reference. */
function takenBy(constraint: string): Sentence {
  if (/_slug_key$/.test(constraint)) return slugTaken;
  return /_external_ref_key$/.test(constraint) ? externalRefTaken : valueTaken;
}

function refusal(code: ErrorCode, sentence: Sentence, path: readonly string[] = []): Refusal {
  return new Refusal([problem(code, sentence, ['input', ...path])]);
}

const slugTaken: Sentence = {
  en: 'One of these slugs is used by another object; choose another, or publish the other object in the same call if its draft has another slug.',
  'zh-Hant':
    '另一項內容已使用其中一個網址名稱；請改用別的名稱；如該項內容已改用別的名稱，請在同一次操作中一併發布。',
};

const externalRefTaken: Sentence = {
  en: 'This external reference is used by another object; choose another.',
  'zh-Hant': '另一項內容已使用此外部參照；請改用其他名稱。',
};

const valueTaken: Sentence = {
  en: 'Another object was written at the same time; try again.',
  'zh-Hant': '另一項內容剛剛同時寫入；請再試一次。',
};

const stillReferred: Sentence = {
  en: 'A referenced object does not exist any more, or another object refers to the one to be removed; reload.',
  'zh-Hant': '所引用的內容已不存在，或仍有其他內容引用要移除的內容；請重新讀取。',
};

/** Values out of range, by the error code of PostgreSQL. Any other code is an internal error. */
const unstorable = new Map<string, { readonly code: ErrorCode; readonly sentence: Sentence }>([
  [
    '22003',
    {
      code: 'INVALID_INPUT',
      sentence: { en: 'A number is too large.', 'zh-Hant': '數字超出可儲存的範圍。' },
    },
  ],
  [
    '22008',
    {
      code: 'INVALID_INPUT',
      sentence: {
        en: 'A date or time is out of range.',
        'zh-Hant': '日期或時間超出可儲存的範圍。',
      },
    },
  ],
]);
