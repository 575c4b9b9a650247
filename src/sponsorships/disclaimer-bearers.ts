import type { ContentType } from '../content/model/content-type.js';
import type { FindAffected } from '../content/publishing/affected.js';
import { bearersBeside, bearing } from './disclaimer-queries.js';
import { fundingProgramme } from './funding-programme.js';
import { demands, sponsorship } from './sponsorship.js';

interface Bearer {
  readonly origin: string;
  readonly id: string;
  readonly table: string;
}

const STATEMENT = bearersBeside(demands);

/** The content that must show the disclaimers required by a programme or a sponsorship, or passed on by an object. */
export const bearersOfDisclaimers: FindAffected = async (published, changed) => {
  const backing = [sponsorship, fundingProgramme].flatMap((type) => changed.get(type) ?? []);
  const types = new Set(demands.presentations.map(({ of }) => of() as ContentType));
  const handing = [...types].flatMap((type) => changed.get(type) ?? []);
  if (backing.length + handing.length === 0) return [];
  const rows: Bearer[] = await published.query(STATEMENT, [backing, handing]);
  const byTable = new Map(bearing(demands).map((type) => [type.table, type as ContentType]));
  return rows.flatMap(({ origin, id, table }) => {
    const content = byTable.get(table);
    return content ? [{ origin, id, content }] : [];
  });
};
