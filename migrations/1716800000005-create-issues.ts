import { CONTENT_COLUMNS, oneOf, reference, StageMigration, TEXT_COLUMNS } from './stage-migration.js';

const SECTIONS = ['LEAD', 'REVIEW', 'COLUMN', 'UPCOMING', 'NOTICE', 'ABOUT'];

export class CreateIssues extends StageMigration {
  override readonly name = 'CreateIssues1716800000005';

  protected override readonly tables = `
  create table issue (${CONTENT_COLUMNS},
    number int check (number > 0),
    year int,
    quarter int check (quarter between 1 and 4),
    coverage_start date,
    coverage_end date check (coverage_end >= coverage_start),
    published_on date
  );
  create index on issue (published_on);
  create table issue_text (
    content_id uuid not null references issue (id) on delete cascade,
    slug text not null,
    title text collate "und-x-icu",
    greeting text collate "und-x-icu",
    intro text,
    intro_html text,
    intro_text text,
    closing text,
    closing_html text,
    closing_text text,
    sign_off text collate "und-x-icu",${TEXT_COLUMNS},
    unique (locale, slug)
  );
  create index on issue_text (locale, title, content_id);
  create table issue_section (
    id uuid primary key,
    position int not null,
    issue_id uuid not null references issue (id) on delete cascade,
    kind text not null ${oneOf('kind', SECTIONS)},
    heading jsonb,
    unique (issue_id, position)
  );
  create table issue_item (
    id uuid primary key,
    position int not null,
    issue_id uuid not null references issue (id) on delete cascade,
    section_id uuid not null references issue_section (id) on delete cascade,
    article_id uuid,
    event_id uuid,
    display_title jsonb,
    excerpt jsonb,
    unique (issue_id, position),
    unique (issue_id, article_id),
    unique (issue_id, event_id),
    constraint issue_item_content_check check (num_nonnulls(article_id, event_id) = 1)
  );
  create index on issue_item (section_id);
  create index on issue_item (article_id);
  create index on issue_item (event_id);
`;

  protected override readonly draftOnly = `
  ${reference('issue_item', 'article_id', 'article')}
  ${reference('issue_item', 'event_id', 'event')}
`;

  protected override readonly drop = `
  drop table issue_item;
  drop table issue_section;
  drop table issue_text;
  drop table issue;
`;
}
