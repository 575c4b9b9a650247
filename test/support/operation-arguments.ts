import type { GraphQLField } from 'graphql';
import type { Interest } from './operation-interest.js';
import type { ValueWriter, World } from './operation-values.js';
import type { Random } from './random.js';

type Field = GraphQLField<unknown, unknown>;
/** Arguments as text, by name; empty for those that are left out. */
type Texts = Record<string, string>;

export interface WrittenArguments {
  readonly text: string;
  /** How many objects a page has. */
  readonly size: number;
}

/** Chooses and writes the arguments of fields; those that depend on each other together. */
export class ArgumentWriter {
  constructor(
    readonly random: Random,
    readonly world: World,
    readonly values: ValueWriter,
    readonly interest: Interest,
    /** The stage that everything is read in that takes one. */
    readonly stage?: 'DRAFT',
  ) {}

  write(parent: string, field: Field): WrittenArguments {
    const at = `${parent}.${field.name}`;
    const has = (name: string) => field.args.some((argument) => argument.name === name);
    const page = has('first') ? this.#page(field, at) : undefined;
    const joint = { ...(has('slug') ? this.#oneObject(field, at) : {}), ...page?.texts };
    const args = field.args.flatMap((argument) => {
      const { name, type, defaultValue } = argument;
      const known = joint[name];
      if (known !== undefined) return known === '' ? [] : [`${name}: ${known}`];
      const { inputs } = this.world;
      if (name === 'input' && inputs)
        return [`input: ${this.values.made(argument, () => inputs(field.name))}`];
      if (name === 'stage' && this.stage) return [`stage: ${this.stage}`];
      const isRequired = String(type).endsWith('!') && defaultValue === undefined;
      const isRare = ['fallback', 'stage'].includes(name);
      if (!isRequired && !this.#isGiven(at, name, isRare ? 0.3 : 0.45)) return [];
      return [`${name}: ${this.values.write(argument, `${at}.${name}`)}`];
    });
    return { text: args.length > 0 ? `(${args.join(', ')})` : '', size: page?.size ?? 1 };
  }

  #isGiven(at: string, name: string, probability: number): boolean {
    return this.random.chance(this.interest.wants(`${at}(${name})`) ? 0.8 : probability);
  }

  /** Exactly one of `id` and `slug`; a slug mostly with the language it is in. */
  #oneObject(field: Field, at: string): Texts {
    if (this.random.chance(0.4)) return { id: this.#value(field, at, 'id'), slug: '' };
    const known = this.world.slugs[at] ?? [];
    const { slug, locale: own } = this.random.pick(known);
    // Now and then that of another language, which leads to the object, too.
    const { locale } = this.random.chance(0.25) ? this.random.pick(known) : { locale: own };
    const { slug: ofSlug, locale: ofLocale } = argumentsOf(field);
    return {
      id: '',
      slug: ofSlug ? this.values.fixed(ofSlug, slug) : '',
      locale: ofLocale ? this.values.fixed(ofLocale, locale) : '',
    };
  }

  /** A page: its size from one end, and cursors, which belong to the order. */
  #page(field: Field, at: string): { readonly texts: Texts; readonly size: number } {
    const { last, orderBy, after, before } = argumentsOf(field);
    const texts: Texts = {};
    const isBackward = last !== undefined && this.random.chance(0.3);
    const [end, otherEnd] = isBackward ? ['last', 'first'] : ['first', 'last'];
    if (last) texts[otherEnd] = '';
    texts[end] = this.random.chance(isBackward ? 1 : 0.7) ? this.#value(field, at, end) : '';
    let order = '';
    if (orderBy) {
      // The cursors are those of the order, so that is the same in both runs.
      const names = Object.keys(this.world.cursors).filter((key) => key.startsWith(`${at} `));
      const name = this.random.pick(names).split(' ')[1] ?? '';
      texts.orderBy = this.values.fixed(orderBy, name);
      order = ` ${name}`;
    }
    const cursors = this.world.cursors[`${at}${order}`] ?? [];
    for (const [name, argument] of Object.entries({ after, before })) {
      const isGiven = argument && cursors.length > 0 && this.#isGiven(at, name, 0.3);
      texts[name] = isGiven ? this.values.fixed(argument, this.random.pick(cursors)) : '';
    }
    const size = Number(texts[end] || 20);
    return { texts, size: Number.isNaN(size) ? 5 : size };
  }

  #value(field: Field, at: string, name: string): string {
    const argument = argumentsOf(field)[name];
    if (!argument) throw new Error(`${at} has no argument ${name}.`);
    return this.values.write(argument, `${at}.${name}`);
  }
}

function argumentsOf(field: Field): Readonly<Record<string, Field['args'][number] | undefined>> {
  return Object.fromEntries(field.args.map((argument) => [argument.name, argument]));
}
