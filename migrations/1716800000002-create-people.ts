import { CONTENT_COLUMNS, oneOf, reference, StageMigration, TEXT_COLUMNS } from './stage-migration.js';

const HONORIFICS = ['MR', 'MS', 'DR', 'PROF', 'IR', 'HON'];
const NAME_KINDS = ['PRIMARY', 'INITIALS', 'ALIAS'];
const OFFICES = [
  'PRESIDENT',
  'VICE_PRESIDENT',
  'HON_TREASURER',
  'HON_SECRETARY',
  'FOUNDER',
  'HON_PRESIDENT',
  'HON_DIRECTOR',
  'COMMITTEE_CHAIR',
  'COMMITTEE_VICE_CHAIR',
  'COUNCIL_MEMBER',
  'LEGISLATOR',
  'OTHER',
];

export class CreatePeople extends StageMigration {
  override readonly name = 'CreatePeople1716800000002';

  protected override readonly tables = `
  create table person (${CONTENT_COLUMNS},
    honorifics text[] not null check (honorifics <@ array['${HONORIFICS.join("', '")}'])
  );
  create table person_text (
    content_id uuid not null references person (id) on delete cascade,
    slug text not null,
    name text collate "und-x-icu",
    display_name text collate "und-x-icu",
    bio text,
    bio_html text,
    bio_text text,${TEXT_COLUMNS},
    unique (locale, slug)
  );
  create index on person_text (locale, name, content_id);
  create table person_name (
    id uuid primary key,
    position int not null,
    person_id uuid not null references person (id) on delete cascade,
    locale text not null,
    text text not null,
    family text,
    given text,
    kind text not null ${oneOf('kind', NAME_KINDS)},
    unique (person_id, position)
  );
  create table office (
    id uuid primary key,
    position int not null,
    person_id uuid not null references person (id) on delete cascade,
    organisation_id uuid not null,
    kind text not null ${oneOf('kind', OFFICES)},
    title jsonb,
    term text,
    start_date date,
    end_date date check (end_date >= start_date),
    unique (person_id, position)
  );
  create index on office (organisation_id);
`;

  protected override readonly draftOnly = reference('office', 'organisation_id', 'organisation');

  protected override readonly drop = `
  drop table office;
  drop table person_name;
  drop table person_text;
  drop table person;
`;
}
