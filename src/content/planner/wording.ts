import type { Shape } from '../shape.js';
import type { FieldPlan } from './row.js';

/**
 * The wording in force today, in the language asked for where one was approved in it, else in the first approved
 * language. Nothing is translated or filled in: `key` is the wordings' foreign key, `from` the property it equals.
 */
export function inForce(
  wordings: () => Shape,
  path: { readonly key: string; readonly from: string },
): FieldPlan {
  return (row, field) => {
    const wording = row.next(wordings());
    const json = wording.object(field);
    const today = row.statement.today('Asia/Hong_Kong');
    const conditions = [
      `${wording.column(path.key)} = ${row.column(path.from)}`,
      `${wording.column('effectiveFrom')} <= ${today}`,
    ];
    const isAsked = `(${wording.column('locale')} = ${row.scope.locale.sql})`;
    const order = `${wording.column('version')} desc, ${isAsked} desc, ${wording.column('locale')}`;
    return `(select ${json} from ${wording.from()} where ${conditions.join(' and ')} order by ${order} limit 1)`;
  };
}
