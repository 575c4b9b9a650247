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
import type { Document } from './document.js';
import type { CheckContext, Finding } from './finding.js';
import { FieldFallback } from './node.type.js';
import type { Searchable } from './search-fields.js';
import { Shape } from './shape.js';

/** Input fields without a column of the same name: their property, or for a group those of its fields. */
export type Groups = Readonly<Record<string, string | Readonly<Record<string, string>>>>;
export type Columns = Readonly<Record<string, unknown>>;

/** How the rows of a shape are written. */
export interface Writing {
  readonly groups?: Groups;
  /** Defaults of columns, when an editor gives no value. */
  readonly defaults?: Columns;
  /** Derived columns, computed whenever the row is written. */
  readonly derive?: (row: Columns) => Columns;
  /** Validates a row as a whole; the database enforces the same rules as constraints. */
  readonly check?: (row: Columns) => readonly RuleViolation[];
  /** Properties that are unique among the rows of one object. */
  readonly unique?: readonly UniqueRule[];
  /** Messages for violated constraints, by constraint name. */
  readonly constraints?: Readonly<Record<string, RuleViolation>>;
  /** The property with the time zone of the row's instants. */
  readonly zone?: string;
}

/** A violated rule, with its path in the input. */
export interface RuleViolation {
  readonly path: readonly string[];
  readonly sentence: Sentence;
}

/** Columns that are unique together; rows with a null in one of them are exempt. */
export interface UniqueRule {
  readonly columns: readonly string[];
  readonly breach: RuleViolation;
}

export interface ContentDeclaration extends Writing {
  readonly name: string;
  /** The folder of their content files. */
  readonly folder: string;
  /**
   * The names of the root fields for one object and the list; absent for content that is only reached through other
   * content.
   */
  readonly root?: { readonly one: string; readonly many: string; readonly noun: string };
  readonly entity: ClassType;
  readonly text: ClassType;
  readonly type: ClassType;
  readonly input: ClassType;
  readonly translationInput: ClassType;
  readonly fields?: Readonly<Record<string, FieldPlan>>;
  readonly listing?: Listing & { readonly filterType: ClassType; readonly orderType: object };
  /** What the search indexes. */
  readonly searchable?: Searchable;
  /** Derived text of a locale, where an editor gave none. */
  readonly deriveText?: (text: OwnText, locale: string, row: Columns) => OwnText;
  /** Checks an object that would be published. */
  readonly publishChecks?: (context: CheckContext) => readonly Finding[];
  /** The reference whose other holders are passed to `publishChecks` as siblings, such as the series of sessions. */
  readonly siblings?: string;
  /** Whether objects of one name are probably the same, so that whoever enters another one is warned. */
  readonly isKnownByName?: boolean;
  /** What a copy starts with: the document without what is different each time, such as dates. */
  readonly template?: (source: Document) => Document;
  /** Whether it may be published without text. */
  readonly isTextOptional?: boolean;
  /** References to companions: content without a page that is published along. */
  readonly carries?: readonly string[];
  /** References to the content that this, as a companion, is published along with. */
  readonly accompanies?: readonly string[];
  /** The field with parts whose references are the contents; they are published along on demand. */
  readonly contents?: string;
}

/** A content type: everything that the kernel knows of it, from one declaration. */
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

  /** The name of one object in the schema, such as `eventSeries`. */
  get noun(): string {
    return this.declaration.root?.one ?? uncapitalised(this.name);
  }

  /** The plural name. */
  get nouns(): string {
    return this.declaration.root?.many ?? camelCase(this.declaration.folder);
  }

  /** The field with its title or name. */
  get titleField(): string | undefined {
    return this.localized.plain.find((field) => field !== 'slug');
  }

  /** The title field, if a public object must have one. */
  get requiredTitle(): string | undefined {
    return this.declaration.isTextOptional ? undefined : this.titleField;
  }

  /** Whether it has `changedAt`, which includes changes of what it shows. */
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
  /** What the search indexes for the object that it is a part of. */
  readonly searchable?: Searchable;
  /**
   * For rows in one language each that substitute for each other: the properties that equivalent rows have in common.
   */
  readonly standIn?: readonly string[];
}

/** A part type: rows that belong to a content object. */
export class PartType extends Shape {
  /** The GraphQL type of its lists. */
  readonly connection = connectionOf(this.type, this.name);

  constructor(readonly declaration: PartDeclaration) {
    super(declaration);
    if (this.localized.part.length === 0) return;
    this.add('fallbacks', partFallbacks);
    declareField(this.type, 'fallbacks', {
      type: () => [FieldFallback],
      description: 'The fields of this entry that fell back to another language; empty without any.',
    });
  }
}
