import { type EntityManager, In, Not } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { type Problem, problem } from '../../foundation/errors.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { RevisionAction } from '../history/revision.entity.js';
import type { Locales } from '../language/locale.js';
import { fill } from '../language/translation.js';
import type { Content, PageText } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import { isRecord } from '../model/document.js';
import { located, type PreparedObject } from './change.js';
import { slugOf } from './prepare-objects.js';

const MAX_ATTEMPTS = 20;

/** Makes slugs unique: a generated one gets a number if it is taken; a chosen one is refused. */
export async function ensureUniqueSlugs(
  manager: EntityManager,
  prepared: readonly PreparedObject[],
  locales: Locales,
  problems: Problem[],
): Promise<PreparedObject[]> {
  const settled: PreparedObject[] = [];
  for (const [content, objects] of groupBy(prepared, (object) => object.content)) {
    if (!content.isPage) settled.push(...objects);
    else settled.push(...(await makeUnique(manager, content, objects, locales, problems)));
  }
  return settled;
}

async function makeUnique(
  manager: EntityManager,
  content: ContentType,
  objects: readonly PreparedObject[],
  locales: Locales,
  problems: Problem[],
): Promise<PreparedObject[]> {
  let current = [...objects];
  if (objects.every((object) => hasSlugsAsBefore(object, locales))) return current;
  for (let attempt = 2; attempt <= MAX_ATTEMPTS + 1; attempt += 1) {
    const clashes = await clashesOf(manager, content, current, locales);
    if (clashes.length === 0) return current;
    for (const { object, locale, slug, owner } of clashes) {
      if (!isOwnChoice(object, locale)) continue;
      const { change } = object;
      const name = await referenceOf(manager, content, owner, objects);
      const sentence = change.isWhole
        ? sentences.slugTakenMeanwhile(slug, locale, name, change.action === RevisionAction.RESTORE)
        : sentences.slugTaken(slug, locale, name);
      problems.push(problem('TAKEN', sentence, located(change, ['text', locale, 'slug'])));
    }
    if (problems.length > 0) return current;
    current = current.map((object) =>
      numbered(
        object,
        clashes.filter((clash) => clash.object === object),
        attempt,
        content,
      ),
    );
  }
  throw new Error(`No free slug was found for a ${content.name}.`);
}

/** Its stored slugs, in every language, are its own already. */
function hasSlugsAsBefore({ before, translations }: PreparedObject, locales: Locales): boolean {
  if (!before) return false;
  const stored = new Map(before.texts.map((row) => [row.locale, row.slug]));
  const now = fill(translations, ['slug'], locales);
  return now.length === stored.size && now.every(({ locale, values }) => stored.get(locale) === values.slug);
}

interface Clash {
  readonly object: PreparedObject;
  /** The locale that the slug belongs to, before fallback. */
  readonly locale: string;
  readonly slug: string;
  /** The id of the object that has it. */
  readonly owner: string;
}

/** The name of another object, in the batch or not. */
async function referenceOf(
  manager: EntityManager,
  content: ContentType,
  id: string,
  batch: readonly PreparedObject[],
): Promise<string> {
  const known = batch.find((object) => object.id === id)?.columns.externalRef;
  if (typeof known === 'string') return known;
  const row = (await manager.findOne(content.entity, { where: { id } })) as Content | null;
  return row?.externalRef ?? globalId(content.table, id);
}

async function clashesOf(
  manager: EntityManager,
  content: ContentType,
  objects: readonly PreparedObject[],
  locales: Locales,
): Promise<Clash[]> {
  const inOrder = [...objects].sort((one, other) => rankOf(one) - rankOf(other));
  const slugs = inOrder.flatMap((object) =>
    fill(object.translations, ['slug'], locales).map(({ locale, values, fallback }) => ({
      object,
      row: locale,
      locale: fallback.slug ?? locale,
      slug: String(values.slug),
    })),
  );
  const others = (await manager.find(content.text as NonNullable<typeof content.text>, {
    select: { contentId: true, locale: true, slug: true },
    where: { slug: In(slugs.map(({ slug }) => slug)), contentId: Not(In(objects.map(({ id }) => id))) },
  })) as PageText[];
  const owners = new Map(others.map(({ locale, slug, contentId }) => [`${locale} ${slug}`, contentId]));
  const clashing = slugs.flatMap(({ object, row, locale, slug }): Clash[] => {
    const key = `${row} ${slug}`;
    const owner = owners.get(key);
    if (owner !== undefined) return [{ object, locale, slug, owner }];
    owners.set(key, object.id);
    return [];
  });
  // A slug that clashes in several languages through fallback is reported once.
  return [...new Map(clashing.map((clash) => [`${clash.object.id} ${clash.locale}`, clash])).values()];
}

/** Existing slugs have precedence over chosen ones, and these over generated ones. */
function rankOf(object: PreparedObject): number {
  const isRequested = Object.keys(object.translations).some((locale) => isOwnChoice(object, locale));
  if (isRequested) return 1;
  return object.before ? 0 : 2;
}

/** Whether an editor chose the slug. */
function isOwnChoice({ change }: PreparedObject, locale: string): boolean {
  const { text } = change.document;
  const own = isRecord(text) ? text[locale] : undefined;
  return isRecord(own) && typeof own.slug === 'string';
}

function numbered(
  object: PreparedObject,
  clashes: readonly Clash[],
  attempt: number,
  content: ContentType,
): PreparedObject {
  const translations = { ...object.translations };
  for (const { locale } of clashes) {
    const text = translations[locale] ?? {};
    // After so many attempts, an ending that is certainly free.
    const ending = attempt < MAX_ATTEMPTS ? `-${attempt}` : `-${object.id.slice(-12)}`;
    translations[locale] = { ...text, slug: slugOf(content, text, ending) ?? `${text.slug}${ending}` };
  }
  return { ...object, translations };
}
