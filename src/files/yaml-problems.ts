import type { YAMLError } from 'yaml';

/** What is wrong with a file that cannot be read, for people who know how it looks and not how YAML is read. */
const sentences = new Map<string, string>([
  [
    'BAD_INDENT',
    'This does not line up with what it belongs to: fields of one object begin in the same column, and a list or a bracket is closed.',
  ],
  ['TAB_AS_INDENT', 'There is a tab at the beginning of the line; use spaces.'],
  ['MISSING_CHAR', 'A quotation mark, a bracket or a colon is missing here.'],
  ['DUPLICATE_KEY', 'This field is given twice; keep one of the two.'],
  [
    'BAD_SCALAR_START',
    'Words that begin with a character such as @, ` or % need quotation marks around them.',
  ],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    'There is a second colon in the line, or the next line is indented too far; words with a colon need quotation marks around them.',
  ],
  [
    'MULTILINE_IMPLICIT_KEY',
    'The name of a field with a colon behind it is missing here, or the line is not indented far enough.',
  ],
  [
    'UNEXPECTED_TOKEN',
    'This does not belong to what is above it; look at the indentation and at the quotation marks.',
  ],
  [
    'BAD_DQ_ESCAPE',
    'A backslash between double quotation marks is written twice; or use single quotation marks.',
  ],
  ['MULTIPLE_DOCS', 'There is a line "---" in the middle: a file has one object.'],
  ['TAG_RESOLVE_FAILED', 'Words that begin with ! need quotation marks around them.'],
]);

const ANY = 'This cannot be read; look at the indentation, the colons and the quotation marks.';

export function yamlProblem({ code, message }: YAMLError): string {
  if (/call stack/.test(message)) return 'Too much is nested here.';
  return sentences.get(code) ?? ANY;
}
