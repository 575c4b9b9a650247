import { jsonArray, jsonObject, literal } from '../content/sql/json.js';
import type { FieldPlan, Row, Table } from '../content/sql/row.js';
import { type Presentation, presentedBy } from './presentations.js';

/**
 * The wording in force today, in the requested language if it was approved in that, else in the first approved
 * language. Nothing is translated or filled in: `key` is the wordings' foreign key, `from` the property it equals.
 */
export function inForce(
  wordings: () => Table,
  path: { readonly key: string; readonly from: string; readonly timeZone: string },
): FieldPlan {
  return (row, field) => {
    const wording = row.next(wordings());
    const json = wording.object(field);
    return `(select ${json} from ${wording.from()} ${choice(wording, path.key, row.column(path.from), path.timeZone)})`;
  };
}

/** The tables of sponsorships and of the wordings that their programmes require. */
export interface Demands {
  readonly sponsorship: () => Table;
  /** The properties with the ids of sponsored objects. */
  readonly subjects: readonly string[];
  readonly programme: () => Table;
  readonly programmeKey: string;
  /** The time zone in which a wording comes into force. */
  readonly timeZone: string;
  readonly isMandatory: string;
  readonly wording: () => Table;
  readonly wordingKey: string;
  readonly presentations: readonly Presentation[];
}

/**
 * The required wordings of an object: those in force for its own sponsorships, and for those of all that is presented
 * with it. Without duplicates, the object's own first.
 */
export function demandedWordings(typename: string, demands: Demands): FieldPlan {
  return (row, field) => {
    const sponsorship = row.next(demands.sponsorship());
    const wording = row.next(demands.wording());
    const members = field.subfields().map((selected) => {
      const { key, name } = selected;
      if (name === '__typename') return [key, literal(typename)] as const;
      // The source of a requirement is the sponsorship, the rest is the wording itself.
      const owner = name === 'programme' || name === 'subject' ? sponsorship : wording;
      return [key, owner.shape.plan(name)(owner, selected)] as const;
    });
    const from = `(${found(row, demands)}) demand
      join ${sponsorship.from()} on ${sponsorship.column('id')} = demand.sponsorship
      join ${wording.from()} on ${wording.column('id')} = demand.wording`;
    const order = 'demand.is_own desc, demand.place, demand.sponsorship';
    return `(select ${jsonArray(jsonObject(members), order)} from ${from})`;
  };
}

/** A query for each required wording, with the first sponsorship that requires it. */
function found(row: Row, demands: Demands): string {
  const sponsorship = row.next(demands.sponsorship());
  const programme = row.next(demands.programme());
  const wording = row.next(demands.wording());
  const subject = `coalesce(${demands.subjects.map((key) => sponsorship.column(key)).join(', ')})`;
  const isSponsored = demands.subjects.map((key) => `${sponsorship.column(key)} = presented.id`);
  const isDemanding = [
    `${programme.column('id')} = ${sponsorship.column(demands.programmeKey)}`,
    programme.column(demands.isMandatory),
    ...programme.visible(),
  ];
  const best = `select ${wording.column('id')}, ${wording.column('text')}, ${wording.column('locale')} from ${wording.from()} ${choice(wording, demands.wordingKey, programme.column('id'), demands.timeZone)}`;
  const isOwn = `${subject} = ${row.column('id')}`;
  const rank = `${isOwn} desc, ${sponsorship.column('position')}, ${sponsorship.column('id')}`;
  return `select distinct on (chosen.text, chosen.locale) ${sponsorship.column('id')} as sponsorship,
      chosen.id as wording, ${isOwn} as is_own, ${sponsorship.column('position')} as place
    from (${presentedBy(row, demands.presentations)}) presented(owner, id)
    join ${sponsorship.from()} on (${isSponsored.join(' or ')})
    join ${programme.from()} on ${isDemanding.join(' and ')}
    cross join lateral (${best}) chosen
    order by chosen.text, chosen.locale, ${rank}`;
}

/** The wording of a programme in force, in the requested language if there is one. */
function choice(wording: Row, key: string, programme: string, timeZone: string): string {
  const today = wording.statement.today(timeZone);
  const conditions = [
    `${wording.column(key)} = ${programme}`,
    `${wording.column('effectiveFrom')} <= ${today}`,
  ];
  const isAsked = `(${wording.column('locale')} = ${wording.scope.locale.sql})`;
  const order = `${wording.column('version')} desc, ${isAsked} desc, ${wording.column('locale')}`;
  return `where ${conditions.join(' and ')} order by ${order} limit 1`;
}
