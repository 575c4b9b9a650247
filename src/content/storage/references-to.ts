import type { ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';

/** A column of a type or its parts with ids of other content. */
export interface ReferringKey {
  readonly shape: Shape;
  /** The field of the type that the column belongs to: a reference, or a list of them. */
  readonly field: string;
  /** The property with the id of the object. */
  readonly owner: string;
  readonly key: string;
  readonly target: () => Shape;
}

/** All references of a type to other content. */
export function keysOf(type: ContentType): ReferringKey[] {
  const own = [...type.references].map(([field, reference]) => ({
    shape: type as Shape,
    field,
    owner: 'id',
    ...reference,
  }));
  const owned = [...type.owned].flatMap(([field, { shape, key: owner, target, inner }]) => {
    const inRows = [shape(), ...(inner ? [inner.shape()] : [])].flatMap((rows) =>
      [...rows.references.values()].map((reference) => ({ shape: rows, field, owner, ...reference })),
    );
    const links = target ? [{ shape: shape(), field, owner, key: target.key, target: target.shape }] : [];
    return [...inRows, ...links];
  });
  return [...own, ...owned];
}

/** The references of a type to another type. */
export function keysTo(content: ContentType, type: ContentType): ReferringKey[] {
  return keysOf(type).filter(({ target }) => target() === content);
}
