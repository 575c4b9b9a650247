import { IsEmail, IsInt, Length, Matches, MaxLength, Min, ValidateBy } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import {
  ContentInput,
  LocalizedTextInput,
  PageTranslationInput,
  TranslationInput,
} from '../content/content.input.js';
import { DateScalar, DateTimeScalar, LocaleScalar, URLScalar } from '../content/scalars.js';
import { isTimeZone } from '../foundation/instant.js';
import { CreditInput } from '../people/person.input.js';
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

@InputType({ description: 'The words of an event in one language.' })
export class EventTranslationInput extends PageTranslationInput {
  @Field(() => String, { nullable: true, description: 'Its title.' })
  @Length(1, 300)
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'A short form of the title.' })
  @MaxLength(100)
  shortName?: string | null;

  @Field(() => String, { nullable: true, description: 'Its theme or motto.' })
  @MaxLength(500)
  theme?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is about, in a sentence or two.' })
  @MaxLength(1_000)
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is about, at length, in CommonMark.' })
  @MaxLength(50_000)
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Who may take part.' })
  @MaxLength(1_000)
  eligibility?: string | null;
}

@InputType({ description: 'When an event takes place.' })
export class ScheduleInput {
  @Field(() => SchedulePrecision, { description: 'How exactly it is known.' }) precision!: SchedulePrecision;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it begins; for precision TIME.' }) start?:
    | string
    | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends; for precision TIME.' }) end?:
    | string
    | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its first day; for precision DATE.' }) startDate?:
    | string
    | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day, included; for precision DATE.' })
  endDate?: string | null;

  @Field(() => DayPart, { nullable: true, description: 'The part of the day, where no time is known.' })
  dayPart?: DayPart | null;

  @Field(() => String, { nullable: true, description: 'The IANA time zone; Asia/Hong_Kong when absent.' })
  @ValidateBy(
    { name: 'isTimeZone', validator: { validate: isTimeZone } },
    {
      message: 'timeZone must be an IANA time zone such as "Asia/Hong_Kong"',
      context: { 'zh-Hant': '「timeZone」必須是 IANA 時區，例如「Asia/Hong_Kong」' },
    },
  )
  timeZone?: string | null;
}

@InputType({ description: 'How to get a place.' })
export class RegistrationInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether one has to register; yes when absent.' })
  isRequired?: boolean | null;

  @Field(() => URLScalar, { nullable: true, description: 'Where to register.' }) url?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From when one can register.' }) opensAt?:
    | string
    | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The last minute in which one can register.' })
  deadline?: string | null;

  @Field(() => Allocation, { nullable: true, description: 'How places are given out.' })
  allocation?: Allocation | null;

  @Field(() => Int, { nullable: true, description: 'How many places there are.' })
  @IsInt()
  @Min(1)
  capacity?: number | null;
}

@InputType({ description: 'What it costs to get in.' })
export class AdmissionInput {
  @Field(() => AdmissionType, { description: 'Whether it is free.' }) type!: AdmissionType;

  @Field(() => String, { nullable: true, description: 'The price as a decimal number.' })
  @Matches(/^\d{1,8}(\.\d{1,2})?$/, {
    message: 'price must be a decimal number such as "120.00"',
    context: { 'zh-Hant': '「price」必須是十進制數字，例如「120.00」' },
  })
  price?: string | null;

  @Field(() => String, { nullable: true, description: 'The currency: ISO 4217.' })
  @Matches(/^[A-Z]{3}$/, {
    message: 'currency must be three upper-case letters',
    context: { 'zh-Hant': '「currency」必須是三個大寫英文字母' },
  })
  currency?: string | null;

  @Field(() => [LocalizedTextInput], { nullable: true, description: 'Conditions in words.' })
  note?: LocalizedTextInput[] | null;
}

@InputType({ description: 'What an organisation does for the event.' })
export class ParticipationInput {
  @Field(() => ID, { description: 'The organisation.' }) organisation!: string;

  @Field(() => OrganisationRole, { description: 'The role.' }) role!: OrganisationRole;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'The printed word for the role, where it differs.',
  })
  label?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'The name of the organisation as printed, where it differs.',
  })
  displayName?: LocalizedTextInput[] | null;
}

@InputType({ description: 'Whom to ask about the event.' })
export class ContactInput {
  @Field(() => [LocalizedTextInput], { nullable: true, description: 'What the contact is for.' })
  label?: LocalizedTextInput[] | null;

  @Field(() => String, { nullable: true, description: 'The name of a person or office.' })
  @MaxLength(200)
  name?: string | null;

  @Field(() => ID, { nullable: true, description: 'The organisation to ask.' }) organisation?: string | null;

  @Field(() => String, { nullable: true, description: 'The telephone number, international.' })
  @Matches(/^\+[0-9][0-9 ]{6,24}$/, {
    message: 'phone must be international, such as "+852 3480 4230"',
    context: { 'zh-Hant': '「phone」必須是國際電話號碼，例如「+852 3480 4230」' },
  })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'The e-mail address.' })
  @IsEmail(
    {},
    {
      message: 'email must be an e-mail address with a complete domain',
      context: { 'zh-Hant': '「email」必須是電郵地址，並須有完整的網域' },
    },
  )
  email?: string | null;
}

