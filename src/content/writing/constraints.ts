import { QueryFailedError } from 'typeorm';
import { type ErrorCode, problem, Refusal, type Sentence } from '../../foundation/errors.js';
import { refusalOfPassing } from '../../foundation/transient-errors.js';
import type { ContentType, RuleViolation, Writing } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';

/** What the database refused, as a refusal for the caller; undefined for what is no mistake of theirs. */
export function refusalOf(error: unknown, types: readonly ContentType[]): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const passing = refusalOfPassing(error);
  if (passing || !(error instanceof QueryFailedError)) return passing;
  const { code = '', constraint = '' } = error.driverError as { code?: string; constraint?: string };
  const breach = breachOf(constraint, types);
  if (breach) return refusal(codes[code] ?? 'INVALID_INPUT', breach.sentence, breach.path);
  if (code === '23505') return refusal('TAKEN', takenBy(constraint));
  if (code === '23503') return refusal('IN_USE', stillReferred);
  const unkept = notKept.get(code);
  return unkept && refusal(unkept.code, unkept.sentence);
}

const codes: Readonly<Record<string, ErrorCode>> = { '23505': 'TAKEN' };

/** What a content type, or a part of one, says of a constraint of its table. */
function breachOf(constraint: string, types: readonly ContentType[]): RuleViolation | undefined {
  const shapes = types.flatMap((type): (Shape & { readonly declaration?: Writing })[] => [
    type,
    ...type.parts.map(({ shape }) => shape),
  ]);
  return shapes.map(({ declaration }) => declaration?.constraints?.[constraint]).find(Boolean);
}

/** What every content type has: the slugs of its words, and its external reference. */
function takenBy(constraint: string): Sentence {
  if (/_slug_key$/.test(constraint)) return slugTaken;
  return /_external_ref_key$/.test(constraint) ? externalRefTaken : valueTaken;
}

function refusal(code: ErrorCode, sentence: Sentence, path: readonly string[] = []): Refusal {
  return new Refusal([problem(code, sentence, ['input', ...path])]);
}

const slugTaken: Sentence = {
  en: 'Another object has one of these slugs; choose another one, or publish the other object in the same call if it has given the slug up.',
  'zh-Hant':
    '另一項內容已使用其中一個網址名稱；請改用別的名稱；如該項內容已改用別的名稱，請在同一次操作中一併發布。',
};

const externalRefTaken: Sentence = {
  en: 'Another object has this external reference; choose another one.',
  'zh-Hant': '另一項內容已使用此外部參照；請改用其他名稱。',
};

const valueTaken: Sentence = {
  en: 'Another object was written at the same moment; try again.',
  'zh-Hant': '另一項內容剛剛同時寫入；請再試一次。',
};

const stillReferred: Sentence = {
  en: 'Something that is referred to is not there, or something refers to what is to be removed; read it again.',
  'zh-Hant': '所引用的內容已不存在，或仍有其他內容引用要移除的內容；請重新讀取。',
};

/** Values that no column can hold, by the code that PostgreSQL gives to just that. Every other one is a fault of ours. */
const notKept = new Map<string, { readonly code: ErrorCode; readonly sentence: Sentence }>([
  [
    '22003',
    {
      code: 'INVALID_INPUT',
      sentence: { en: 'A number is larger than can be kept.', 'zh-Hant': '數字超出可儲存的範圍。' },
    },
  ],
  [
    '22008',
    {
      code: 'INVALID_INPUT',
      sentence: {
        en: 'A date or a time is earlier or later than can be kept.',
        'zh-Hant': '日期或時間超出可儲存的範圍。',
      },
    },
  ],
]);
