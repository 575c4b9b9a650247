import { Setting } from '../foundation/setting.entity.js';
import type { ContentType } from './content-type.js';
import { AuditEntry } from './history/audit-entry.entity.js';
import { BinEntry } from './history/bin-entry.entity.js';
import { Revision } from './history/revision.entity.js';
import { FormerSlug } from './localization/former-slug.entity.js';
import { PrintedName } from './publishing/printed-name.entity.js';
import { SearchDocument } from './search/search-document.entity.js';
import type { Shape } from './shape.js';

/** Every entity class that the content types use, links and parts included. */
export function entitiesOf(types: readonly ContentType[]): Function[] {
  const shapes = types.flatMap((content): Shape[] => [content, ...content.parts.map(({ shape }) => shape)]);
  const found = new Set<Function>(shapes.flatMap(({ entity, text }) => (text ? [entity, text] : [entity])));
  return [...found, FormerSlug, PrintedName, SearchDocument, Setting, AuditEntry, BinEntry, Revision];
}
