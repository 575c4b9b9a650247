import { CONTENT_COLUMNS, oneOf, reference, StageMigration, TEXT_COLUMNS } from './stage-migration.js';

export class CreateSponsorships extends StageMigration {
  override readonly name = 'CreateSponsorships1716800000006';

  protected override readonly tables = `
  create table funding_programme (${CONTENT_COLUMNS},
    administered_by_id uuid,
    url text,
    is_disclaimer_mandatory boolean not null
  );
  create index on funding_programme (administered_by_id);
  create table funding_programme_text (
    content_id uuid not null references funding_programme (id) on delete cascade,
    name text collate "und-x-icu",
    fund text collate "und-x-icu",${TEXT_COLUMNS}
  );
  create table disclaimer (
    id uuid primary key,
    position int not null,
    programme_id uuid not null references funding_programme (id) on delete cascade,
    version int not null check (version > 0),
    locale text not null,
    text text not null,
    effective_from date not null,
    unique (programme_id, version, locale)
  );
  create table sponsorship (${CONTENT_COLUMNS},
    organisation_id uuid not null,
    type text not null ${oneOf('type', ['FUNDED', 'SPONSORED', 'IN_KIND', 'SUPPORTED'])},
    tier text,
    programme_id uuid,
    event_id uuid,
    series_id uuid,
    article_id uuid,
    issue_id uuid,
    position int not null,
    starts_on date,
    ends_on date check (ends_on >= starts_on),
    constraint sponsorship_subject_check check (num_nonnulls(event_id, series_id, article_id, issue_id) = 1)
  );
  create index on sponsorship (organisation_id);
  create index on sponsorship (programme_id);
  create index on sponsorship (event_id);
  create index on sponsorship (series_id);
  create index on sponsorship (article_id);
  create index on sponsorship (issue_id);
  create table sponsorship_text (
    content_id uuid not null references sponsorship (id) on delete cascade,
    acknowledgement text collate "und-x-icu",${TEXT_COLUMNS}
  );
`;

  protected override readonly draftOnly = `
  ${reference('funding_programme', 'administered_by_id', 'organisation')}
  ${reference('sponsorship', 'organisation_id', 'organisation')}
  ${reference('sponsorship', 'programme_id', 'funding_programme')}
  ${reference('sponsorship', 'event_id', 'event')}
  ${reference('sponsorship', 'series_id', 'event_series')}
  ${reference('sponsorship', 'article_id', 'article')}
  ${reference('sponsorship', 'issue_id', 'issue')}
`;

  protected override readonly drop = `
  drop table sponsorship_text;
  drop table sponsorship;
  drop table disclaimer;
  drop table funding_programme_text;
  drop table funding_programme;
`;
}
