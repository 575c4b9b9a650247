import type { ClassType } from 'type-graphql';
import type { Sentence } from '../../foundation/errors.js';
import { camelCase, uncapitalised } from '../../foundation/naming.js';
import type { OwnText } from '../language/translation.js';
import type { Listing } from '../sql/connection.js';
import { globalIdColumn } from '../sql/expressions.js';
import { localization, partFallbacks } from '../sql/localization.js';
import type { FieldPlan, Row } from '../sql/row.js';
import { connectionOf } from './connection.type.js';
import { declareField } from './declare.js';
import type { CheckContext, Finding } from './finding.js';
import { FieldFallback } from './node.type.js';
import type { Searchable } from './search-fields.js';
import { Shape } from './shape.js';

/** Input fields that are no column of the same name: the property, or for a group that of each of its fields. */
export type Groups = Readonly<Record<string, string | Readonly<Record<string, string>>>>;
export type Columns = Readonly<Record<string, unknown>>;

/** How the rows of a shape are written from its input. */
export interface Writing {
  readonly groups?: Groups;
  /** What a column is where an editor says nothing. */
  readonly defaults?: Columns;
  /** Columns that follow from others, computed whenever the row is written. */
  readonly derive?: (row: Columns) => Columns;
  /** What is wrong with a row as a whole; the database has the same rules as constraints. */
  readonly check?: (row: Columns) => readonly RuleViolation[];
  /** What no two rows of the shape that belong to one object have in common. */
  readonly unique?: readonly UniqueRule[];
  /** What is said when the database refuses a row, by the name of its constraint. */
  readonly constraints?: Readonly<Record<string, RuleViolation>>;
  /** The property with the time zone that instants of the row are written in. */
  readonly zone?: string;
}

/** A rule that a row breaks, and the place in its input. */
export interface RuleViolation {
  readonly path: readonly string[];
  readonly sentence: Sentence;
}

/** Columns whose values occur together only once; a row without one of them is like no other. */
export interface UniqueRule {
  readonly columns: readonly string[];
  readonly breach: RuleViolation;
}

export interface ContentDeclaration extends Writing {
  readonly name: string;
  /** Where files with such objects are kept. */
  readonly folder: string;
  /** The root fields for one object and for the list; content without them is reached through other content. */
  readonly root?: { readonly one: string; readonly many: string; readonly noun: string };
  readonly entity: ClassType;
  readonly text: ClassType;
  readonly type: ClassType;
  readonly input: ClassType;
  readonly translationInput: ClassType;
  readonly fields?: Readonly<Record<string, FieldPlan>>;
  readonly listing?: Listing & { readonly filterType: ClassType; readonly orderType: object };
  /** What it is found by in a search. */
  readonly searchable?: Searchable;
  /** Words that follow from other words of the locale where an editor gave none. */
  readonly deriveText?: (text: OwnText, locale: string, row: Columns) => OwnText;
  /** What readers would stumble over if an object were published as it is. */
  readonly publishChecks?: (context: CheckContext) => readonly Finding[];
  /** The reference whose other bearers are passed to `publishChecks`, such as the series of sessions. */
  readonly siblings?: string;
  /** Whether it says enough without words of its own. */
  readonly isTextOptional?: boolean;
  /** References to content without a page of its own: that is published together with this. */
  readonly carries?: readonly string[];
  /** References to the content that this, having no page of its own, is published together with. */
  readonly accompanies?: readonly string[];
  /** The field with the parts whose references are the contents of this: published together with it on demand. */
  readonly contents?: string;
}

/** A content type: all the kernel knows of it, from one declaration. */
export class ContentType extends Shape {
  constructor(readonly declaration: ContentDeclaration) {
    super({
      ...declaration,
      fields: {
        id: globalIdColumn,
        localization,
        redirectedFrom: (row: Row) =>
          row.requestedSlug ? `nullif(${row.requestedSlug}, ${row.text('slug')})` : 'null',
        ...declaration.fields,
      },
    });
  }

  /** The GraphQL type of its lists. */
  readonly connection = connectionOf(this.type, this.name);

  /** What one object is called in the schema, such as `eventSeries`. */
  get noun(): string {
    return this.declaration.root?.one ?? uncapitalised(this.name);
  }

  /** What several are called. */
  get nouns(): string {
    return this.declaration.root?.many ?? camelCase(this.declaration.folder);
  }

  /** The field that it goes by, its title or name. */
  get titleField(): string | undefined {
    return this.localized.plain.find((field) => field !== 'slug');
  }

  /** The same, where it needs one to be public. */
  get requiredTitle(): string | undefined {
    return this.declaration.isTextOptional ? undefined : this.titleField;
  }

  /** Whether it says when something that its objects show has changed. */
  get isDated(): boolean {
    return this.declaration.fields?.changedAt !== undefined;
  }

  /** Whether it has a page of its own, and so a slug. */
  get isPage(): boolean {
    return this.localized.plain.includes('slug');
  }
}

export interface PartDeclaration extends Writing {
  readonly name: string;
  readonly schema?: 'system';
  readonly entity: ClassType;
  readonly type: ClassType;
  readonly fields?: Readonly<Record<string, FieldPlan>>;
  /** What the object that it is a part of is found by. */
  readonly searchable?: Searchable;
  /**
   * For rows that are words of one language each, and stand in for each other where a language has none: what those have
   * in common that say the same.
   */
  readonly standIn?: readonly string[];
}

/** A part of content objects: rows that have no life of their own. */
export class PartType extends Shape {
  /** The GraphQL type of its lists. */
  readonly connection = connectionOf(this.type, this.name);

  constructor(readonly declaration: PartDeclaration) {
    super(declaration);
    if (this.localized.part.length === 0) return;
    this.add('fallbacks', partFallbacks);
    declareField(this.type, 'fallbacks', {
      type: () => [FieldFallback],
      description: 'Its fields that are served in another language than the one asked for; empty when none.',
    });
  }
}
