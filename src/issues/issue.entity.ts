import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation, Unique } from 'typeorm';
import { Article } from '../articles/article.entity.js';
import { Content, PageText, Part } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';
import type { LocalizedText } from '../content/localization/translation.js';
import { Event } from '../events/event.entity.js';
import type { SectionKind } from './issue.enum.js';

@Entity()
export class Issue extends Content {
  @Column('int', { nullable: true }) number!: number | null;

  @Column('int', { nullable: true }) year!: number | null;

  @Column('int', { nullable: true }) quarter!: number | null;

  @Column('date', { nullable: true }) coverageStart!: string | null;

  @Column('date', { nullable: true }) coverageEnd!: string | null;

  @Index()
  @Column('date', { nullable: true })
  publishedOn!: string | null;
}

@Entity()
@Unique(['locale', 'slug'])
export class IssueText extends PageText {
  @ManyToOne(() => Issue, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'content_id' })
  content?: Relation<Issue>;

  @localizedProperties.plain() title!: string | null;

  @localizedProperties.plain() greeting!: string | null;

  @localizedProperties.rich() intro!: string | null;

  @localizedProperties.rich() closing!: string | null;

  @localizedProperties.plain() signOff!: string | null;
}

@Entity()
@Unique(['issueId', 'position'])
export class IssueSection extends Part {
  @Column('uuid') issueId!: string;

  @ManyToOne(() => Issue, { onDelete: 'CASCADE' })
  @JoinColumn()
  issue?: Relation<Issue>;

  @Column('text') kind!: SectionKind;

  @localizedProperties.part() heading!: LocalizedText | null;
}

/** A place in a section: an article or an event. Positions run through the whole issue. */
@Entity()
@Unique(['issueId', 'position'])
@Unique(['issueId', 'articleId'])
@Unique(['issueId', 'eventId'])
export class IssueItem extends Part {
  @Column('uuid') issueId!: string;

  @ManyToOne(() => Issue, { onDelete: 'CASCADE' })
  @JoinColumn()
  issue?: Relation<Issue>;

  @Index()
  @Column('uuid')
  sectionId!: string;

  @ManyToOne(() => IssueSection, { onDelete: 'CASCADE' })
  @JoinColumn()
  section?: Relation<IssueSection>;

  @Index()
  @Column('uuid', { nullable: true })
  articleId!: string | null;

  @ManyToOne(() => Article)
  @JoinColumn()
  article?: Relation<Article>;

  @Index()
  @Column('uuid', { nullable: true })
  eventId!: string | null;

  @ManyToOne(() => Event)
  @JoinColumn()
  event?: Relation<Event>;

  @localizedProperties.part() displayTitle!: LocalizedText | null;

  @localizedProperties.part() excerpt!: LocalizedText | null;
}
