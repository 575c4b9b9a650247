import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Random } from './random.js';

/** What is there, by which requests find something: texts such as slugs and references, ids, versions by id, documents. */
export interface FuzzWorld {
  readonly ids: readonly string[];
  readonly texts: readonly string[];
  readonly versions: ReadonlyMap<string, number>;
  readonly entries: readonly {
    readonly kind: string;
    readonly externalRef: string;
    readonly document: object;
  }[];
}

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'a\u0000b', '\ud800', ''];
const ODD_TEXTS = [
  ...NAMES,
  ' ',
  '\u3000',
  '\u200b\ufeff',
  'a\u0007b',
  '\u001b[31m',
  'line\nline\ttab\r\n',
  '\udfff tail',
  "'; drop table event; --",
  '%_\\',
  '$1',
  '👩🏽‍💻',
  '智慧\u3000城市',
  '\u202egpj.exe',
  '<script>alert(1)</script>',
  '**[x](javascript:alert(1))** <b>',
  '`'.repeat(500),
  '[('.repeat(200),
  'null',
  '24:00',
  '-0',
  '1e999',
  '#0B5FFF',
  '+852 2345 6789',
  'a@b.co',
  '120.00',
  '99999999.99',
  'HKD',
  'Asia/Hong_Kong',
  '+08:00',
  'event.*',
  'https://192.0.2.1/hook',
  'https://example.org',
  'http://[::1]:9/',
  '{ events { nodes { id } } }',
  'x'.repeat(101),
  'x'.repeat(301),
  '字'.repeat(5_001),
];
const INSTANTS = [
  '2024-06-10T12:00:00+08:00',
  '2024-06-10T24:00:00+08:00',
  '2024-06-10T12:00',
  '2024-02-30T00:00:00Z',
  '2099-12-31T23:59:59.999999Z',
  '0001-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T24:00:00Z',
  '2024-06-10T12:00:00+15:59',
  '2024-06-10T12:00:00+16:00',
  '2024-06-10T23:59:60Z',
  '1850-01-01T00:00:00+07:36',
  'infinity',
  'now',
];
const DAYS = [
  '2024-06-10',
  '2024-02-29',
  '2023-02-29',
  '0001-01-01',
  '0000-12-31',
  '9999-12-31',
  '10000-01-01',
  '2024-6-1',
  'today',
];
const TAGS = [
  'en',
  'zh-Hant',
  'zh-HK',
  'zh-CN',
  'zh',
  'fr',
  'yue-HK',
  'x-private',
  'en-US-u-ca-buddhist',
  'tostring',
  'toString',
  'zh_HK',
  '*',
  '',
];
const URLS = [
  'https://example.org/',
  'HTTP://EXAMPLE.ORG/ä?b#c',
  'https://例え.jp/',
  'https://u:p@h.example/',
  'javascript:alert(1)',
  '//x',
  'https://',
  'https://a b/',
  `https://example.org/${'x'.repeat(3_000)}`,
];
const NUMBERS: readonly unknown[] = [
  0,
  1,
  2,
  3,
  20,
  100,
  101,
  -1,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 31,
  1.5,
  1e100,
  -0,
  '1',
];
/** Of a type that nothing has here. */
const STRANGERS: readonly unknown[] = [
  null,
  true,
  7,
  -1.5,
  'text',
  [],
  [[]],
  [null],
  {},
  { a: 1 },
  [{ a: [1] }],
];

/** Makes up values: mostly such as fit, so that they get far, and some of every kind that does not. */
export class FuzzValues {
  /** What most ids are of, such as `event_series`. */
  kind = '';

  constructor(
    readonly random: Random,
    readonly world: () => FuzzWorld,
  ) {}

  of(type: GraphQLInputType, name = '', depth = 0): unknown {
    const { random } = this;
    if (random.chance(0.015)) return structuredClone(random.pick(STRANGERS));
    if (isNonNullType(type)) return this.of(type.ofType, name, depth);
    if (random.chance(0.03)) return null;
    if (isListType(type)) return this.#list(type.ofType, name, depth);
    if (isInputObjectType(type)) return this.#object(type, depth);
    if (isEnumType(type)) return random.chance(0.97) ? random.pick(type.getValues()).name : 'toString';
    return this.scalar(type.name, name);
  }

