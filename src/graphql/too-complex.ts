import { GraphQLError } from 'graphql';

/** @throws GraphQLError QUERY_TOO_COMPLEX with the measure and the limit */
export function refuse(what: string, measured: number, limit: number): never {
  throw tooComplex(what, measured, limit);
}

export function tooComplex(what: string, measured: number, limit: number): GraphQLError {
  return new GraphQLError(`The operation asks for too much: ${what} ${measured}, at most ${limit}.`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit: { what, measured, limit }, http: { status: 400 } },
  });
}
