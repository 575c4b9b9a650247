import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation, Unique } from 'typeorm';
import { Content, ContentText, Part } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';
import { Organisation } from '../organisations/organisation.js';

@Entity()
export class FundingProgramme extends Content {
  @Index()
  @Column('uuid', { nullable: true })
  administeredById!: string | null;

  @ManyToOne(() => Organisation)
  @JoinColumn()
  administeredBy?: Relation<Organisation>;

  @Column('text', { nullable: true }) url!: string | null;

  /** Whether whatever it funds must be presented with its disclaimer. */
  @Column('boolean') isDisclaimerMandatory!: boolean;
}

@Entity()
export class FundingProgrammeText extends ContentText {
  @ManyToOne(() => FundingProgramme, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'content_id' })
  content?: Relation<FundingProgramme>;

  @localizedProperties.plain() name!: string | null;

  @localizedProperties.plain() fund!: string | null;
}

/** A wording that was approved in one language: never translated, never filled in from another. */
@Entity()
@Unique(['programmeId', 'version', 'locale'])
export class Disclaimer extends Part {
  @Column('uuid') programmeId!: string;

  @ManyToOne(() => FundingProgramme, { onDelete: 'CASCADE' })
  @JoinColumn()
  programme?: Relation<FundingProgramme>;

  @Column('int') version!: number;

  @Column('text') locale!: string;

  @Column('text') text!: string;

  @Column('date') effectiveFrom!: string;
}
