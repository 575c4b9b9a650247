import type { ContentType } from './content-type.js';
import type { Shape } from './shape.js';

/** The columns of a type, and of what belongs to its objects, that hold ids of another type: who refers to it. */
export function keysTo(content: ContentType, type: ContentType) {
  const own = [...type.references.values()].map((reference) => ({
    shape: type as Shape,
    owner: 'id',
    ...reference,
  }));
  const parts = type.parts.flatMap(({ shape, key: owner }) =>
    [...shape.references.values()].map((reference) => ({ shape, owner, ...reference })),
  );
  const links = [...type.owned.values()].flatMap(({ shape, key: owner, target }) =>
    target ? [{ shape: shape(), owner, key: target.key, target: target.shape }] : [],
  );
  return [...own, ...parts, ...links].filter(({ target }) => target() === content);
}
