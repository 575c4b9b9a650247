import 'reflect-metadata';
import { QueryFailedError } from 'typeorm';
import { contentTypes } from '../src/app/content-types.js';
import type { Writing } from '../src/content/model/content-type.js';
import type { Shape } from '../src/content/model/shape.js';
import { refusalOf } from '../src/content/writing/constraints.js';
import type { Problem } from '../src/foundation/errors.js';
import { startEmpty, type TestApplication } from './support/application.js';

/** Constraints that no input can violate, by the reason why not. */
const unreachable: Readonly<Record<string, readonly string[]>> = {
  'GraphQL reads no other value of the enum': [
    'article_kind_check',
    'contact_status_check',
    'credit_role_check',
    'event_admission_type_check',
    'event_allocation_check',
    'event_attendance_mode_check',
    'event_day_part_check',
    'event_kind_check',
    'event_lifecycle_check',
    'event_precision_check',
    'issue_section_kind_check',
    'link_rel_check',
    'link_status_check',
    'office_kind_check',
    'organisation_kind_check',
    'organisation_name_kind_check',
    'organisation_relation_type_check',
    'participation_role_check',
    'person_honorifics_check',
    'person_name_kind_check',
    'sponsorship_type_check',
  ],
  'the input class refuses such a value: see test/rules-words.test.ts': [
    'article_part_check',
    'disclaimer_version_check',
    'event_capacity_check',
    'event_currency_check',
    'event_edition_check',
    'event_price_check',
    'event_series_planned_sessions_check',
    'event_session_check',
    'issue_number_check',
    'issue_quarter_check',
    'organisation_region_check',
  ],
  'the kernel counts versions from 1': contentTypes.map(({ table }) => `${table}_version_check`),
  'the kernel counts positions': [
    'contact_event_id_position_key',
    'issue_item_issue_id_position_key',
    'issue_section_issue_id_position_key',
    'office_person_id_position_key',
    'organisation_name_organisation_id_position_key',
    'organisation_relation_organisation_id_position_key',
    'participation_event_id_position_key',
    'person_name_person_id_position_key',
  ],
  'the kernel writes a list, whatever the input says': ['event_categories_check'],
  'the kernel sets the one owner of a part': ['credit_subject_check', 'link_subject_check'],
  'the kernel refuses the second of two links to one object: see test/rules.test.ts': [
    'article_event_article_id_event_id_key',
    'article_organisation_article_id_organisation_id_key',
    'article_person_article_id_person_id_key',
    'article_series_partner_series_id_organisation_id_key',
  ],
};

let app: TestApplication;
/** Every check, unique and trigger constraint of drafts. */
let constraints: readonly { readonly name: string; readonly type: 'c' | 'u' | 't' }[];
beforeAll(async () => {
  app = await startEmpty();
  const { rows } = await app.database.pool.query(
    `select conname as name, contype as type from pg_constraint
     where connamespace = 'draft'::regnamespace and contype in ('c', 'u', 't') order by conname`,
  );
  constraints = rows;
});
afterAll(() => app.close());

describe('a constraint of the database', () => {
  test('has a message for those who violate it, or cannot be violated by input', () => {
    const wordless = constraints.filter(({ name, type }) => !isPerLocaleList(problemOf(name, type)));

    expect(wordless.map(({ name }) => name).sort()).toEqual(Object.values(unreachable).flat().sort());
  });

  test('has a message in both languages', () => {
    for (const { name, type } of constraints) {
      const problem = problemOf(name, type);
      if (!problem) continue;
      expect(problem.message).toMatch(/\.$/);
      expect(problem.chinese).toMatch(/\p{Script=Han}.*。$/u);
    }
  });

  test('exists for all messages: none are about a constraint that is gone', () => {
    const names = new Set(constraints.map(({ name }) => name));
    const shapes = contentTypes.flatMap((type): (Shape & { declaration?: Writing })[] => [
      type,
      ...type.parts.map(({ shape }) => shape),
    ]);
    const worded = shapes.flatMap(({ declaration }) => Object.keys(declaration?.constraints ?? {}));

    expect(worded.length).toBeGreaterThan(20);
    expect(worded.filter((name) => !names.has(name))).toEqual([]);
  });

  test.each([
    ['event_check1', 'INVALID_INPUT', ['input', 'schedule', 'end']],
    ['event_planned_session_check', 'INVALID_INPUT', ['input', 'session']],
    ['event_series_id_session_key', 'TAKEN', ['input', 'session']],
    ['issue_item_issue_id_event_id_key', 'TAKEN', ['input', 'event']],
    ['person_text_locale_slug_key', 'TAKEN', ['input']],
    ['venue_external_ref_key', 'TAKEN', ['input']],
  ])('%s is reported as %s with its path', (name, code, path) => {
    expect(problemOf(name, /_key$/.test(name) ? 'u' : 'c')).toMatchObject({ code, path });
  });
});

/** What is said when the database refuses a row because of a constraint. */
function problemOf(constraint: string, type: 'c' | 'u' | 't'): Problem | undefined {
  const code = type === 'u' ? '23505' : '23514';
  const refused = new QueryFailedError('', [], Object.assign(new Error(), { code, constraint }));
  return refusalOf(refused, contentTypes)?.problems[0];
}

/** Whether that is more than is said about any constraint nobody thought of. */
function isPerLocaleList(problem: Problem | undefined): boolean {
  return problem !== undefined && problem.message !== problemOf('thought_of_by_nobody_key', 'u')?.message;
}
