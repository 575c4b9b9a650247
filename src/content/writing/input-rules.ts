import { validateSync, getMetadataStorage as validationRules } from 'class-validator';
import type { ClassType } from 'type-graphql';
import type { Sentence } from '../../foundation/errors.js';
import { validationSentence } from '../contract/sentences.js';
import type { Input } from '../model/document.js';

/** Longer text fields have several lines. */
const MAX_LINE_LENGTH = 300;

/** The format of a text. */
export enum TextForm {
  FREE,
  /** It has a format that may contain a name: an address. */
  FORMED,
  /** It is one of a set of values, such as a time zone. */
  NAMELESS,
}

/** The class-validator rules of an input class. */
export class InputRules {
  readonly #rules;
  readonly #prose: ReadonlySet<string>;

  constructor(readonly input: ClassType) {
    this.#rules = validationRules().getTargetValidationMetadatas(input, '', false, false);
    const long = this.#rules.filter(
      ({ name = '', constraints = [] }) =>
        ['maxLength', 'isLength'].includes(name) && Number(constraints.at(-1)) > MAX_LINE_LENGTH,
    );
    this.#prose = new Set(long.map(({ propertyName }) => propertyName));
  }

  /** Whether a field is a single line. */
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

  /** All rules that an input violates. */
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
