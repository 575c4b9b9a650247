import type { Layout } from './list-view.js';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The theme of a saved feed, for pages that set none. */
export interface SavedTheme {
  readonly layout?: Layout | undefined;
  readonly theme?: Theme | undefined;
  /** The colour of links and buttons, `#rrggbb`. */
  readonly accent?: string | undefined;
}

/** The darkest and the lightest background of links. */
const GROUNDS = { light: '#eef4f9', dark: '#1f2833' } as const;

/** WCAG 2.2, 1.4.3: the contrast of normal text. */
const READABLE = 4.5;

/** A CSS rule that colours links and buttons, on backgrounds with enough contrast. */
export function accentRule(accent: string | undefined): string {
  if (!accent) return '';
  const declarations = Object.entries(GROUNDS)
    .filter(([, ground]) => contrast(accent, ground) >= READABLE)
    .map(([name]) => `--_${name}:${accent}`);
  return `.frame{${declarations.join(';')}}`;
}

/** WCAG 2.2: contrast ratio. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2: relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
