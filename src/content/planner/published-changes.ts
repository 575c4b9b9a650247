/**
 * The tables of `published` that a transaction has changed so far, with spaces around each; triggers note them (see
 * migrations/published-changes.ts).
 */
export const CHANGED_TABLES = `select current_setting('scc.published', true) as tables`;

/** The channel on which the same names are told to everybody when the transaction is committed. */
export const PUBLISHED_CHANNEL = 'scc_published';
