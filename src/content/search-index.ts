import type { EntityManager } from 'typeorm';
import type { ContentType } from './content-type.js';
import type { Locales } from './locale.js';

/** Writes what objects of one stage can be found by; called whenever they were written or deleted. */
export async function indexForSearch(
  _manager: EntityManager,
  _content: ContentType,
  _ids: readonly string[],
  _locales: Locales,
): Promise<void> {}
