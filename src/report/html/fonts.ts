/** One font file as a page embeds it. */
export interface FontFace {
  readonly family: string;
  readonly style: "normal" | "italic";
  /** Lowest and highest weight of a variable font, as CSS has it: `100 900`. */
  readonly weight: string;
  /** Characters it is for, as CSS `unicode-range`. */
  readonly ranges: string;
  /** WOFF2 file in base64. */
  readonly data: string;
}

/**
 * `@font-face` rules with those fonts inside that hold a character of the page, in the order given.
 *
 * @param content all text that is to be set
 * Checked: tests/report/writers.test.ts.
 */
export function fontCss(faces: readonly FontFace[], content: string): string {
  const used = [...new Set(content)].map((character) => character.codePointAt(0) ?? 0);
  return faces
    .filter(({ ranges }) => {
      const parts = parseRanges(ranges);
      return used.some((code) => parts.some(([from, to]) => from <= code && code <= to));
    })
    .map(
      ({ family, style, weight, ranges, data }) =>
        `@font-face{font-family:"${family}";font-style:${style};font-weight:${weight};` +
        `src:url(data:font/woff2;base64,${data}) format("woff2");unicode-range:${ranges}}\n`,
    )
    .join("");
}

function parseRanges(ranges: string): readonly (readonly [number, number])[] {
  return ranges.split(",").map((range) => {
    const [from = "", to = from] = range.trim().replace(/^U\+/i, "").split("-");
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}
