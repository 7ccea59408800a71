/**
 * A figure in parts, so that a page can put each into its place and leave alone what a change does not touch. Put
 * together they show what the figure's own function draws for the screen.
 */
export interface FigureSheet {
  /** Begins the ids of title and description; unique per page. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly language: string;
  readonly title: string;
  /** The whole content in words, for those who do not see it. */
  readonly describe: () => string;
  /** In the order they are drawn in. */
  readonly parts: readonly SheetPart[];
}

/** A part of a figure from one height to another. */
export interface SheetPart {
  readonly top: number;
  readonly bottom: number;
  /** SVG, in layers that change together; a layer keeps its place in the list. */
  readonly layers: () => readonly string[];
}

/** Fonts of a figure in a page. */
export const sheetFont = "Inter Variable, Inter, Noto Sans, sans-serif";
