import { capitalised, compose, fillIn, type Phrase } from './phrase.js';
import type { Choices } from './random.js';
import { ACTIONS, ACTORS, CIRCUMSTANCES, PLACES, TOPICS } from './vocabulary.js';

/** The shortest and the longest body, in bytes of UTF-8, in each language. */
export const BODY_BYTES = { least: 1_500, most: 4_096 } as const;
/** The target for Chinese; the same in English takes about a quarter more bytes. */
const MAX_TARGET = 2_850;

const STATEMENT: Phrase = ['{actor} {action}', '{actor}{action}', '{actor}{action}'];
const SENTENCE: Phrase = [
  '{circumstance}, {statement}.',
  '{circumstance}，{statement}。',
  '{circumstance}，{statement}。',
];
const PARTICIPANTS: Phrase = [
  ' In {place} **{count}** people took *part*.',
  '在{place}共有 **{count}** 人*參與*。',
  '在{place}共有 **{count}** 人*参与*。',
];
const MORE: Phrase = [
  'More about [{topic}](https://example.org/{number}).',
  '詳情見[{topic}](https://example.org/{number})。',
  '详情见[{topic}](https://example.org/{number})。',
];
const SPACE: Phrase = [' ', '', ''];

export function sentence(choices: Choices): Phrase {
  const circumstance = choices.oneOf(CIRCUMSTANCES);
  return fillIn(SENTENCE, { circumstance, statement: statement(choices) });
}

/** A body in CommonMark with the same blocks in each language. */
export function body(choices: Choices): Phrase {
  const aim = choices.between(BODY_BYTES.least, MAX_TARGET);
  const blocks: Phrase[] = [];
  const sizes = [0, 0, 0];
  do {
    const next = blocks.length === 0 ? paragraph(choices) : block(choices);
    blocks.push(next);
    next.forEach((text, language) => {
      sizes[language] = (sizes[language] ?? 0) + Buffer.byteLength(text);
    });
  } while (Math.min(...sizes) < aim);
  return joined(blocks, '\n\n');
}

/** A few paragraphs, for introductions. */
export function introduction(choices: Choices): Phrase {
  return joined([paragraph(choices), paragraph(choices)], '\n\n');
}

function statement(choices: Choices): Phrase {
  const actor = choices.oneOf(ACTORS);
  const action = fillIn(choices.oneOf(ACTIONS), { topic: choices.oneOf(TOPICS) });
  return fillIn(STATEMENT, { actor, action });
}

function block(choices: Choices): Phrase {
  const roll = choices.fraction();
  if (roll < 0.5) return paragraph(choices);
  if (roll < 0.65) return headed(choices);
  if (roll < 0.8) return list(choices, () => '- ');
  if (roll < 0.88) return list(choices, (number) => `${number}. `);
  if (roll < 0.95) return prefixed('> ', sentence(choices));
  return fillIn(MORE, { topic: choices.oneOf(TOPICS), number: choices.between(1, 9_999) });
}

function paragraph(choices: Choices): Phrase {
  const sentences = Array.from({ length: choices.between(2, 3) }, () => sentence(choices));
  const participants = { place: choices.oneOf(PLACES), count: choices.between(20, 2_000) };
  return compose(
    (render) => sentences.map(render).join(render(SPACE)) + render(fillIn(PARTICIPANTS, participants)),
  );
}

function headed(choices: Choices): Phrase {
  return joined([prefixed('## ', capitalised(choices.oneOf(TOPICS))), sentence(choices)], '\n\n');
}

function list(choices: Choices, marker: (number: number) => string): Phrase {
  const entries = Array.from({ length: choices.between(3, 4) }, (_, index) =>
    prefixed(marker(index + 1), capitalised(statement(choices))),
  );
  return joined(entries, '\n');
}

function prefixed(prefix: string, phrase: Phrase): Phrase {
  return compose((render) => prefix + render(phrase));
}

function joined(phrases: readonly Phrase[], separator: string): Phrase {
  return compose((render) => phrases.map(render).join(separator));
}
