import type { EntityManager } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { newId } from '../../foundation/ids.js';
import { cut, slugify } from '../../foundation/text.js';
import { sentences } from '../contract/sentences.js';
import type { OwnText, Translations } from '../language/translation.js';
import type { Content } from '../model/content.entity.js';
import type { Columns, ContentType, RuleViolation } from '../model/content-type.js';
import type { Document, Input } from '../model/document.js';
import type { ContentStore } from '../storage/store.js';
import type { StoredObject } from '../storage/stored-objects.js';
import { type Change, located, type PreparedObject, refOf, type Target } from './change.js';
import { RowWriter } from './columns.js';
import { deletedAmong } from './deleted.js';
import { type InputReader, isAsBefore } from './input.js';
import { References } from './references.js';
import { documentOf } from './snapshot.js';

/** Prepares changes to be written, and collects their errors. */
export class ObjectPreparer {
  /** The ids and references of objects that a change has been seen for. */
  readonly #taken = new Set<string>();

  constructor(
    readonly manager: EntityManager,
    readonly store: ContentStore,
    readonly inputs: InputReader,
    readonly problems: Problem[],
    readonly references = new References(manager),
  ) {}

  /** Resolves the object of each change; new ones get their ids. */
  async targets(changes: readonly Change[]): Promise<Target[]> {
    const named = changes.flatMap((change) => namesOf(change).map((name) => [change.content, name] as const));
    await this.references.fetch(named);
    const found: (string | undefined)[] = [];
    for (const change of changes) {
      found.push(await this.#existing(change));
      await yieldToEventLoop();
    }
    const gone = changes.filter((change, index) => change.mode === 'PUT' && !found[index] && !change.isAgain);
    this.problems.push(...(await deletedAmong(this.manager, gone)));
    const targets: Target[] = [];
    for (const [index, change] of changes.entries()) {
      const id =
        found[index] ?? (change.mode === 'UPDATE' ? undefined : (change.since && change.id) || newId());
      if (id === undefined) continue;
      const own = [id, ...(refOf(change) === undefined ? [] : [`${change.content.table} ${refOf(change)}`])];
      if (own.some((name) => this.#taken.has(name))) {
        this.problems.push(problem('INVALID_INPUT', sentences.givenTwice, located(change, [])));
        continue;
      }
      for (const name of own) this.#taken.add(name);
      targets.push({ change, id, isKnown: found[index] !== undefined || change.since !== undefined });
      this.references.know(change.content, refOf(change) ?? null, id);
    }
    return targets;
  }

  async #existing(change: Change): Promise<string | undefined> {
    const { content, id, mode } = change;
    const ref = refOf(change);
    // Whether it exists is known once it is locked.
    if (mode === 'UPDATE' && id) return id;
    if (mode === 'UPDATE') {
      const name = String(ref);
      const found = await this.references.resolve(content, name, located(change, ['id']));
      if (typeof found === 'string') return found;
      this.problems.push(found);
      return undefined;
    }
    const known = ref ? await this.references.find(content, ref) : undefined;
    if (!known || mode === 'PUT') return known;
    this.problems.push(
      problem('TAKEN', sentences.referenceTaken(String(ref)), located(change, ['externalRef'])),
    );
    return undefined;
  }

  /** The rows of an object; undefined if its document is invalid. */
  async prepare(
    change: Change,
    id: string,
    before: StoredObject | undefined,
    documents: { readonly document: Document; readonly before: Document | undefined },
  ): Promise<PreparedObject | undefined> {
    const { content } = change;
    // The external reference of a new object must be valid, wherever it is given.
    const name = before || change.externalRef === undefined ? {} : { externalRef: change.externalRef };
    const own = await this.#collect(change, async () => {
      const { input, problems } = this.inputs.read(
        content,
        { ...name, ...documents.document },
        documents.before,
      );
      const { translations = [], ...rest } = input;
      const known = brokenBefore(content, before?.root, documents);
      const writer = new RowWriter(this.references, this.store.locales, problems.length === 0, known);
      const { columns, parts } = await writer.write(content, rest, id, []);
      if (problems.length + writer.problems.length > 0) throw new Refusal([...problems, ...writer.problems]);
      const texts = ownTranslations(translations as Input[]);
      const externalRef = await this.#externalRef(change, id, columns, before?.root);
      const withDerived = deriveTranslations(content, texts, columns, {
        externalRef,
        locale: this.store.locales.default,
      });
      return { columns: { ...columns, externalRef }, translations: withDerived, parts };
    });
    return own && { change, content, id, before, ...own };
  }

  /** The document that a change would result in; undefined if invalid. Its errors are discarded. */
  async previewDocument(
    change: Change,
    id: string,
    before: StoredObject,
    documents: { readonly document: Document; readonly before: Document },
  ): Promise<Document | undefined> {
    const count = this.problems.length;
    const object = await this.prepare(change, id, before, documents);
    this.problems.length = count;
    return object && this.documentOf(object);
  }

  documentOf({ content, id, columns, translations, parts }: PreparedObject): Document {
    const byShape = new Map(
      [...groupBy(parts, ({ shape }) => shape)].map(([shape, rows]) => [
        shape,
        rows.map((row) => row.columns),
      ]),
    );
    const source = { root: { ...columns, id }, translations, parts: byShape };
    return documentOf(content, this.inputs.typeOf(content), source);
  }

  /** Errors of one object do not hide those of others. */
  async #collect<Result>(change: Change, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const found = error.problems.map((each) => (change.taken ? deletedReference(each) : each));
      this.problems.push(...found.map((each) => ({ ...each, path: located(change, each.path) })));
      return undefined;
    }
  }

  /**
   * The external reference that an object has or is given, or a generated one, so that files can name it. A generated
   * one contains no words of the title: the public reads it, and titles change before publication.
   */
  async #externalRef(
    change: Change,
    id: string,
    columns: Columns,
    before: Content | undefined,
  ): Promise<string> {
    const { content } = change;
    const wanted = columns.externalRef ?? change.externalRef ?? before?.externalRef;
    if (typeof wanted !== 'string') return `${content.table.replaceAll('_', '-')}-${id.slice(-12)}`;
    if (wanted === before?.externalRef) return wanted;
    const owner = await this.references.find(content, wanted);
    if (owner === undefined || owner === id) return wanted;
    throw new Refusal([problem('TAKEN', sentences.referenceTaken(wanted), ['externalRef'])]);
  }
}

