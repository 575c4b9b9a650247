import { Column } from 'typeorm';
import { firstPresent } from '../sql/expressions.js';
import { Content } from './content.entity.js';
import { computed } from './fields.js';
import { DateTimeScalar } from './scalars.js';

/** Content with `changedAt`, which includes changes of what it shows. */
export abstract class DatedContent extends Content {
  /** In published; null if it equals `updatedAt`. */
  @Column('timestamptz', { nullable: true })
  @computed(
    () => DateTimeScalar,
    'When the object, or something that it shows such as a venue or an author, last changed in public: a version for feeds and calendars.',
    firstPresent('changedAt', 'updatedAt'),
  )
  changedAt!: Date | null;
}
