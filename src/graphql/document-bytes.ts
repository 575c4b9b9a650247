import type { DocumentNode, Token } from 'graphql';

const TOKEN_BYTES = 450;
const CHARACTER_BYTES = 2;

/**
 * What a parsed document takes in memory, about. Its length says little: `{a b c}` becomes hundreds of times as many
 * bytes, and a comment two.
 */
export function bytesOf({ loc }: DocumentNode): number {
  let tokens = 1;
  for (let token: Token | null | undefined = loc?.startToken; token; token = token.next) tokens += 1;
  return tokens * TOKEN_BYTES + (loc?.source.body.length ?? 0) * CHARACTER_BYTES;
}
