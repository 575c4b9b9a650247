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
  readonly #maxLengths: ReadonlyMap<string, number>;

  constructor(readonly input: ClassType) {
    this.#rules = validationRules().getTargetValidationMetadatas(input, '', false, false);
    const lengths = this.#rules.filter(({ name = '' }) => ['maxLength', 'isLength'].includes(name));
    this.#maxLengths = new Map(
      lengths.map(({ propertyName, constraints = [] }) => [propertyName, Number(constraints.at(-1))]),
    );
  }

  /** How many characters a text may have; undefined where nothing is said. */
  maxLength(property: string): number | undefined {
    return this.#maxLengths.get(property);
  }

  /** Whether a field is a single line. */
  isLine(property: string): boolean {
    return (this.maxLength(property) ?? 0) <= MAX_LINE_LENGTH;
  }

  /** Whether a value has to meet one of the rules, which go by their names in class-validator. */
  demands(property: string, ...names: string[]): boolean {
    return this.#rules.some(
      ({ propertyName, name = '' }) => propertyName === property && names.includes(name),
    );
  }

  formOf(property: string): TextForm {
    if (this.demands(property, 'matches', 'isEmail', 'isDecimal')) return TextForm.FORMED;
    return this.demands(property, 'isTimeZone', 'isIn') ? TextForm.NAMELESS : TextForm.FREE;
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
