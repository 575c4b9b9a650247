import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation, Unique } from 'typeorm';
import { Content, PageText, Part } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';
import type { LocalizedText } from '../content/localization/translation.js';
import { Event } from '../events/event.entity.js';
import { Organisation } from '../organisations/organisation.js';
import { Person } from '../people/person.entity.js';
import type { ArticleKind } from './article.enum.js';
import { ArticleSeries } from './article-series.entity.js';

@Entity()
export class Article extends Content {
  /** In published: when it, or something that it shows, changed last; null where that is `updatedAt`. */
  @Column('timestamptz', { nullable: true }) changedAt!: Date | null;

  @Column('text') kind!: ArticleKind;

  /** The day it is dated, where an editor says so; else that of its first publication. */
  @Column('date', { nullable: true }) publishedOn!: string | null;

  /** The days that it reports on. */
  @Column('date', { nullable: true }) occurredFrom!: string | null;

  @Column('date', { nullable: true }) occurredTo!: string | null;

  @Index()
  @Column('uuid', { nullable: true })
  seriesId!: string | null;

  @ManyToOne(() => ArticleSeries)
  @JoinColumn()
  series?: Relation<ArticleSeries>;

  /** As printed: the first of several instalments on one subject is part 1. */
  @Column('int', { nullable: true }) part!: number | null;

  /** Whether it was published elsewhere; then it need not have a body here. */
  @Column('boolean') isExternal!: boolean;

  @localizedProperties.part() externalOutlet!: LocalizedText | null;

  @Column('text', { nullable: true }) externalUrl!: string | null;

  @Column('date', { nullable: true }) externalPublishedOn!: string | null;
}

@Entity()
@Unique(['locale', 'slug'])
export class ArticleText extends PageText {
  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'content_id' })
  content?: Relation<Article>;

  @localizedProperties.plain() title!: string | null;

  @localizedProperties.plain() subtitle!: string | null;

  @localizedProperties.plain() summary!: string | null;

  @localizedProperties.rich() body!: string | null;
}

@Entity()
@Unique(['articleId', 'eventId'])
export class ArticleEvent extends Part {
  @Column('uuid') articleId!: string;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn()
  article?: Relation<Article>;

  @Index()
  @Column('uuid')
  eventId!: string;

  @ManyToOne(() => Event)
  @JoinColumn()
  event?: Relation<Event>;
}

@Entity()
@Unique(['articleId', 'organisationId'])
export class ArticleOrganisation extends Part {
  @Column('uuid') articleId!: string;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn()
  article?: Relation<Article>;

  @Index()
  @Column('uuid')
  organisationId!: string;

  @ManyToOne(() => Organisation)
  @JoinColumn()
  organisation?: Relation<Organisation>;
}

@Entity()
@Unique(['articleId', 'personId'])
export class ArticlePerson extends Part {
  @Column('uuid') articleId!: string;

  @ManyToOne(() => Article, { onDelete: 'CASCADE' })
  @JoinColumn()
  article?: Relation<Article>;

  @Index()
  @Column('uuid')
  personId!: string;

  @ManyToOne(() => Person)
  @JoinColumn()
  person?: Relation<Person>;
}
