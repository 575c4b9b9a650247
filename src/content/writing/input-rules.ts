import { validateSync, getMetadataStorage as validationRules } from 'class-validator';
import type { ClassType } from 'type-graphql';
import type { Sentence } from '../../foundation/errors.js';
import { validationSentence } from '../contract/sentences.js';
import type { Input } from '../model/document.js';

/** Texts that may be longer have several lines. */
const LONGEST_LINE = 300;

/** What a text can be. */
export enum TextForm {
  FREE,
  /** It has a form, and may have a name in it: an address. */
  FORMED,
  /** It is one of some values, such as a time zone. */
  NAMELESS,
}

/** What an input class demands of the values of its fields, by class-validator. */
export class InputRules {
  readonly #rules;
  readonly #prose: ReadonlySet<string>;

  constructor(readonly input: ClassType) {
    this.#rules = validationRules().getTargetValidationMetadatas(input, '', false, false);
    const long = this.#rules.filter(
      ({ name = '', constraints = [] }) =>
        ['maxLength', 'isLength'].includes(name) && Number(constraints.at(-1)) > LONGEST_LINE,
    );
    this.#prose = new Set(long.map(({ propertyName }) => propertyName));
  }

  /** Whether a text has one line. */
  isLine(property: string): boolean {
    return !this.#prose.has(property);
  }

  formOf(property: string): TextForm {
    const names = this.#rules
      .filter(({ propertyName }) => propertyName === property)
      .map(({ name }) => name ?? '');
    if (names.some((name) => ['matches', 'isEmail'].includes(name))) return TextForm.FORMED;
    return names.some((name) => ['isTimeZone', 'isIn'].includes(name)) ? TextForm.NAMELESS : TextForm.FREE;
  }

  /** Every rule that an input breaks. */
  broken(input: Input): { readonly property: string; readonly sentence: Sentence | string }[] {
    const instance = Object.assign(new this.input() as object, input);
    const found = validateSync(instance, { skipMissingProperties: true, forbidUnknownValues: false });
    return found.flatMap(({ property, constraints = {}, contexts = {} }) =>
      Object.entries(constraints).map(([name, message]) => {
        const rule = this.#rules.find((each) => each.propertyName === property && each.name === name);
        const limits = rule?.constraints ?? [];
        return { property, sentence: validationSentence(name, property, limits, message, contexts[name]) };
      }),
    );
  }
}
