import type { ContentType } from '../model/content-type.js';
import { type Document, isRecord } from '../model/document.js';
import { type Finding, Severity, type TextCheck } from '../model/finding.js';
import { brokenEmail } from './broken-email.js';
import { pastedTextChecks } from './pasted-text.js';

const checks: readonly TextCheck[] = [brokenEmail, ...pastedTextChecks];
const code = /(`{1,3})(?!`)[^`]*\1/g;

/** Runs the checks that apply to any text of an object: what people paste, and how it is damaged by that. */
export function checkTexts(document: Document, content?: ContentType): Finding[] {
  const rich = new Set<string | undefined>(content?.localized.rich);
  return textsIn(document).flatMap(({ path, text }) => {
    const isMarkdown = path[0] === 'text' && rich.has(path[2]);
    const prose = isMarkdown ? text.replace(code, ' ') : text;
    return checks.flatMap((check) => {
      const found = check(text, { isMarkdown, prose });
      return found ? [{ ...found, severity: Severity.WARNING, path }] : [];
    });
  });
}

function textsIn(
  value: unknown,
  path: readonly string[] = [],
): { readonly path: readonly string[]; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((entry, index) => textsIn(entry, [...path, String(index)]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, entry]) => textsIn(entry, [...path, name]));
}
