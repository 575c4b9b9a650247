import type { ContentType } from '../content/model/content-type.js';
import type { FindAffected } from '../content/publishing/affected.js';
import { bearing, demandersOf, demandsOn } from './disclaimer-queries.js';
import { fundingProgramme } from './funding-programme.js';
import { demands, sponsorship } from './sponsorship.js';

interface Bearer {
  readonly origin: string;
  readonly id: string;
  readonly table: string;
}

/** The content that must show the disclaimers required by a programme or a sponsorship, or passed on by an object. */
export const bearersOfDisclaimers: FindAffected = async (published, changed) => {
  const backing = [sponsorship, fundingProgramme].flatMap((type) => changed.get(type) ?? []);
  const types = new Set(demands.presentations.map(({ of }) => of() as ContentType));
  const handing: string[] = [];
  for (const content of types) {
    const ids = changed.get(content) ?? [];
    if (ids.length === 0) continue;
    const statement = demandsOn(content, demands, 'published');
    const rows: { owner: string }[] = await published.query(statement, [ids, []]);
    handing.push(...rows.map(({ owner }) => owner));
  }
  if (backing.length + handing.length === 0) return [];
  const rows: Bearer[] = await published.query(demandersOf(demands), [backing, handing]);
  const byTable = new Map(bearing(demands).map((type) => [type.table, type as ContentType]));
  return rows.flatMap(({ origin, id, table }) => {
    const content = byTable.get(table);
    return content ? [{ origin, id, content }] : [];
  });
};
