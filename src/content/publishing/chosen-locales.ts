import { refuse } from '../../foundation/errors.js';
import type { Viewer } from '../contract/access.js';
import { sentences } from '../contract/sentences.js';
import type { ContentStore } from '../storage/store.js';

/**
 * The locales that a viewer has chosen to publish or unpublish, each once; null for all of them.
 * @throws Refusal INVALID_INPUT for an empty list and unknown locales, FORBIDDEN for a key without rights to one
 */
export function chosenLocales(
  { locales }: ContentStore,
  viewer: Viewer,
  tags: readonly string[] | null | undefined,
  path: readonly string[],
): string[] | null {
  if (tags?.length === 0) refuse('INVALID_INPUT', sentences.noLocale, path);
  const chosen = tags?.map((tag) => locales.match(tag, path));
  assertMayUseLocales(viewer, chosen ?? locales.codes, path);
  return chosen ? [...new Set(chosen)] : null;
}

/** @throws Refusal FORBIDDEN for a key that is restricted to others */
export function assertMayUseLocales(
  viewer: Viewer,
  locales: readonly string[],
  path: readonly string[],
): void {
  const foreign = foreignLocale(viewer, locales);
  if (foreign !== undefined)
    refuse('FORBIDDEN', sentences.notThisLocale(foreign, viewer.locales ?? []), path);
}

/** The first locale that the viewer may not use. */
export function foreignLocale({ locales: allowed }: Viewer, locales: readonly string[]): string | undefined {
  return allowed && locales.find((locale) => !allowed.includes(locale));
}