  /** The name of a field that there is not, such as those that every object inherits. */
  strangeName(): string {
    return this.random.pick(NAMES);
  }

  text(): string {
    const { random } = this;
    if (random.chance(0.5)) return random.pick(this.world().texts);
    return random.chance(0.3) ? `Words ${random.integer(1, 9_999)}` : random.pick(ODD_TEXTS);
  }

  scalar(type: string, name: string): unknown {
    const { random } = this;
    switch (type) {
      case 'Boolean':
        return random.chance(0.5);
      case 'Int':
        if (name === 'expectedVersion' || name === 'version') return random.integer(1, 3);
        return random.pick(name === 'first' || name === 'last' ? [1, 2, 5, ...NUMBERS] : NUMBERS);
      case 'ID':
        return this.#id(name);
      case 'Locale':
        return random.pick(random.chance(0.7) ? TAGS.slice(0, 5) : TAGS);
      case 'Date':
        return random.pick(DAYS);
      case 'DateTime':
        return random.pick(INSTANTS);
      case 'URL':
        return random.pick(URLS);
      case 'JSON':
      case 'JSONObject':
        return this.document();
      default:
        return this.text();
    }
  }

  /** A document as one is pushed: one that is there, with something in it that is not. */
  document(): unknown {
    const { random } = this;
    const { document } = random.pick(this.world().entries);
    const copy = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
    for (let count = random.integer(0, 3); count > 0; count -= 1) this.#spoil(copy);
    return copy;
  }

  #spoil(value: Record<string, unknown> | unknown[]): void {
    const { random } = this;
    const keys = Object.keys(value);
    const key = keys.length > 0 && random.chance(0.85) ? random.pick(keys) : this.strangeName();
    const inner = Object.getOwnPropertyDescriptor(value, key)?.value as unknown;
    if (typeof inner === 'object' && inner !== null && random.chance(0.75)) {
      this.#spoil(inner as Record<string, unknown>);
      return;
    }
    const kinds = ['Int', 'Boolean', 'ID', 'Date', 'DateTime', 'Locale', 'URL', 'String'];
    const fresh = random.chance(0.3)
      ? structuredClone(random.pick(STRANGERS))
      : this.scalar(random.pick(kinds), key);
    Object.defineProperty(value, key, { value: fresh, enumerable: true, configurable: true, writable: true });
  }

  /** Mostly of what the name asks for, or else of what the operation is about. */
  #id(name: string): string {
    const { random } = this;
    const { ids } = this.world();
    const fitting = [name, this.kind].map((kind) => ids.filter((id) => id.replace(/_[^_]*$/, '') === kind));
    const known = fitting.find(({ length }) => length > 0) ?? ids;
    const id = random.pick(random.chance(0.93) ? known : ids);
    if (random.chance(0.85)) return id;
    return random.pick([
      id.toUpperCase(),
      id.replace(/.$/, '0'),
      `${id}\u0000`,
      id.split('_').at(-1) ?? '',
      'event_',
      this.text(),
    ]);
  }

  #list(of: GraphQLInputType, name: string, depth: number): unknown {
    const { random } = this;
    // One value can stand for a list of it.
    if (random.chance(0.03)) return this.of(of, name, depth);
    const length = random.chance(0.005) ? 201 : random.pick([0, 1, 1, 1, 2, 3]);
    return Array.from({ length }, () => this.of(of, name, depth + 1));
  }

  #object(type: GraphQLInputObjectType, depth: number): unknown {
    const { random } = this;
    const entries: [string, unknown][] = [];
    for (const field of Object.values(type.getFields())) {
      const isNeeded = isNonNullType(field.type) && field.defaultValue === undefined;
      if (random.chance(isNeeded ? 0.98 : depth > 3 ? 0.1 : 0.3))
        entries.push([field.name, this.of(field.type, field.name, depth + 1)]);
    }
    if (random.chance(0.01)) entries.push([this.strangeName(), this.text()]);
    const object = Object.fromEntries(entries) as { id?: unknown; expectedVersion?: unknown };
    const version = typeof object.id === 'string' ? this.world().versions.get(object.id) : undefined;
    // Otherwise hardly any change would be made.
    if (version !== undefined && 'expectedVersion' in object && random.chance(0.8))
      object.expectedVersion = version;
    return object;
  }
}
