import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type FieldCatalogue, FieldLabels } from '../content/language/field-labels.js';

const FOLDER = fileURLToPath(new URL('./field-labels/', import.meta.url));

/** The catalogues in the folder, each a language by the name of its file. */
export const fieldLabels = new FieldLabels(
  Object.fromEntries(
    readdirSync(FOLDER).map((file) => [
      file.replace(/\.yaml$/, ''),
      parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as FieldCatalogue,
    ]),
  ),
);
