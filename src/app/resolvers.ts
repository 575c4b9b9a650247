import { IssueResolver } from '../issues/issue.resolver.js';

/** Resolvers of types that have more root fields than the two every type has. */
export const typeResolvers: readonly Function[] = [IssueResolver];
