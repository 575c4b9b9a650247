import type { Finish } from '../sql/compiled-statement.js';
import type { SelectedField } from '../sql/selection.js';
import { excerpt, highlightedTitle, type PassagesToMark, type TitleToMark } from './search-highlight.js';

type Json = Record<string, unknown>;

/** Replaces the sources of the highlighted fields in the hits of a connection; undefined if none is selected. */
export function finishHits(connection: SelectedField): Finish | undefined {
  const lists = connection.subfields().flatMap((list) => {
    if (list.name === 'nodes') return finishing(list, list.key, (item) => item);
    if (list.name !== 'edges') return [];
    const nodes = list.subfields().filter(({ name }) => name === 'node');
    return nodes.flatMap((node) => finishing(node, list.key, (item) => item[node.key] as Json));
  });
  if (lists.length === 0) return undefined;
  return (value) => {
    for (const finish of lists) finish(value as Json);
  };
}

function finishing(hits: SelectedField, key: string, hitOf: (item: Json) => Json) {
  const fields = hits.subfields().flatMap(finished);
  if (fields.length === 0) return [];
  return [
    (value: Json) => {
      for (const item of value[key] as Json[]) for (const finish of fields) finish(hitOf(item));
    },
  ];
}

function finished(field: SelectedField): ((hit: Json) => void)[] {
  const { key, name } = field;
  if (name === 'highlightedTitle') {
    return [
      (hit) => {
        hit[key] = highlightedTitle(hit[key] as TitleToMark);
      },
    ];
  }
  if (name !== 'excerpt') return [];
  const members = field.subfields().map((member) => [member.key, member.name] as const);
  return [
    (hit) => {
      const found = excerpt(hit[key] as PassagesToMark);
      const values: Json = { ...found, __typename: 'SearchExcerpt' };
      hit[key] = found && Object.fromEntries(members.map(([own, member]) => [own, values[member]]));
    },
  ];
}
