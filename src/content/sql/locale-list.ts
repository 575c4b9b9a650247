import type { Locales } from '../language/locale.js';
import { listOf } from './expressions.js';
import type { RootPlan } from './roots.js';

/** The configured locales. They are passed as a parameter, and the database only builds the requested JSON. */
export const localeList: RootPlan = (field) => {
  field.statement.isLanguageIndependent();
  const configured = field.statement.bind('locales', 'json', ({ locales }) =>
    JSON.stringify(described(locales)),
  );
  const columns = {
    code: `configured.entry -> 'code'`,
    name: `configured.entry -> 'name'`,
    nativeName: `configured.entry -> 'nativeName'`,
    fallbacks: `configured.entry -> 'fallbacks'`,
    isDefault: `configured.entry -> 'isDefault'`,
  };
  const from = `json_array_elements(${configured}) with ordinality as configured(entry, place)`;
  return listOf(field, columns, { from, orderBy: 'configured.place' });
};

function described(locales: Locales) {
  return locales.all.map(({ code, fallbacks }) => ({
    code,
    name: nameOf(code, 'en'),
    nativeName: nameOf(code, code),
    fallbacks,
    isDefault: code === locales.default,
  }));
}

function nameOf(code: string, language: string): string {
  return (
    new Intl.DisplayNames([language], { type: 'language', languageDisplay: 'standard' }).of(code) ?? code
  );
}
