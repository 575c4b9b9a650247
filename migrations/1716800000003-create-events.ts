import { CONTENT_COLUMNS, oneOf, reference, StageMigration, TEXT_COLUMNS } from './stage-migration.js';

const KINDS = [
  'SUMMIT',
  'FORUM',
  'SEMINAR',
  'TRAINING',
  'TALK',
  'ROUNDTABLE',
  'EXHIBITION',
  'PAVILION',
  'CONFERENCE',
  'COMPETITION',
  'AWARD_SCHEME',
  'CEREMONY',
  'SIGNING',
  'VISIT',
  'GOVERNANCE_MEETING',
  'OTHER',
];
const LIFECYCLES = ['SCHEDULED', 'POSTPONED', 'RESCHEDULED', 'CANCELLED', 'COMPLETED'];
const ROLES = [
  'HOST',
  'ORGANISER',
  'JOINT_ORGANISER',
  'CO_ORGANISER',
  'IMPLEMENTER',
  'OPERATOR',
  'SUPPORTING',
  'MEDIA_PARTNER',
  'STRATEGIC_PARTNER',
  'SIGNATORY',
  'EXHIBITOR',
];

export class CreateEvents extends StageMigration {
  override readonly name = 'CreateEvents1716800000003';

  protected override readonly tables = `
  create table venue (${CONTENT_COLUMNS},
    district text,
    map_url text
  );
  create table venue_text (
    content_id uuid not null references venue (id) on delete cascade,
    name text collate "und-x-icu",
    room text collate "und-x-icu",
    address text collate "und-x-icu",${TEXT_COLUMNS}
  );
  create table event_series (${CONTENT_COLUMNS},
    planned_sessions int check (planned_sessions > 0)
  );
  create table event_series_text (
    content_id uuid not null references event_series (id) on delete cascade,
    title text collate "und-x-icu",
    summary text collate "und-x-icu",${TEXT_COLUMNS}
  );
  create table event (${CONTENT_COLUMNS},
    kind text not null ${oneOf('kind', KINDS)},
    edition int check (edition > 0),
    parent_id uuid check (parent_id <> id),
    precision text not null ${oneOf('precision', ['TIME', 'DATE', 'TBA'])},
    time_zone text not null,
    starts_at timestamptz,
    ends_at timestamptz check (ends_at >= starts_at),
    start_date date,
    end_date date check (end_date >= start_date),
    day_part text ${oneOf('day_part', ['MORNING', 'AFTERNOON', 'EVENING'])},
    begins_at timestamptz,
    over_at timestamptz check (over_at >= begins_at),
    lifecycle text not null ${oneOf('lifecycle', LIFECYCLES)},
    attendance_mode text ${oneOf('attendance_mode', ['IN_PERSON', 'ONLINE', 'HYBRID'])},
    venue_id uuid,
    online_url text,
    spoken_languages text[] not null,
    registration_required boolean,
    registration_url text,
    registration_opens_at timestamptz,
    registration_deadline timestamptz check (registration_deadline >= registration_opens_at),
    registration_closes_at timestamptz,
    allocation text ${oneOf('allocation', ['FCFS', 'LOTTERY', 'INVITATION'])},
    capacity int check (capacity > 0),
    admission_type text ${oneOf('admission_type', ['FREE', 'PAID', 'MEMBERS'])},
    price numeric(10, 2) check (price >= 0),
    currency text check (currency ~ '^[A-Z]{3}$'),
    admission_note jsonb,
    categories jsonb not null check (jsonb_typeof(categories) = 'array'),
    series_id uuid,
    session int check (session > 0),
    unique (series_id, session),
    constraint event_time_check check (precision <> 'TIME' or starts_at is not null),
    constraint event_date_check check (precision <> 'DATE' or start_date is not null),
    constraint event_session_in_series_check check (session is null or series_id is not null)
  );
  create index on event (parent_id);
  create index on event (over_at);
  create index on event (venue_id);
  create index on event (series_id);
  create index event_begins_at_order on event (coalesce(begins_at, 'infinity'::timestamptz), id);
  create table event_text (
    content_id uuid not null references event (id) on delete cascade,
    slug text not null,
    title text collate "und-x-icu",
    short_name text collate "und-x-icu",
    theme text collate "und-x-icu",
    summary text collate "und-x-icu",
    description text,
    description_html text,
    description_text text,
    eligibility text collate "und-x-icu",${TEXT_COLUMNS},
    unique (locale, slug)
  );
  create index on event_text (locale, title, content_id);
  create table participation (
    id uuid primary key,
    position int not null,
    event_id uuid not null references event (id) on delete cascade,
    organisation_id uuid not null,
    role text not null ${oneOf('role', ROLES)},
    label jsonb,
    unique (event_id, position),
    unique (event_id, organisation_id, role)
  );
  create index on participation (organisation_id);
  create table contact (
    id uuid primary key,
    position int not null,
    event_id uuid not null references event (id) on delete cascade,
    label jsonb,
    name text,
    organisation_id uuid,
    phone text,
    email text,
    unique (event_id, position)
  );
  create index on contact (organisation_id);
`;

  protected override readonly draftOnly = `
  ${reference('event', 'parent_id', 'event')}
  ${reference('event', 'venue_id', 'venue')}
  ${reference('event', 'series_id', 'event_series')}
  ${reference('participation', 'organisation_id', 'organisation')}
  ${reference('contact', 'organisation_id', 'organisation')}
  create constraint trigger event_ancestor_check after insert or update of parent_id on event
    deferrable initially deferred for each row when (new.parent_id is not null) execute function refuse_cycle();
  create function refuse_session() returns trigger language plpgsql as $$
  declare
    planned int;
  begin
    execute format('select planned_sessions from %I.event_series where id = $1', tg_table_schema) into planned using new.series_id;
    if new.session > planned then
      raise exception using errcode = 'check_violation', constraint = 'event_planned_session_check',
        message = 'the series has fewer planned sessions';
    end if;
    return null;
  end $$;
  create constraint trigger event_planned_session_check after insert or update of session, series_id on event
    deferrable initially deferred for each row when (new.session is not null) execute function refuse_session();
`;

  protected override readonly drop = `
  drop table contact;
  drop table participation;
  drop table event_text;
  drop table event;
  drop function if exists refuse_session();
  drop table event_series_text;
  drop table event_series;
  drop table venue_text;
  drop table venue;
`;
}
