/**
 * The tables of `published` that a transaction has changed so far, with spaces around each; triggers note them (see
 * migrations/published-changes.ts).
 */
export const CHANGED_TABLES = `select current_setting('scc.published', true) as tables`;

/** The channel on which the same names are told to everybody when the transaction is committed. */
export const PUBLISHED_CHANNEL = 'scc_published';

/**
 * Waits until nobody else changes what is public, in this transaction and in any process. The number is of the database,
 * as that of migrations is.
 */
export const ONE_PUBLIC_CHANGE = 'select pg_advisory_xact_lock(5366202)';
