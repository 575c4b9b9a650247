import type { YAMLError } from 'yaml';

/** YAML errors in terms of people who know the format of the files, and not how YAML is parsed. */
const sentences = new Map<string, string>([
  [
    'BAD_INDENT',
    'Wrong indentation: fields of one object begin in the same column, and lists and brackets are closed.',
  ],
  ['TAB_AS_INDENT', 'There is a tab at the beginning of the line; use spaces.'],
  ['MISSING_CHAR', 'A quotation mark, a bracket or a colon is missing here.'],
  ['DUPLICATE_KEY', 'This field occurs twice; keep one of the two.'],
  [
    'BAD_SCALAR_START',
    'A text that begins with a character such as @, ` or % needs quotation marks around it.',
  ],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    'There is a second colon in the line, or the next line is indented too far; a text with a colon needs quotation marks around it.',
  ],
  [
    'MULTILINE_IMPLICIT_KEY',
    'The name of a field with a colon after it is missing here, or the line is not indented far enough.',
  ],
  [
    'UNEXPECTED_TOKEN',
    'This does not belong to the line above it; check the indentation and the quotation marks.',
  ],
  [
    'BAD_DQ_ESCAPE',
    'A backslash between double quotation marks must be doubled; or use single quotation marks.',
  ],
  ['MULTIPLE_DOCS', 'There is a line "---" in the middle: a file contains one object.'],
  ['TAG_RESOLVE_FAILED', 'A text that begins with ! needs quotation marks around it.'],
]);

const ANY = 'This cannot be parsed; check the indentation, the colons and the quotation marks.';

export function yamlProblem({ code, message }: YAMLError): string {
  if (/call stack/.test(message)) return 'The nesting is too deep here.';
  return sentences.get(code) ?? ANY;
}
