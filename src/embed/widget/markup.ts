/**
 * An element as plain data: the widget makes nodes from it, and the page for iframes makes text, so that both show the
 * same. There is no way to put HTML into text.
 */
export interface Markup {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly (Markup | string)[];
}

/** Undefined attributes are omitted. */
export type Attributes = Readonly<Record<string, string | undefined>>;

export type Child = Markup | string | undefined | readonly Child[];

export function element(tag: string, attributes: Attributes, ...children: readonly Child[]): Markup {
  return { tag, attributes, children: flat(children) };
}

function flat(children: readonly Child[]): (Markup | string)[] {
  return children.flatMap((child): (Markup | string)[] => {
    if (child === undefined || child === '') return [];
    return isList(child) ? flat(child) : [child];
  });
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}
