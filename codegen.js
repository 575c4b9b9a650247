// Writes, for each folder that asks operations of its own in .graphql files, what these are and what they answer, from
// schema.graphql. With --check it writes nothing, and fails where a file is not what it would write.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as types from '@graphql-codegen/typescript-operations';
import { buildSchema, parse, Source } from 'graphql';

const FOLDERS = ['src/cli', 'src/embed/builder', 'src/feeds', 'src/partners'];

const text = { input: 'string', output: 'string' };
const config = {
  documentMode: 'string',
  useTypeImports: true,
  immutableTypes: true,
  disableDescriptions: true,
  inlineFragmentTypes: 'combine',
  skipTypename: true,
  arrayInputCoercion: false,
  // A scalar that is not here is an error.
  strictScalars: true,
  scalars: {
    ID: text,
    Date: text,
    DateTime: text,
    Locale: text,
    URL: text,
    JSON: 'unknown',
    JSONObject: 'Readonly<Record<string, unknown>>',
  },
};

const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
const schemaAst = buildSchema(readFileSync('schema.graphql', 'utf8'));
const isCheck = process.argv.includes('--check');

for (const folder of FOLDERS) {
  const filename = join(folder, 'operations.generated.ts');
  const written = await codegen({
    filename,
    schemaAst,
    schema: undefined,
    documents: documentsIn(folder),
    config,
    plugins: [{ types: {} }, { typedDocuments: {} }],
    pluginMap: { types, typedDocuments },
  }).catch(({ message }) => {
    console.error(message);
    process.exit(1);
  });
  const header = `// Written by \`npm run generate\`, from schema.graphql and the .graphql files of this folder: change those.\n`;
  const wanted = formatted(header + written, filename);
  if (!isCheck) writeFileSync(filename, wanted);
  else if (readFileSync(filename, 'utf8') !== wanted) {
    console.error(`${filename} is not what schema.graphql and the operations say; run: npm run generate`);
    process.exitCode = 1;
  }
}

function documentsIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => {
      const location = join(folder, name);
      return { location, document: parse(new Source(readFileSync(location, 'utf8'), location)) };
    });
}

function formatted(source, filename) {
  const format = [biome, 'format', `--stdin-file-path=${filename}`];
  return execFileSync(process.execPath, format, { input: source, encoding: 'utf8' });
}
