import { type Problem, problem, type Sentence } from '../foundation/errors.js';
import { newId } from '../foundation/ids.js';
import type { Columns, Groups, Writing } from './content-type.js';
import type { Locales } from './locale.js';
import type { References } from './references.js';
import { columnTypesOf, type Ownership, type Shape } from './shape.js';
import { fillPart } from './translation.js';

export type Input = Readonly<Record<string, unknown>>;

/** What an input becomes: the columns of a row, and the rows that belong to it. */
export interface WrittenRow {
  readonly columns: Record<string, unknown>;
  readonly parts: readonly OwnedRow[];
}

export interface OwnedRow {
  readonly shape: Shape;
  readonly columns: Record<string, unknown>;
}

/** Turns the input of a shape into columns; ids and external references into foreign keys. */
export class RowWriter {
  /** Everything that is wrong with what was written so far. */
  readonly problems: Problem[] = [];

  constructor(
    readonly references: References,
    readonly locales: Locales,
  ) {}

  async write(
    shape: Shape & { readonly declaration?: Writing },
    input: Input,
    id: string,
    path: readonly string[],
  ): Promise<WrittenRow> {
    const { groups = {}, defaults = {}, derive, check = () => [] } = shape.declaration ?? {};
    const columns: Record<string, unknown> = { ...defaults };
    const parts: OwnedRow[] = [];
    for (const [field, value] of Object.entries(input)) {
      const owned = shape.owned.get(field);
      if (owned) parts.push(...(await this.#owned(owned, (value ?? []) as unknown[], id, [...path, field])));
      else await this.#column(shape, groups, columns, field, value, path);
    }
    const complete = derive ? { ...columns, ...derive(columns) } : columns;
    for (const breach of check(complete)) this.#refuse(breach.sentence, [...path, ...breach.path]);
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
      columns[reference.key] = value ? await this.#resolve(reference.target(), String(value), at) : null;
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
    // Absent leaves what the column is by default.
    if (value === null && columns[property] !== undefined) return;
    if (shape.localized.part.includes(property)) columns[property] = this.#localized(value);
    else if (shape.localized.list.includes(property)) {
      columns[property] = ((value ?? []) as unknown[]).map((entry) => this.#localized(entry));
    } else columns[property] = value;
  }

  #localized(value: unknown) {
    const entries = (value ?? []) as { locale: string; text: string }[];
    return fillPart(
      Object.fromEntries(entries.map(({ locale, text }) => [this.locales.match(locale), text])),
      this.locales,
    );
  }

  async #owned(
    owned: Ownership,
    values: readonly unknown[],
    owner: string,
    path: readonly string[],
  ): Promise<OwnedRow[]> {
    const rows: OwnedRow[] = [];
    // The rows inside of all of them are counted through: positions are unique per owner.
    let innerPosition = 0;
    for (const [position, value] of values.entries()) {
      const at = [...path, String(position)];
      const own: Columns = { id: newId(), position, [owned.key]: owner };
      if (owned.target) {
        const target = await this.#resolve(owned.target.shape(), String(value), at);
        rows.push({ shape: owned.shape(), columns: { ...own, [owned.target.key]: target } });
        continue;
      }
      const { inner } = owned;
      const { [inner?.field ?? '']: innerValues, ...input } = value as Input;
      const written = await this.write(owned.shape(), input, String(own.id), at);
      rows.push({ shape: owned.shape(), columns: { ...written.columns, ...own } });
      for (const innerValue of inner ? ((innerValues ?? []) as Input[]) : []) {
        const shape = (inner as NonNullable<typeof inner>).shape();
        const innerId = newId();
        const innerRow = await this.write(shape, innerValue, innerId, [...at, inner?.field ?? '']);
        const keys = { id: innerId, position: innerPosition, [owned.key]: owner, [inner?.key ?? '']: own.id };
        rows.push({ shape, columns: { ...innerRow.columns, ...keys } });
        innerPosition += 1;
      }
    }
    return rows;
  }
}
