import { Column } from 'typeorm';
import { firstPresent } from '../sql/expressions.js';
import { Content } from './content.entity.js';
import { computed } from './fields.js';
import { DateTimeScalar } from './scalars.js';

/** Content that says when something that it shows has changed, too. */
export abstract class DatedContent extends Content {
  /** In published; null where it is `updatedAt`. */
  @Column('timestamptz', { nullable: true })
  @computed(
    () => DateTimeScalar,
    'When what is served, or something that it shows such as a venue or an author, changed last: what feeds and calendars tell versions apart by.',
    firstPresent('changedAt', 'updatedAt'),
  )
  changedAt!: Date | null;
}
