import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { Article } from '../articles/article.entity.js';
import { Content, ContentText } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';
import type { LocalizedText } from '../content/localization/translation.js';
import { Event } from '../events/event.entity.js';
import { EventSeries } from '../events/event-series.entity.js';
import { Issue } from '../issues/issue.entity.js';
import { Organisation } from '../organisations/organisation.js';
import { FundingProgramme } from './funding-programme.entity.js';
import type { SponsorshipType } from './sponsorship.enum.js';

/** That an organisation backs an event, a series, an article or an issue; exactly one of them. */
@Entity()
export class Sponsorship extends Content {
  @Index()
  @Column('uuid')
  organisationId!: string;

  @ManyToOne(() => Organisation)
  @JoinColumn()
  organisation?: Relation<Organisation>;

  /** The name as printed there, where it differs from the organisation's. */
  @localizedProperties.part() displayName!: LocalizedText | null;

  @Column('text') type!: SponsorshipType;

  @Column('text', { nullable: true }) tier!: string | null;

  @Index()
  @Column('uuid', { nullable: true })
  programmeId!: string | null;

  @ManyToOne(() => FundingProgramme)
  @JoinColumn()
  programme?: Relation<FundingProgramme>;

  @Index()
  @Column('uuid', { nullable: true })
  eventId!: string | null;

  @ManyToOne(() => Event)
  @JoinColumn()
  event?: Relation<Event>;

  @Index()
  @Column('uuid', { nullable: true })
  seriesId!: string | null;

  @ManyToOne(() => EventSeries)
  @JoinColumn()
  series?: Relation<EventSeries>;

  @Index()
  @Column('uuid', { nullable: true })
  articleId!: string | null;

  @ManyToOne(() => Article)
  @JoinColumn()
  article?: Relation<Article>;

  @Index()
  @Column('uuid', { nullable: true })
  issueId!: string | null;

  @ManyToOne(() => Issue)
  @JoinColumn()
  issue?: Relation<Issue>;

  /** Its place among the sponsorships of the subject. */
  @Column('int') position!: number;

  @Column('date', { nullable: true }) startsOn!: string | null;

  @Column('date', { nullable: true }) endsOn!: string | null;
}

@Entity()
export class SponsorshipText extends ContentText {
  @ManyToOne(() => Sponsorship, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'content_id' })
  content?: Relation<Sponsorship>;

  @localizedProperties.plain() acknowledgement!: string | null;
}
