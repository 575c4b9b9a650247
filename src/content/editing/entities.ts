import { Setting } from '../../foundation/setting.entity.js';
import { AuditEntry } from '../history/audit-entry.entity.js';
import { BinEntry } from '../history/bin-entry.entity.js';
import { Merge } from '../history/merge.entity.js';
import { Revision } from '../history/revision.entity.js';
import type { ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import { SearchEntry } from '../search/search-entry.entity.js';
import { FormerSlug } from '../storage/former-slug.entity.js';
import { PrintedName } from '../storage/printed-name.entity.js';

/** All entity classes of the content types, links and parts included. */
export function entitiesOf(types: readonly ContentType[]): Function[] {
  const shapes = types.flatMap((content): Shape[] => [content, ...content.parts.map(({ shape }) => shape)]);
  const found = new Set<Function>(shapes.flatMap(({ entity, text }) => (text ? [entity, text] : [entity])));
  return [...found, FormerSlug, PrintedName, SearchEntry, Setting, AuditEntry, BinEntry, Merge, Revision];
}
