/** What a transaction has changed in `published` so far: triggers note it (see migrations/published-changes.ts). */
export const CHANGE_NOTES = `select current_setting('scc.published', true) as notes`;

/** The channel on which the same notes are told to everybody when the transaction is committed. */
export const PUBLISHED_CHANNEL = 'scc_published';

/** Columns of which changes are told apart: long texts, and those that only say that, and when, there was a change. */
export type ColumnGroup = 'rich' | 'changed_at';

/** Properties of the group `changed_at`, as the triggers have it. */
const CHANGE_MARKS: readonly string[] = ['changedAt', 'updatedAt', 'version'];

export function isChangeMark(property: string): boolean {
  return CHANGE_MARKS.includes(property);
}

/** How it is noted that in rows of a table columns of a group have changed, and no others. */
export function noteOf(table: string, columns: ColumnGroup): string {
  return `${table}.${columns}`;
}

/**
 * What has changed, by notes with spaces between them: tables, and groups of their columns. Names of tables without more are for
 * earlier versions of the program.
 */
export function changesNoted(notes: string | null | undefined): string[] {
  return (notes ?? '').split(' ').flatMap((note) => {
    const [table = '', columns] = note.split('.');
    if (columns === undefined) return [];
    return columns === 'rest' ? [table] : [note];
  });
}

/**
 * Waits until nobody else changes what is public, in this transaction and in any process. The number is of the database,
 * as that of migrations is.
 */
export const ONE_PUBLIC_CHANGE = 'select pg_advisory_xact_lock(5366202)';
