import { Column, Entity, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { Content, ContentText } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';

@Entity()
export class EventSeries extends Content {
  @Column('int', { nullable: true }) plannedSessions!: number | null;
}

@Entity()
export class EventSeriesText extends ContentText {
  @ManyToOne(() => EventSeries, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'content_id' })
  content?: Relation<EventSeries>;

  @localizedProperties.plain() title!: string | null;

  @localizedProperties.plain() summary!: string | null;
}
