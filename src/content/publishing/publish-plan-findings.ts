import { In } from 'typeorm';
import type { Sentence } from '../../foundation/errors.js';
import type { Viewer } from '../contract/access.js';
import { sentences } from '../contract/sentences.js';
import { type Finding, findingCode, Severity } from '../model/finding.js';
import { PrintedName } from '../storage/printed-name.entity.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { PublishGroup } from './assessment.js';
import { foreignLocale } from './chosen-locales.js';
import type { Decision } from './decision.js';
import { isRefused } from './publish-choice.js';
import { type NamedObject, type Naming, type PlannedItem, PublishAction } from './publish-plan-items.js';
import { hiddenTargets } from './publish-plan-references.js';
import { PublishRelation } from './publish-set.js';
import { sharedChangesOf } from './shared-changes.js';

const STILL_DRAFT = findingCode('STILL_DRAFT', 'The object has not been published yet.');
const TARGET_NOT_PUBLISHED = findingCode(
  'TARGET_NOT_PUBLISHED',
  'A reference to an object that is not public, and not published along.',
);
const LANGUAGE_MISSING = findingCode(
  'LANGUAGE_MISSING',
  'The object is untranslated in a language that is to be published.',
);

const KEY_RESTRICTED = findingCode(
  'KEY_RESTRICTED',
  'The key is restricted to some languages, and must not publish another one, or what all languages share.',
);

/** A finding, with its object. */
export interface PlannedFinding extends Finding {
  readonly object: NamedObject;
  readonly target?: NamedObject;
}

export function stillDraft(object: PlannedItem): PlannedFinding[] {
  if (object.action !== PublishAction.PUBLISH) return [];
  const sentence =
    object.group === PublishGroup.WITHDRAWN
      ? {
          en: 'It was unpublished, and would be published again.',
          'zh-Hant': '內容曾被撤回，將會重新發布。',
        }
      : {
          en: 'It is still a draft, and would be published for the first time.',
          'zh-Hant': '內容仍是草稿，將會首次發布。',
        };
  return [{ code: STILL_DRAFT, severity: Severity.INFO, path: [], sentence, object }];
}

/** Requested objects should be translated into all languages; contents are normally in one, and others need no text. */
export function missingLanguages(object: PlannedItem, chosen: readonly string[]): PlannedFinding[] {
  const isRequested = object.relation === PublishRelation.ASKED_FOR;
  if (object.locales.length === 0 && !isRequested) return [];
  const severity = isRequested ? Severity.WARNING : Severity.INFO;
  return chosen
    .filter((locale) => !object.locales.includes(locale))
    .map((locale) => ({
      code: LANGUAGE_MISSING,
      severity,
      path: ['text', locale],
      sentence: {
        en: `It is untranslated in "${locale}"; readers of that language see another one.`,
        'zh-Hant': `內容沒有「${locale}」的文字；該語言的讀者會看到另一種語言的版本。`,
      },
      object,
    }));
}

/** What a key that is restricted to some languages would not be allowed to publish. */
export function beyondKey(
  store: ContentStore,
  viewer: Viewer,
  { objects, choice }: Decision,
  names: Naming,
): PlannedFinding[] {
  const { locales: allowed } = viewer;
  const [first] = objects.values();
  if (!allowed || !first) return [];
  const errorAt = (object: NamedObject, path: readonly string[], sentence: Sentence) => ({
    code: KEY_RESTRICTED,
    severity: Severity.ERROR,
    path,
    sentence,
    object,
  });
  // As when publishing: the first of such languages.
  const foreign = foreignLocale(viewer, choice.locales);
  if (foreign !== undefined)
    return [errorAt(names.ofDraft(first.draft), [], sentences.notThisLocale(foreign, allowed))];
  const published = [...objects.values()].filter(({ outcome }) => outcome.kind === 'PUBLISHED');
  return sharedChangesOf(store, viewer, published).map(({ object, path, sentence }) =>
    errorAt(names.ofDraft(object.draft), path, sentence),
  );
}

/** Requested objects without text in any of the chosen languages, which cannot be published. */
export function untranslated({ objects, choice }: Decision, names: Naming): PlannedFinding[] {
  return [...objects.values()].filter(isRefused).map(({ draft }) => ({
    code: LANGUAGE_MISSING,
    severity: Severity.ERROR,
    path: ['text'],
    sentence: sentences.hasNoText(choice.locales),
    object: names.ofDraft(draft),
  }));
}

/** References to objects that would stay hidden. */
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
    const named = names.of(target.content, target.id, target.translations, target.externalRef);
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
    en: `"${name}" is not published, so its given or printed name appears here without a link.`,
    'zh-Hant': `「${name}」尚未發布，此處填寫或以往刊登的名稱會保留，但沒有連結。`,
  };
}

function staysHidden(name: string): Sentence {
  return {
    en: `"${name}" is not published, so it stays hidden here.`,
    'zh-Hant': `「${name}」尚未發布，因此不會在此顯示。`,
  };
}
