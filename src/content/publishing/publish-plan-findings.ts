import { In } from 'typeorm';
import type { Sentence } from '../../foundation/errors.js';
import { sentences } from '../contract/sentences.js';
import { type Finding, findingCode, Severity } from '../model/finding.js';
import { PrintedName } from '../storage/printed-name.entity.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { PublishGroup } from './assessment.js';
import type { Decision } from './decision.js';
import { isRefused } from './publish-choice.js';
import { type NamedObject, type Naming, type PlannedItem, PublishAction } from './publish-plan-items.js';
import { hiddenTargets } from './publish-plan-references.js';
import { PublishRelation } from './publish-set.js';

const STILL_DRAFT = findingCode('STILL_DRAFT', 'The object is not published so far.');
const TARGET_NOT_PUBLISHED = findingCode(
  'TARGET_NOT_PUBLISHED',
  'A reference to an object that is not published, and would not be published together with this.',
);
const LANGUAGE_MISSING = findingCode(
  'LANGUAGE_MISSING',
  'The object has no text of its own in a language that is to be published.',
);

/** Something to know, and the object it is about. */
export interface PlannedFinding extends Finding {
  readonly object: NamedObject;
  readonly target?: NamedObject;
}

export function stillDraft(object: PlannedItem): PlannedFinding[] {
  if (object.action !== PublishAction.PUBLISH) return [];
  const sentence =
    object.group === PublishGroup.WITHDRAWN
      ? {
          en: 'It was taken out, and would be published again.',
          'zh-Hant': '內容曾被撤回，將會重新發布。',
        }
      : {
          en: 'It is still a draft, and would be published for the first time.',
          'zh-Hant': '內容仍是草稿，將會首次發佈。',
        };
  return [{ code: STILL_DRAFT, severity: Severity.INFO, path: [], sentence, object }];
}

/** One language is normal for what is listed, and none for what need not have words; what is asked for has all. */
export function missingLanguages(object: PlannedItem, chosen: readonly string[]): PlannedFinding[] {
  const isAsked = object.relation === PublishRelation.ASKED_FOR;
  if (object.locales.length === 0 && !isAsked) return [];
  const severity = isAsked ? Severity.WARNING : Severity.INFO;
  return chosen
    .filter((locale) => !object.locales.includes(locale))
    .map((locale) => ({
      code: LANGUAGE_MISSING,
      severity,
      path: ['text', locale],
      sentence: {
        en: `It has no words of its own in "${locale}"; readers of that language get another one.`,
        'zh-Hant': `內容沒有「${locale}」的文字；該語言的讀者會看到另一種語言的版本。`,
      },
      object,
    }));
}

/** What was asked for and has no words at all in the languages that are chosen: it could not be published. */
export function withoutWords({ objects, choice }: Decision, names: Naming): PlannedFinding[] {
  return [...objects.values()].filter(isRefused).map(({ draft }) => ({
    code: LANGUAGE_MISSING,
    severity: Severity.ERROR,
    path: ['text'],
    sentence: sentences.hasNoWords(choice.locales),
    object: names.ofDraft(draft),
  }));
}

/** What is referred to and would stay hidden, since it is neither published nor on its way. */
export async function hiddenReferences(
  transaction: Transaction,
  store: ContentStore,
  { references }: Decision,
  names: Naming,
): Promise<PlannedFinding[]> {
  const hidden = await hiddenTargets(transaction, store.types, references);
  const targets = In([...hidden.values()].map((target) => target.id));
  const printed = new Set(
    (await transaction.published.findBy(PrintedName, { targetId: targets })).map(keyOf),
  );
  return references.flatMap(({ id, path, from, isNamed }) => {
    const target = hidden.get(id);
    if (!target) return [];
    const named = names.of(target.content, target.id, target.words, target.externalRef);
    const isPrinted = isNamed || printed.has(keyOf({ subjectId: from.id, targetId: target.id }));
    const sentence = (isPrinted ? hasNoLink : staysHidden)(named.title ?? named.externalRef ?? id);
    const object = names.ofDraft(from.draft);
    return [
      { code: TARGET_NOT_PUBLISHED, severity: Severity.WARNING, path, sentence, object, target: named },
    ];
  });
}

const keyOf = ({ subjectId, targetId }: Pick<PrintedName, 'subjectId' | 'targetId'>) =>
  `${subjectId} ${targetId}`;

function hasNoLink(name: string): Sentence {
  return {
    en: `"${name}" is not published, so the name that is given or was printed here stays without a link.`,
    'zh-Hant': `「${name}」尚未發布，此處填寫或以往印出的名稱會保留，但沒有連結。`,
  };
}

function staysHidden(name: string): Sentence {
  return {
    en: `"${name}" is not published, so it stays hidden here.`,
    'zh-Hant': `「${name}」尚未發佈，因此不會在此顯示。`,
  };
}
