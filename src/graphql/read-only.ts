import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { type Authenticate, publicViewer } from '../content/contract/access.js';
import { messageIn } from '../content/writing/user-error.js';
import { type Problem, problem, Refusal } from '../foundation/errors.js';
import type { GraphQLContext } from './graphql-context.js';

/** Why a read-only replica refuses keys and mutations. @param primaryUrl the server that accepts them, if configured */
export function readOnlyProblem(primaryUrl: string | undefined): Problem {
  const [to, chinese] = primaryUrl
    ? [` to ${primaryUrl}/graphql`, `請把變更及附有金鑰的請求送到 ${primaryUrl}/graphql。`]
    : [' to the primary server', '請把變更及附有金鑰的請求送到可寫入的伺服器。'];
  return problem('READ_ONLY', {
    en: `This server is read-only. Send mutations, and requests with a key,${to}.`,
    'zh-Hant': `此伺服器只供讀取已發布的內容。${chinese}`,
  });
}

/** A replica has neither accounts nor drafts. */
export function refuseApiKeys(refused: Problem): Authenticate {
  return async (authorization) => {
    if (authorization === undefined) return publicViewer;
    throw new Refusal([refused]);
  };
}

/** Refuses mutations before execution. */
export const refuseMutations = (refused: Problem): ApolloServerPlugin<GraphQLContext> => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, contextValue: { locales, locale } }) {
        if (operation?.operation !== 'mutation') return;
        const { code } = refused;
        throw new GraphQLError(messageIn(refused, locales, locale), {
          extensions: { code, http: { status: 403 } },
        });
      },
    };
  },
});