/** The names by which a change may identify its object. */
function namesOf(change: Change): string[] {
  const ref = refOf(change);
  if (change.mode === 'UPDATE' && change.id) return [];
  return ref === undefined ? [] : [ref];
}

function ownTranslations(translations: readonly Input[]): Record<string, OwnText> {
  return Object.fromEntries(translations.map(({ locale, ...text }) => [String(locale), text as OwnText]));
}

/** Adds derived text, and a slug where there is none. */
function deriveTranslations(
  content: ContentType,
  own: Readonly<Record<string, OwnText>>,
  columns: Columns,
  address: { readonly externalRef: string; readonly locale: string },
): Translations {
  const { deriveText } = content.declaration;
  const derived = Object.fromEntries(
    Object.entries(own).map(([locale, text]) => {
      const complete = deriveText ? { ...text, ...deriveText(text, locale, columns) } : text;
      return [locale, content.isPage ? { ...complete, slug: text.slug ?? slugOf(content, text) } : complete];
    }),
  );
  const hasSlug = Object.values(derived).some((text) => text.slug);
  if (!content.isPage || hasSlug) return derived;
  // Without text there is still a slug.
  const [first = address.locale] = Object.keys(derived);
  return { ...derived, [first]: { ...derived[first], slug: address.externalRef } };
}

/** A restored object refers to something that has been deleted since. */
function deletedReference(found: Problem): Problem {
  if (found.code !== 'NOT_FOUND') return found;
  return {
    ...found,
    message: `${found.message} It was deleted; restore it first.`,
    chinese: `${found.chinese ?? found.message}該項內容已刪除，請先還原。`,
  };
}

const MAX_SLUG = 200;

/** The slug of a title, truncated, with an ending that makes it unique. */
export function slugOf(content: ContentType, text: OwnText, ending = ''): string | null {
  const title = text[content.titleField ?? ''] ?? '';
  const slug = cut(slugify(title), MAX_SLUG - ending.length).replace(/-+$/, '');
  return slug ? `${slug}${ending}` : null;
}

/** Rules that the stored object violates in fields that do not change. */
function brokenBefore(
  { declaration: { check } }: ContentType,
  row: Content | undefined,
  { document, before }: { readonly document: Document; readonly before: Document | undefined },
): readonly RuleViolation[] {
  if (!row || !before || !check) return [];
  return check(row as unknown as Columns).filter(({ path }) =>
    isAsBefore(document, before, path.slice(0, 1)),
  );
}
