import type { TimeDependence } from './compiled-statement.js';

/**
 * A statement for the first instant after $1 at which a response may change with time: when a compared column is
 * reached in any row, or a day ends. Undefined if nothing depends on time.
 */
export function nextMoment({ instants, zones }: TimeDependence): string | undefined {
  const reached = [...instants].map((qualified) => {
    const cut = qualified.lastIndexOf('.');
    const column = qualified.slice(cut + 1);
    return `select min(${column}) as at from ${qualified.slice(0, cut)} where ${column} > $1::timestamptz`;
  });
  const midnights = [...zones].map(
    (zone) =>
      `select (date_trunc('day', $1::timestamptz at time zone '${zone}') + interval '1 day') at time zone '${zone}'`,
  );
  const moments = [...reached, ...midnights];
  return moments.length > 0
    ? `select to_json(min(at)) from (${moments.join(' union all ')}) moments(at)`
    : undefined;
}
