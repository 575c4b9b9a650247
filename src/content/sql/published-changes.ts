/**
 * What the transaction has changed in `published` so far, as triggers note it (see migrations/published-changes.ts).
 */
export const CHANGE_NOTES = `select current_setting('scc.published', true) as notes`;

/** The channel on which the notes are sent when the transaction is committed. */
export const PUBLISHED_CHANNEL = 'scc_published';

/** Groups of columns whose changes are noted separately: rich text, and the time of the last change. */
export type ColumnGroup = 'rich' | 'changed_at';

/** Properties of the group `changed_at`, as in the triggers. */
const CHANGE_MARKS: readonly string[] = ['changedAt', 'updatedAt', 'version'];

export function isChangeMark(property: string): boolean {
  return CHANGE_MARKS.includes(property);
}

/** The note of a change in columns of one group only. */
export function noteOf(table: string, columns: ColumnGroup): string {
  return `${table}.${columns}`;
}

/**
 * Parses notes, which are separated by spaces: tables, and groups of their columns. Plain table names are for earlier
 * versions of the program.
 */
export function changesNoted(notes: string | null | undefined): string[] {
  return (notes ?? '').split(' ').flatMap((note) => {
    const [table = '', columns] = note.split('.');
    if (columns === undefined) return [];
    return columns === 'rest' ? [table] : [note];
  });
}

/**
 * An advisory lock on all changes of public content, until the end of the transaction. Its number is unique in the
 * database, like that of the migrations.
 */
export const ONE_PUBLIC_CHANGE = 'select pg_advisory_xact_lock(5366202)';
