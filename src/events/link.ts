import type { LocalizedText } from '../content/language/translation.js';
import { Part } from '../content/model/content.entity.js';
import { choice, translated, url } from '../content/model/fields.js';
import { part, partType } from '../content/model/model.js';
import { owner } from '../content/model/references.js';
import { isOneOf } from '../content/sql/conditions.js';
import { LinkRel, LinkStatus } from './event.enum.js';
import { linkRules } from './event.rules.js';

/** Owned by the event or the article whose key is set; referenced by name, since their modules import this one. */
@part('A link to another site.')
export class Link extends Part {
  @owner('Event', { isOneOf: true }) eventId!: string | null;
  @owner('Article', { isOneOf: true }) articleId!: string | null;
  @choice(LinkRel, 'The purpose of the link.', { isRequired: true }) rel!: LinkRel;
  @url('The URL; null while it is unknown.') url!: string | null;
  @translated('The text of the link.') label!: LocalizedText | null;
  @choice(LinkStatus, 'Whether the link works.', {
    isDerived: true,
    hint: 'MISSING when there is no address.',
  })
  status!: LinkStatus;
}

export const ofRel = {
  type: () => [LinkRel],
  description: 'Only links with these purposes.',
  condition: isOneOf('rel'),
};

export const link = partType(Link, {
  derive: (row) => ({ status: row.status ?? (row.url ? LinkStatus.OK : LinkStatus.MISSING) }),
  ...linkRules,
});
