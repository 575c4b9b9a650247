import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation, Unique } from 'typeorm';
import { Content, PageText, Part } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';
import type {
  OrganisationKind,
  OrganisationNameKind,
  OrganisationRelationType,
} from './organisation.enum.js';

@Entity()
export class Organisation extends Content {
  @Column('text') kind!: OrganisationKind;

  @Index()
  @Column('uuid', { nullable: true })
  parentId!: string | null;

  @ManyToOne(() => Organisation)
  @JoinColumn()
  parent?: Relation<Organisation>;

  @Column('text', { nullable: true }) website!: string | null;

  /** ISO 3166-1 alpha-2, in upper case. */
  @Column('text', { nullable: true }) region!: string | null;
}

@Entity()
@Unique(['locale', 'slug'])
export class OrganisationText extends PageText {
  @ManyToOne(() => Organisation, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'content_id' })
  content?: Relation<Organisation>;

  @localizedProperties.plain() name!: string | null;

  @localizedProperties.plain() shortName!: string | null;

  @localizedProperties.rich() description!: string | null;
}

/** A further name: an alias, an acronym, a former name. */
@Entity()
@Unique(['organisationId', 'position'])
export class OrganisationName extends Part {
  @Column('uuid') organisationId!: string;

  @ManyToOne(() => Organisation, { onDelete: 'CASCADE' })
  @JoinColumn()
  organisation?: Relation<Organisation>;

  @Column('text') locale!: string;

  @Column('text') text!: string;

  @Column('text') kind!: OrganisationNameKind;
}

@Entity()
@Unique(['organisationId', 'position'])
export class OrganisationRelation extends Part {
  @Column('uuid') organisationId!: string;

  @ManyToOne(() => Organisation, { onDelete: 'CASCADE' })
  @JoinColumn()
  organisation?: Relation<Organisation>;

  @Column('text') type!: OrganisationRelationType;

  @Index()
  @Column('uuid')
  otherId!: string;

  @ManyToOne(() => Organisation)
  @JoinColumn()
  other?: Relation<Organisation>;

  @Column('date', { nullable: true }) validFrom!: string | null;

  @Column('date', { nullable: true }) validTo!: string | null;
}
