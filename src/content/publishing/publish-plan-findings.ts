import type { Sentence } from '../../foundation/errors.js';
import type { ContentStore, Transaction } from '../store.js';
import { type Finding, findingCode, Severity } from './finding.js';
import { type NamedObject, type Naming, type PlannedItem, PublishAction } from './publish-plan-items.js';
import { hiddenTargets, referencesOf } from './publish-plan-references.js';
import type { DescribedObject } from './readiness.js';

const STILL_DRAFT = findingCode('STILL_DRAFT', 'The object is not published so far.');
const TARGET_NOT_PUBLISHED = findingCode(
  'TARGET_NOT_PUBLISHED',
  'A reference to an object that is not published, and would not be published together with this.',
);
const LANGUAGE_MISSING = findingCode(
  'LANGUAGE_MISSING',
  'The object has no words of its own in a language that is to be published.',
);

/** Something to know, and the object it is about. */
export interface PlannedFinding extends Finding {
  readonly object: NamedObject;
  readonly target?: NamedObject;
}

export function stillDraft(object: PlannedItem): PlannedFinding[] {
  if (object.action !== PublishAction.PUBLISH) return [];
  const sentence = {
    en: 'It is still a draft, and would be published for the first time.',
    'zh-Hant': '內容仍是草稿，將會首次發佈。',
  };
  return [{ code: STILL_DRAFT, severity: Severity.INFO, path: [], sentence, object }];
}

/** One language is normal for what is listed, and none for what need not have words; the object itself has all. */
export function missingLanguages(
  object: PlannedItem,
  chosen: readonly string[],
  isRoot: boolean,
): PlannedFinding[] {
  if (object.locales.length === 0 && !isRoot) return [];
  const severity = isRoot ? Severity.WARNING : Severity.INFO;
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

/** What is referred to and would stay hidden, since it is neither published nor on its way. */
export async function hiddenReferences(
  transaction: Transaction,
  store: ContentStore,
  drafts: ReadonlyMap<string, DescribedObject>,
  items: ReadonlyMap<string, PlannedItem>,
  names: Naming,
): Promise<PlannedFinding[]> {
  const references = [...items.values()].flatMap((object) => {
    const draft = drafts.get(object.id);
    const all = draft ? referencesOf(draft.content, draft.document) : [];
    return all.filter(({ id }) => !drafts.has(id)).map((reference) => ({ ...reference, object }));
  });
  const hidden = await hiddenTargets(transaction, store.types, references);
  return references.flatMap(({ id, path, object }) => {
    const target = hidden.get(id);
    if (!target) return [];
    const named = names.of(target.content, target.id, target.words, target.externalRef);
    const sentence = staysHidden(named.title ?? named.externalRef ?? id);
    return [
      { code: TARGET_NOT_PUBLISHED, severity: Severity.WARNING, path, sentence, object, target: named },
    ];
  });
}

function staysHidden(name: string): Sentence {
  return {
    en: `"${name}" is not published, so it stays hidden here.`,
    'zh-Hant': `「${name}」尚未發佈，因此不會在此顯示。`,
  };
}
