import type { ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import type { Hop } from '../sql/affected.js';
import { keysOf } from '../storage/references-to.js';

/** A way in which objects of a type appear on the pages of others, which must be rendered again when they change. */
export interface Showing {
  /** The type that is shown. */
  readonly of: ContentType;
  /** The type that shows it. */
  readonly by: ContentType;
  /** The path from the shown object to those that show it. */
  readonly hops: readonly Hop[];
  /** Whether the path ends in rows of `by` or its parts. */
  readonly isOwn: boolean;
  /** Whether it is a list that most pages do not select (see `Relation`). */
  readonly isAside: boolean;
}

/**
 * Derived from the relations of the types: objects appear with those that refer to them, with those that list them, and
 * with those reached through the parts of others (the offices of a speaker). `changedAt`, webhooks and cache tags all
 * follow it.
 */
export function showingsAmong(types: readonly ContentType[]): readonly Showing[] {
  return types.flatMap((type) => [...referring(type), ...listing(type, types), ...matching(type, types)]);
}

/** The inverse: from objects of a type to those that they refer to, which may list them. */
export function referredBy(of: ContentType): Showing[] {
  return referring(of).map(({ of: by, hops }) => ({
    of,
    by,
    hops: hops.map(({ shape, from, to }) => ({ shape, from: to, to: from })),
    isOwn: false,
    isAside: true,
  }));
}

function referring(by: ContentType): Showing[] {
  return keysOf(by).flatMap(({ shape, owner, key, target }) => {
    const of = target() as ContentType;
    return [{ of, by, hops: [{ shape, from: key, to: owner }], isOwn: true, isAside: false }];
  });
}

function listing(by: ContentType, types: readonly ContentType[]): Showing[] {
  return [...by.lists.values()].flatMap(({ target, key, through, isAside = false }) => {
    const shape = target();
    if (through)
      return contentsWith(shape, types).map(({ of }) => {
        const hops = [{ shape: through.link(), from: through.target, to: key }];
        return { of, by, hops, isOwn: false, isAside };
      });
    return contentsWith(shape, types).map(({ of, owner }) => {
      return { of, by, hops: [{ shape, from: owner, to: key }], isOwn: false, isAside };
    });
  });
}

function matching(by: ContentType, types: readonly ContentType[]): Showing[] {
  return by.parts.flatMap(({ shape: part, key: owner }) =>
    [...part.matches.values()].flatMap(({ target, by: property }) =>
      [...target().references.values()].flatMap(({ key, target: other }) => {
        const of = types.find((type) => type === other());
        if (!of) return [];
        const hops = [
          { shape: target(), from: key, to: property },
          { shape: part, from: property, to: owner },
        ];
        return [{ of, by, hops, isOwn: true, isAside: false }];
      }),
    ),
  );
}

/** The types whose rows or parts a shape describes, with the property that has their id. */
function contentsWith(
  shape: Shape,
  types: readonly ContentType[],
): { readonly of: ContentType; readonly owner: string }[] {
  return types.flatMap((of) => {
    if (of === shape) return [{ of, owner: 'id' }];
    return of.parts.filter((part) => part.shape === shape).map(({ key: owner }) => ({ of, owner }));
  });
}
