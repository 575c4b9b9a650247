/** A content table as a preview reads it. */
interface PreviewTable {
  readonly columns: readonly string[];
  /** The columns that may hold the id of the row's object; exactly one does. */
  readonly owners: readonly string[];
  /** Whether publishing an object rewrites all its rows. */
  readonly isCopied: boolean;
}

/** The parameters of a preview. */
interface PreviewParameters {
  /** The ids of the objects whose drafts it shows. */
  readonly drafts: string;
  /** The ids of objects with rows that are in neither stage, and these rows by table. */
  readonly merged: string;
  readonly rows: string;
}

/** All tables that a preview may read, by name. */
export type PreviewTables = ReadonlyMap<string, PreviewTable>;

/**
 * SQL for the rows that a preview sees: of its own objects the draft rows, or those that publishing some languages
 * would leave; of all others the published ones. It contains nothing else, whatever is queried.
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
