import type { ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';

/** A column of a type or its parts with ids of other content. */
export interface ReferringKey {
  readonly shape: Shape;
  /** The property with the id of the object. */
  readonly owner: string;
  readonly key: string;
  readonly target: () => Shape;
}

/** All references of a type to other content. */
export function keysOf(type: ContentType): ReferringKey[] {
  const own = [...type.references.values()].map((reference) => ({ shape: type, owner: 'id', ...reference }));
  const parts = type.parts.flatMap(({ shape, key: owner }) =>
    [...shape.references.values()].map((reference) => ({ shape, owner, ...reference })),
  );
  const links = [...type.owned.values()].flatMap(({ shape, key: owner, target }) =>
    target ? [{ shape: shape(), owner, key: target.key, target: target.shape }] : [],
  );
  return [...own, ...parts, ...links];
}

/** The references of a type to another type. */
export function keysTo(content: ContentType, type: ContentType): ReferringKey[] {
  return keysOf(type).filter(({ target }) => target() === content);
}
