import { Column, Entity, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { Content, ContentText } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';

@Entity()
export class Venue extends Content {
  @Column('text', { nullable: true }) district!: string | null;

  @Column('text', { nullable: true }) mapUrl!: string | null;
}

@Entity()
export class VenueText extends ContentText {
  @ManyToOne(() => Venue, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'content_id' })
  content?: Relation<Venue>;

  @localizedProperties.plain() name!: string | null;

  @localizedProperties.plain() room!: string | null;

  @localizedProperties.plain() address!: string | null;
}
