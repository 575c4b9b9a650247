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

/** @param dearest what most of it comes from, where that is known */
export function tooComplex(
  what: string,
  measured: number,
  limit: number,
  dearest: readonly Dearest[] = [],
): GraphQLError {
  const advice = dearest.length > 0 ? ` ${adviceFor(dearest)}` : '';
  const told = { what, measured, limit, ...(dearest.length > 0 ? { dearest } : {}) };
  return new GraphQLError(`Query too complex: ${what} ${measured}, limit ${limit}.${advice}`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit: told, http: { status: 400 } },
  });
}

function adviceFor(dearest: readonly Dearest[]): string {
  const fields = dearest.map(({ field, cost }) => `${field} (${cost})`).join(', ');
  return `Most of it comes from ${fields}: ask for a shorter page there, or for less in each entry.`;
}
