import type { Expression } from './expressions.js';
import type { Table } from './row.js';

/** The day of the row that one of several keys points to; today, in a fixed time zone, if all are null. */
export const dayOfOneOf =
  (
    targets: Readonly<Record<string, readonly [target: () => Table, day: Expression]>>,
    zone: string,
  ): Expression =>
  (row) => {
    const days = Object.entries(targets).map(([key, [target, day]]) => {
      const other = row.next(target());
      const value = day(other);
      return `(select ${value} from ${other.from()} where ${other.column('id')} = ${row.column(key)})`;
    });
    return `coalesce(${days.join(', ')}, ${row.statement.today(zone)})`;
  };
