import { CONTENT_COLUMNS, oneOf, reference, StageMigration, TEXT_COLUMNS } from './stage-migration.js';

const KINDS = [
  'ASSOCIATION',
  'GOVERNMENT_BUREAU',
  'GOVERNMENT_DEPARTMENT',
  'STATUTORY_BODY',
  'LEGISLATURE',
  'UNIVERSITY',
  'COMPANY',
  'MEDIA',
  'NGO',
  'CHAPTER',
  'COMMITTEE',
  'LAB',
  'ACADEMY',
  'STANDARDS_BODY',
];
const NAME_KINDS = ['FULL', 'SHORT', 'ACRONYM', 'FORMER', 'MISSPELLING'];
const RELATIONS = ['ESTABLISHED_BY', 'OPERATED_BY', 'SUPPORTED_BY', 'SUCCEEDED_BY', 'CHAPTER_OF'];

export class CreateOrganisations extends StageMigration {
  override readonly name = 'CreateOrganisations1716800000001';

  protected override readonly tables = `
  create table organisation (${CONTENT_COLUMNS},
    kind text not null ${oneOf('kind', KINDS)},
    parent_id uuid check (parent_id <> id),
    website text,
    region text check (region ~ '^[A-Z]{2}$')
  );
  create index on organisation (parent_id);
  create table organisation_text (
    content_id uuid not null references organisation (id) on delete cascade,
    slug text not null,
    name text collate "und-x-icu",
    short_name text collate "und-x-icu",
    description text,
    description_html text,
    description_text text,${TEXT_COLUMNS},
    unique (locale, slug)
  );
  create index on organisation_text (locale, name, content_id);
  create table organisation_name (
    id uuid primary key,
    position int not null,
    organisation_id uuid not null references organisation (id) on delete cascade,
    locale text not null,
    text text not null,
    kind text not null ${oneOf('kind', NAME_KINDS)},
    unique (organisation_id, position)
  );
  create table organisation_relation (
    id uuid primary key,
    position int not null,
    organisation_id uuid not null references organisation (id) on delete cascade,
    type text not null ${oneOf('type', RELATIONS)},
    other_id uuid not null check (other_id <> organisation_id),
    valid_from date,
    valid_to date check (valid_to >= valid_from),
    unique (organisation_id, position)
  );
  create index on organisation_relation (other_id);
`;

  protected override readonly draftOnly = `
  ${reference('organisation', 'parent_id', 'organisation')}
  ${reference('organisation_relation', 'other_id', 'organisation')}
  create function refuse_cycle() returns trigger language plpgsql as $$
  declare
    ancestor uuid := new.parent_id;
    found uuid;
  begin
    for step in 1..100 loop
      exit when ancestor is null;
      if ancestor = new.id then
        raise exception using errcode = 'check_violation', constraint = tg_table_name || '_ancestor_check',
          message = tg_table_name || ' cannot be a part of itself';
      end if;
      execute format('select parent_id from %I.%I where id = $1', tg_table_schema, tg_table_name) into found using ancestor;
      ancestor := found;
    end loop;
    return null;
  end $$;
  create constraint trigger organisation_ancestor_check after insert or update of parent_id on organisation
    deferrable initially deferred for each row when (new.parent_id is not null) execute function refuse_cycle();
`;

  protected override readonly drop = `
  drop table organisation_relation;
  drop table organisation_name;
  drop table organisation_text;
  drop table organisation;
  drop function if exists refuse_cycle();
`;
}
