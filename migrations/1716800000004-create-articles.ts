import { CONTENT_COLUMNS, oneOf, reference, StageMigration, TEXT_COLUMNS } from './stage-migration.js';

const KINDS = ['NEWS', 'EVENT_REPORT', 'INITIATIVE', 'ANNOUNCEMENT', 'VISIT', 'COLUMN', 'NOTICE'];
const ROLES = [
  'SPEAKER',
  'KEYNOTE_SPEAKER',
  'MODERATOR',
  'GUEST_OF_HONOUR',
  'HOST',
  'WITNESS',
  'VISITOR',
  'BRIEFER',
  'AWARDEE',
  'AUTHOR',
  'SIGNATORY',
];

function linkTable(table: string, owner: string, ownerTable: string, target: string): string {
  return `
  create table ${table} (
    id uuid primary key,
    position int not null,
    ${owner} uuid not null references ${ownerTable} (id) on delete cascade,
    ${target} uuid not null,
    unique (${owner}, ${target})
  );
  create index on ${table} (${target});
`;
}

export class CreateArticles extends StageMigration {
  override readonly name = 'CreateArticles1716800000004';

  protected override readonly tables = `
  create table article_series (${CONTENT_COLUMNS}
  );
  create table article_series_text (
    content_id uuid not null references article_series (id) on delete cascade,
    title text collate "und-x-icu",
    summary text collate "und-x-icu",
    audience text collate "und-x-icu",
    cadence text collate "und-x-icu",${TEXT_COLUMNS}
  );
  ${linkTable('article_series_partner', 'series_id', 'article_series', 'organisation_id')}
  create table article (${CONTENT_COLUMNS},
    kind text not null ${oneOf('kind', KINDS)},
    occurred_from date,
    occurred_to date check (occurred_to >= occurred_from),
    series_id uuid,
    part int check (part > 0),
    is_external boolean not null,
    external_outlet jsonb,
    external_url text,
    external_published_on date
  );
  create index on article (series_id);
  create table article_text (
    content_id uuid not null references article (id) on delete cascade,
    slug text not null,
    title text collate "und-x-icu",
    subtitle text collate "und-x-icu",
    summary text collate "und-x-icu",
    body text,
    body_html text,
    body_text text,${TEXT_COLUMNS},
    unique (locale, slug)
  );
  create index on article_text (locale, title, content_id);
  create index article_published_at_order on article (coalesce(published_at, 'infinity'::timestamptz), id);
  ${linkTable('article_event', 'article_id', 'article', 'event_id')}
  ${linkTable('article_organisation', 'article_id', 'article', 'organisation_id')}
  ${linkTable('article_person', 'article_id', 'article', 'person_id')}
  create table credit (
    id uuid primary key,
    position int not null,
    event_id uuid references event (id) on delete cascade,
    article_id uuid references article (id) on delete cascade,
    person_id uuid not null,
    role text not null ${oneOf('role', ROLES)},
    display_name jsonb,
    affiliation jsonb,
    constraint credit_subject_check check (num_nonnulls(event_id, article_id) = 1)
  );
  create index on credit (event_id);
  create index on credit (article_id);
  create index on credit (person_id);
  create table link (
    id uuid primary key,
    position int not null,
    event_id uuid references event (id) on delete cascade,
    article_id uuid references article (id) on delete cascade,
    rel text not null ${oneOf('rel', ['REGISTER', 'DETAILS', 'ARCHIVE'])},
    url text,
    label jsonb,
    status text not null ${oneOf('status', ['OK', 'MISSING', 'BROKEN'])},
    constraint link_subject_check check (num_nonnulls(event_id, article_id) = 1),
    constraint link_url_check check ((url is null) = (status = 'MISSING'))
  );
  create index on link (event_id);
  create index on link (article_id);
`;

  protected override readonly draftOnly = `
  ${reference('article_series_partner', 'organisation_id', 'organisation')}
  ${reference('article', 'series_id', 'article_series')}
  ${reference('article_event', 'event_id', 'event')}
  ${reference('article_organisation', 'organisation_id', 'organisation')}
  ${reference('article_person', 'person_id', 'person')}
  ${reference('credit', 'person_id', 'person')}
`;

  protected override readonly drop = `
  drop table link;
  drop table credit;
  drop table article_person;
  drop table article_organisation;
  drop table article_event;
  drop table article_text;
  drop table article;
  drop table article_series_partner;
  drop table article_series_text;
  drop table article_series;
`;
}
