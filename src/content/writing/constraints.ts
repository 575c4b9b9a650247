import { QueryFailedError } from 'typeorm';
import { type ErrorCode, problem, Refusal, type Sentence } from '../../foundation/errors.js';
import type { Breach, ContentType, Writing } from '../content-type.js';
import type { Shape } from '../shape.js';

/** What the database refused, as a refusal for the caller; undefined for what is no mistake of theirs. */
export function refusalOf(error: unknown, types: readonly ContentType[]): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (!(error instanceof QueryFailedError)) return isLost(error) ? unavailable() : undefined;
  const { code = '', constraint = '' } = error.driverError as { code?: string; constraint?: string };
  if (/^(08|40|53|57)|^55P03$/.test(code)) return unavailable();
  const breach = breachOf(constraint, types);
  if (breach) return refusal(codes[code] ?? 'INVALID_INPUT', breach.sentence, breach.path);
  if (code === '23505') return refusal('TAKEN', takenBy(constraint));
  if (code === '23503') return refusal('IN_USE', stillReferred);
  // Class 22: a number or a date that is larger than a column holds.
  return code.startsWith('22') ? refusal('INVALID_INPUT', outOfRange) : undefined;
}

const codes: Readonly<Record<string, ErrorCode>> = { '23505': 'TAKEN' };

/** What a content type, or a part of one, says of a constraint of its table. */
function breachOf(constraint: string, types: readonly ContentType[]): Breach | undefined {
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

function unavailable(): Refusal {
  const message = 'The database cannot answer at the moment; try again in a second.';
  return new Refusal([problem('UNAVAILABLE', message)]);
}

function isLost(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return /^E[A-Z]+$/.test(code) || /Connection terminated|timeout exceeded when trying/.test(message);
}

const slugTaken: Sentence = {
  en: 'Another object has one of these slugs; choose another one, or publish the other object first if it has given the slug up.',
  'zh-Hant': '另一項內容已使用其中一個網址名稱；請改用別的名稱，如對方已放棄該名稱，請先發佈對方。',
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

const outOfRange: Sentence = {
  en: 'A number or a date is larger than can be kept.',
  'zh-Hant': '數字或日期超出可儲存的範圍。',
};
