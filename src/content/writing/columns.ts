import { groupBy } from '../../foundation/collections.js';
import { type Problem, problem, type Sentence } from '../../foundation/errors.js';
import { newId } from '../../foundation/ids.js';
import { sentences } from '../contract/sentences.js';
import type { Locales } from '../language/locale.js';
import { fillPart } from '../language/translation.js';
import type { Columns, Groups, RuleViolation, UniqueRule, Writing } from '../model/content-type.js';
import type { Input } from '../model/document.js';
import { columnTypesOf, type Ownership, type Shape } from '../model/shape.js';
import type { References } from './references.js';

/** The columns of a row, and the part rows that belong to it. */
export interface WrittenRow {
  readonly columns: Record<string, unknown>;
  readonly parts: readonly OwnedRow[];
}

export interface OwnedRow {
  readonly shape: Shape;
  readonly columns: Record<string, unknown>;
}

/** A row, with its path in the input. */
interface PlacedRow extends OwnedRow {
  readonly path: readonly string[];
}

/** Converts the input of a shape to columns, and ids and external references to foreign keys. */
export class RowWriter {
  /** All errors so far. */
  readonly problems: Problem[] = [];

  constructor(
    readonly references: References,
    readonly locales: Locales,
    /**
     * Whether the input is valid; if not, only references are resolved, so that their errors are reported with the
     * others.
     */
    readonly isValid: boolean,
    /** Rules that the stored object breaks already, since they were added later. */
    readonly known: readonly RuleViolation[] = [],
  ) {}

  async write(
    shape: Shape & { readonly declaration?: Writing },
    input: Input,
    id: string,
    path: readonly string[],
    keys: Columns = { id },
  ): Promise<WrittenRow> {
    const { groups = {}, defaults = {}, derive, check = () => [] } = shape.declaration ?? {};
    const columns: Record<string, unknown> = { ...defaults };
    const parts: OwnedRow[] = [];
    for (const [field, value] of Object.entries(input)) {
      const owned = shape.owned.get(field);
      if (owned) parts.push(...(await this.#owned(owned, (value ?? []) as unknown[], id, [...path, field])));
      else await this.#column(shape, groups, columns, field, value, path);
    }
    if (!this.isValid) return { columns, parts };
    const complete = derive ? { ...columns, ...derive(columns) } : columns;
    for (const breach of check({ ...complete, ...keys }).filter((each) => !this.known.includes(each)))
      this.#refuse(breach.sentence, [...path, ...breach.path]);
    return { columns: complete, parts };
  }

  async #column(
    shape: Shape,
    groups: Groups,
    columns: Record<string, unknown>,
    field: string,
    value: unknown,
    path: readonly string[],
  ): Promise<void> {
    const group = groups[field];
    const reference = shape.references.get(field);
    if (typeof group === 'object') {
      for (const [inner, property] of Object.entries(group)) {
        this.#set(shape, columns, property, (value as Input | null)?.[inner] ?? null);
      }
    } else if (reference) {
      const at = [...path, field];
      // A placeholder for an unresolved reference, so that the row causes no further errors.
      columns[reference.key] = value
        ? ((await this.#resolve(reference.target(), String(value), at)) ?? newId())
        : null;
    } else {
      this.#set(shape, columns, group ?? field, value);
    }
  }

  async #resolve(shape: Shape, reference: string, path: readonly string[]): Promise<string | null> {
    const found = await this.references.resolve(shape, reference, path);
    if (typeof found === 'string') return found;
    this.problems.push(found);
    return null;
  }

  #refuse(sentence: Sentence, path: readonly string[]): void {
    this.problems.push(problem('INVALID_INPUT', sentence, path));
  }

  #set(shape: Shape, columns: Record<string, unknown>, property: string, value: unknown): void {
    if (!columnTypesOf(shape.entity).has(property))
      throw new Error(`${shape.name} has no column for "${property}".`);
    if (!this.isValid) return;
    // An absent field gets the default of its column.
    if (value === null && columns[property] !== undefined) return;
    if (shape.localized.part.includes(property)) columns[property] = this.#localized(value);
    else if (shape.localized.list.includes(property)) {
      columns[property] = ((value ?? []) as unknown[]).map((entry) => this.#localized(entry));
    } else columns[property] = value;
  }

  #localized(value: unknown) {
    const entries = (value ?? []) as { locale: string; text: string }[];
    return fillPart(
      Object.fromEntries(entries.map(({ locale, text }) => [this.locales.lookup(locale) ?? locale, text])),
      this.locales,
    );
  }

  async #owned(
    owned: Ownership,
    values: readonly unknown[],
    owner: string,
    path: readonly string[],
  ): Promise<OwnedRow[]> {
    const rows: PlacedRow[] = [];
    // Nested rows are numbered across their parents: positions are unique per owner.
    let innerPosition = 0;
    for (const [position, value] of values.entries()) {
      // Anything else has been refused already.
      if (value === null || value === undefined) continue;
      const at = [...path, String(position)];
      const own: Columns = { id: newId(), position, [owned.key]: owner };
      if (owned.target) {
        const target = await this.#resolve(owned.target.shape(), String(value), at);
        rows.push({ shape: owned.shape(), path: at, columns: { ...own, [owned.target.key]: target } });
        continue;
      }
      const { inner } = owned;
      const { [inner?.field ?? '']: innerValues, ...input } = value as Input;
      rows.push(await this.#part(owned.shape(), input, own, at));
      if (!inner) continue;
      for (const [index, innerValue] of ((innerValues ?? []) as Input[]).entries()) {
        if (!innerValue) continue;
        const keys = { id: newId(), position: innerPosition, [owned.key]: owner, [inner.key]: own.id };
        rows.push(await this.#part(inner.shape(), innerValue, keys, [...at, inner.field, String(index)]));
        innerPosition += 1;
      }
    }
    this.#refuseTwins(owned, rows);
    return rows.map(({ shape, columns }) => ({ shape, columns }));
  }

  async #part(shape: Shape, input: Input, keys: Columns, path: readonly string[]): Promise<PlacedRow> {
    const { columns } = await this.write(shape, input, String(keys.id), path, keys);
    return { shape, path, columns: { ...columns, ...keys } };
  }

  #refuseTwins({ target }: Ownership, rows: readonly PlacedRow[]): void {
    for (const [shape, own] of groupBy(rows, (row): Shape & { declaration?: Writing } => row.shape)) {
      const links: UniqueRule[] = target ? [{ columns: [target.key], breach: listedTwice }] : [];
      for (const { columns, breach } of [...links, ...(shape.declaration?.unique ?? [])]) {
        const seen = new Set<string>();
        for (const row of own) {
          const values = columns.map((name) => row.columns[name] ?? null);
          if (values.includes(null)) continue;
          const key = JSON.stringify(values);
          if (seen.has(key)) this.#refuse(breach.sentence, [...row.path, ...breach.path]);
          seen.add(key);
        }
      }
    }
  }
}

const listedTwice = { path: [], sentence: sentences.givenTwice };
