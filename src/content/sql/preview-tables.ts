/** A table of content as a preview reads it. */
interface PreviewTable {
  readonly columns: readonly string[];
  /** The columns that may hold the id of the object that a row belongs to; one of them does. */
  readonly owners: readonly string[];
  /** Whether publishing an object writes all its rows. */
  readonly isCopied: boolean;
}

/** The parameters that say what a preview is for. */
interface PreviewParameters {
  /** The ids of the objects whose drafts it shows. */
  readonly drafts: string;
  /** Those of objects of which it shows other rows than there are in either stage, and these rows by table. */
  readonly merged: string;
  readonly rows: string;
}

/** All tables that a preview may read, by name. */
export type PreviewTables = ReadonlyMap<string, PreviewTable>;

/**
 * SQL for the rows that somebody with a preview sees: of the objects that it is for those of the draft, or as publishing
 * some of their languages would leave them; of all others those that are published. There is nothing else in it to be
 * found, whatever is asked.
 */
export function previewedRows(
  table: string,
  { columns, owners, isCopied }: PreviewTable,
  { drafts, merged, rows }: PreviewParameters,
): string {
  const select = `select ${columns.join(', ')} from`;
  const isIn = (ids: string) => `coalesce(${owners.join(', ')}) = any(${ids})`;
  const drafted = `${select} draft.${table} where ${isIn(drafts)}`;
  const published = `${select} published.${table} where not ${isIn(drafts)}`;
  if (!isCopied) return `${drafted} union all ${published}`;
  const others = `${select} jsonb_populate_recordset(null::published.${table}, ${rows} -> '${table}')`;
  return `${drafted} union all ${published} and not ${isIn(merged)} union all ${others}`;
}
