import { GraphQLError } from 'graphql';
import type { Dearest } from './selection-cost.js';

/** @throws GraphQLError QUERY_TOO_COMPLEX with the measure and the limit */
export function refuse(
  what: string,
  measured: number,
  limit: number,
  dearest: readonly Dearest[] = [],
): never {
  throw tooComplex(what, measured, limit, dearest);
}

/** @throws GraphQLError QUERY_TOO_COMPLEX for a list in the document or the variables */
export function refuseList(place: string, measured: number, limit: number): never {
  const { message, extensions } = tooComplex(`entries in ${place}`, measured, limit);
  throw new GraphQLError(`${message} Send several requests.`, { extensions });
}

/** @param dearest the fields with the highest cost, if known */
export function tooComplex(
  what: string,
  measured: number,
  limit: number,
  dearest: readonly Dearest[] = [],
): GraphQLError {
  const advice = dearest.length > 0 ? ` ${adviceFor(dearest)}` : '';
  const details = { what, measured, limit, ...(dearest.length > 0 ? { dearest } : {}) };
  return new GraphQLError(`Query too complex: ${what} ${measured}, limit ${limit}.${advice}`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit: details, http: { status: 400 } },
  });
}

function adviceFor(dearest: readonly Dearest[]): string {
  const fields = dearest.map(({ field, cost }) => `${field} (${cost})`).join(', ');
  return `Most of it comes from ${fields}: request a shorter page there, or fewer fields in each entry.`;
}
