import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation, Unique } from 'typeorm';
import { Content, ContentText, Part } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';
import { Organisation } from '../organisations/organisation.js';

/** Articles that appear as a series, such as a newspaper column. */
@Entity()
export class ArticleSeries extends Content {}

@Entity()
export class ArticleSeriesText extends ContentText {
  @ManyToOne(() => ArticleSeries, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'content_id' })
  content?: Relation<ArticleSeries>;

  @localizedProperties.plain() title!: string | null;

  @localizedProperties.plain() summary!: string | null;

  @localizedProperties.plain() audience!: string | null;

  @localizedProperties.plain() cadence!: string | null;
}

@Entity()
@Unique(['seriesId', 'organisationId'])
export class ArticleSeriesPartner extends Part {
  @Column('uuid') seriesId!: string;

  @ManyToOne(() => ArticleSeries, { onDelete: 'CASCADE' })
  @JoinColumn()
  series?: Relation<ArticleSeries>;

  @Index()
  @Column('uuid')
  organisationId!: string;

  @ManyToOne(() => Organisation)
  @JoinColumn()
  organisation?: Relation<Organisation>;
}