@InputType({ description: 'A link to elsewhere.' })
export class LinkInput {
  @Field(() => LinkRel, { description: 'What it is for.' }) rel!: LinkRel;

  @Field(() => URLScalar, { nullable: true, description: 'The address.' }) url?: string | null;

  @Field(() => [LocalizedTextInput], { nullable: true, description: 'The words of the link.' })
  label?: LocalizedTextInput[] | null;

  @Field(() => LinkStatus, {
    nullable: true,
    description: 'Whether it can be followed; MISSING when there is no address.',
  })
  status?: LinkStatus | null;
}

@InputType({ description: 'What editors write about an event.' })
export class EventInput extends ContentInput {
  @Field(() => EventKind, { description: 'What sort of event it is.' }) kind!: EventKind;

  @Field(() => Int, { nullable: true, description: 'Which edition it is.' })
  @Min(1)
  edition?: number | null;

  @Field(() => ID, { nullable: true, description: 'The event it is a part of.' }) parent?: string | null;

  @Field(() => ScheduleInput, { description: 'When it takes place.' }) schedule!: ScheduleInput;

  @Field(() => EventLifecycle, { nullable: true, description: 'How the plans stand; SCHEDULED when absent.' })
  lifecycle?: EventLifecycle | null;

  @Field(() => AttendanceMode, { nullable: true, description: 'How people take part.' })
  attendanceMode?: AttendanceMode | null;

  @Field(() => ID, { nullable: true, description: 'Where it takes place.' }) venue?: string | null;

  @Field(() => URLScalar, { nullable: true, description: 'Where to take part online.' }) onlineUrl?:
    | string
    | null;

  @Field(() => [LocaleScalar], { nullable: true, description: 'The languages that are spoken there.' })
  spokenLanguages?: string[] | null;

  @Field(() => RegistrationInput, { nullable: true, description: 'How to get a place.' })
  registration?: RegistrationInput | null;

  @Field(() => AdmissionInput, { nullable: true, description: 'What it costs.' })
  admission?: AdmissionInput | null;

  @Field(() => [[LocalizedTextInput]], {
    nullable: true,
    description: 'Its groups or categories, each in every language.',
  })
  categories?: LocalizedTextInput[][] | null;

  @Field(() => ID, { nullable: true, description: 'The series it is a session of.' }) series?: string | null;

  @Field(() => Int, { nullable: true, description: 'Its number in the series, from 1.' })
  @Min(1)
  session?: number | null;

  @Field(() => [ParticipationInput], {
    nullable: true,
    description: 'The organisations and their roles, in order.',
  })
  participations?: ParticipationInput[] | null;

  @Field(() => [CreditInput], { nullable: true, description: 'The people and their roles, in order.' })
  credits?: CreditInput[] | null;

  @Field(() => [ContactInput], { nullable: true, description: 'Whom to ask.' }) contacts?:
    | ContactInput[]
    | null;

  @Field(() => [LinkInput], { nullable: true, description: 'Links to elsewhere.' }) links?:
    | LinkInput[]
    | null;

  @Field(() => [EventTranslationInput], { description: 'Its words in each language.' })
  translations!: EventTranslationInput[];
}

@InputType({ description: 'The words of a venue in one language.' })
export class VenueTranslationInput extends TranslationInput {
  @Field(() => String, { nullable: true, description: 'Its name.' })
  @Length(1, 300)
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The room or floor.' })
  @MaxLength(200)
  room?: string | null;

  @Field(() => String, { nullable: true, description: 'The address.' })
  @MaxLength(500)
  address?: string | null;
}

@InputType({ description: 'What editors write about a venue.' })
export class VenueInput extends ContentInput {
  @Field(() => String, { nullable: true, description: 'The district, in English.' })
  @MaxLength(100)
  district?: string | null;

  @Field(() => URLScalar, { nullable: true, description: 'A map of the place.' }) mapUrl?: string | null;

  @Field(() => [VenueTranslationInput], { description: 'Its words in each language.' })
  translations!: VenueTranslationInput[];
}

@InputType({ description: 'The words of a series in one language.' })
export class EventSeriesTranslationInput extends TranslationInput {
  @Field(() => String, { nullable: true, description: 'Its title.' })
  @Length(1, 300)
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is about.' })
  @MaxLength(1_000)
  summary?: string | null;
}

@InputType({ description: 'What editors write about a series of events.' })
export class EventSeriesInput extends ContentInput {
  @Field(() => Int, { nullable: true, description: 'How many sessions are planned.' })
  @Min(1)
  plannedSessions?: number | null;

  @Field(() => [EventSeriesTranslationInput], { description: 'Its words in each language.' })
  translations!: EventSeriesTranslationInput[];
}
