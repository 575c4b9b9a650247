import { Field, Int, ObjectType } from 'type-graphql';
import { ContentNode, LocalizedType } from '../content/content.type.js';
import { LocalizedField, RichTextField } from '../content/declare.js';
import { DateScalar, DateTimeScalar, LocaleScalar, URLScalar } from '../content/scalars.js';
import {
  AdmissionType,
  Allocation,
  AttendanceMode,
  DayPart,
  EventKind,
  EventLifecycle,
  LinkRel,
  LinkStatus,
  OrganisationRole,
  SchedulePrecision,
} from './event.enum.js';

@ObjectType({ description: 'When an event takes place.' })
export class Schedule {
  @Field(() => SchedulePrecision, {
    description: 'How exactly it is known; says which of the other fields are set.',
  })
  precision!: SchedulePrecision;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it begins, with the offset of its time zone; only for precision TIME.',
  })
  start?: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it ends; null also where no end is announced.',
  })
  end?: string;

  @Field(() => DateScalar, { nullable: true, description: 'Its first day, in its time zone.' })
  startDate?: string;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day, included.' }) endDate?: string;

  @Field(() => DayPart, { nullable: true, description: 'The part of the day, where no time is known.' })
  dayPart?: DayPart;

  @Field({ description: 'Whether whole days are meant: precision DATE.' }) allDay!: boolean;

  @Field({ description: 'The IANA time zone of the place, such as "Asia/Hong_Kong".' }) timeZone!: string;

  @Field({
    description: 'Whether it is over. Without a known end it is over at the end of its last day there.',
  })
  isOver!: boolean;
}

@ObjectType({ description: 'How to get a place.' })
export class Registration {
  @Field({ description: 'Whether one has to register or apply.' }) isRequired!: boolean;

  @Field(() => URLScalar, { nullable: true, description: 'Where to register.' }) url?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From when one can register.' })
  opensAt?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The last minute in which one can register.' })
  deadline?: string;

  @Field(() => Allocation, { nullable: true, description: 'How places are given out.' })
  allocation?: Allocation;

  @Field(() => Int, { nullable: true, description: 'How many places there are.' }) capacity?: number;

  @Field({
    description: 'Whether one can register now: within the time for it, the event neither over nor off.',
  })
  isOpen!: boolean;
}

@ObjectType({ description: 'What it costs to get in.' })
export class Admission {
  @Field(() => AdmissionType, { description: 'Whether it is free.' }) type!: AdmissionType;

  @Field(() => String, { nullable: true, description: 'The price as a decimal number, such as "120.00".' })
  price?: string;

  @Field(() => String, { nullable: true, description: 'The currency of the price: ISO 4217, such as "HKD".' })
  currency?: string;

  @LocalizedField('Conditions in words.') note?: string;
}

@ObjectType('Event', { implements: ContentNode, description: 'Something that takes place at a time.' })
export class EventType extends ContentNode {
  @Field(() => DateTimeScalar, {
    description:
      'When what is served, or something that it shows such as its venue, changed last: what feeds and calendars tell versions apart by.',
  })
  changedAt!: string;

  @Field(() => EventKind, { description: 'What sort of event it is.' }) kind!: EventKind;

  @LocalizedField('The word for its kind, for readers.', { isRequired: true }) kindLabel!: string;

  @LocalizedField('Its title.') title?: string;

  @LocalizedField('A short form of the title, such as an acronym.') shortName?: string;

  @LocalizedField('Its theme or motto.') theme?: string;

  @LocalizedField('What it is about, in a sentence or two.') summary?: string;

  @RichTextField('What it is about, at length.') description?: string;

  @Field(() => Int, { nullable: true, description: 'Which edition it is: 8 for an 8th annual meeting.' })
  edition?: number;

  @Field(() => Schedule, { description: 'When it takes place.' }) schedule!: Schedule;

  @Field(() => EventLifecycle, { description: 'How the plans for it stand.' }) lifecycle!: EventLifecycle;

  @LocalizedField('The word for how the plans stand, for readers.', { isRequired: true })
  lifecycleLabel!: string;

  @Field(() => AttendanceMode, {
    nullable: true,
    description: 'How people take part; null where nothing is said.',
  })
  attendanceMode?: AttendanceMode;

  @Field(() => URLScalar, { nullable: true, description: 'Where to take part online.' }) onlineUrl?: string;

  @Field(() => [LocaleScalar], {
    description: 'The languages that are spoken there; empty where nothing is said.',
  })
  spokenLanguages!: string[];

  @Field(() => Registration, {
    nullable: true,
    description: 'How to get a place; null where nothing is said.',
  })
  registration?: Registration;

  @Field(() => Admission, { nullable: true, description: 'What it costs; null where nothing is said.' })
  admission?: Admission;

  @LocalizedField('Who may take part.') eligibility?: string;

  @Field(() => [String], {
    description: 'Its groups or categories in words, such as those of a competition.',
  })
  categories!: string[];

  @Field(() => Int, { nullable: true, description: 'Its number in its series, from 1.' }) session?: number;
}

@ObjectType('Venue', { implements: LocalizedType, description: 'A place where events are held.' })
export class VenueType extends LocalizedType {
  @LocalizedField('Its name.') name?: string;

  @LocalizedField('The room or floor.') room?: string;

  @LocalizedField('The address.') address?: string;

  @Field(() => String, { nullable: true, description: 'The district, in English.' }) district?: string;

  @Field(() => URLScalar, { nullable: true, description: 'A map of the place.' }) mapUrl?: string;
}

@ObjectType('EventSeries', {
  implements: LocalizedType,
  description: 'Events that belong together as sessions.',
})
export class EventSeriesType extends LocalizedType {
  @LocalizedField('Its title.') title?: string;

  @LocalizedField('What it is about.') summary?: string;

  @Field(() => Int, { nullable: true, description: 'How many sessions are planned, announced or not.' })
  plannedSessions?: number;
}

@ObjectType('Participation', { description: 'What an organisation does for an event.' })
export class ParticipationType {
  @Field(() => OrganisationRole, { description: 'The role.' }) role!: OrganisationRole;

  @LocalizedField('The word for the role: as printed for this event, else the usual one.', {
    isRequired: true,
  })
  roleLabel!: string;

  @LocalizedField(
    'The name of the organisation as printed there: it stays when the organisation is renamed, or has no page any more. Until it is first published, the name of the organisation.',
  )
  displayName?: string;

  @Field(() => Int, { description: 'Its place among the organisations of the event, from 0.' })
  position!: number;
}

@ObjectType('Contact', { description: 'Whom to ask about an event.' })
export class ContactType {
  @LocalizedField('What the contact is for, or who it is.') label?: string;

  @Field(() => String, { nullable: true, description: 'The name of a person or office.' }) name?: string;

  @LocalizedField('The name of the organisation to ask, as printed there.') organisationName?: string;

  @Field(() => String, {
    nullable: true,
    description: 'The telephone number, international, with spaces for reading.',
  })
  phone?: string;

  @Field(() => String, { nullable: true, description: 'The e-mail address.' }) email?: string;
}

@ObjectType('Link', { description: 'A link to elsewhere.' })
export class LinkType {
  @Field(() => LinkRel, { description: 'What it is for.' }) rel!: LinkRel;

  @Field(() => URLScalar, { nullable: true, description: 'The address; null while it is missing.' })
  url?: string;

  @LocalizedField('The words of the link.') label?: string;

  @Field(() => LinkStatus, { description: 'Whether it can be followed.' }) status!: LinkStatus;
}
