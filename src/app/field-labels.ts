import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type FieldCatalogue, FieldLabels } from '../content/language/field-labels.js';

const FOLDER = fileURLToPath(new URL('./field-labels/', import.meta.url));

/** The catalogues that the build makes of the YAML files, one for each language. */
export const fieldLabels = new FieldLabels(
  Object.fromEntries(
    readdirSync(FOLDER).map((file) => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as FieldCatalogue,
    ]),
  ),
);
