import { sheetFont } from "./sheet.ts";

/** Attributes in the order given; `undefined` leaves one out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with children already written as SVG. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escapeXml(value ?? "")}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

/** Three decimals, so that every engine writes the same bytes. */
export function round(x: number): string {
  const rounded = Math.round(x * 1000) / 1000;
  return String(rounded === 0 ? 0 : rounded);
}

/**
 * Replaces by U+FFFD what XML 1.0 forbids: control characters and halves of surrogate pairs.
 *
 * Source: XML 1.0 (5th ed.), production 2. Checked: tests/figures/svg.prop.test.ts.
 */
export function replaceForbidden(text: string): string {
  return text.replace(FORBIDDEN, "\ufffd");
}

/** Text for XML content and double-quoted attributes; forbidden characters become U+FFFD. */
export function escapeXml(text: string): string {
  // Nearly all text needs nothing; one look is several times quicker than five replacements.
  if (!SPECIAL.test(text)) return text;
  return replaceForbidden(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are among what XML forbids
const SPECIAL = /[&<>"\u0000-\u001f\ud800-\udfff\ufffe\uffff]/;

const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: naming the characters XML forbids is the point
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export interface Frame {
  /** Begins the ids of title and description; unique per page. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Width in pixels of a file of its own, where it is not that of its coordinates. */
  readonly shownWidth?: number | undefined;
  readonly language: string;
  readonly title: string;
  /** The whole content in words, for those who do not see it. */
  readonly description: string;
  /** True: width and height in pixels, for a file of its own. */
  readonly standalone: boolean;
  readonly background?: string | undefined;
}

/** The SVG document around a figure's parts, with its text alternative. */
export function frame(options: Frame, parts: readonly string[]): string {
  const { id, width, height } = options;
  const shown = (options.shownWidth ?? width) / width;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${round(width)} ${round(height)}`,
      width: options.standalone ? width * shown : undefined,
      height: options.standalone ? height * shown : undefined,
      role: "img",
      lang: options.language,
      "aria-labelledby": `${id}-title ${id}-desc`,
      "font-family": options.standalone ? FONT_ON_PAPER : sheetFont,
    },
    element("title", { id: `${id}-title` }, escapeXml(options.title)),
    element("desc", { id: `${id}-desc` }, escapeXml(options.description)),
    ...(options.background === undefined
      ? []
      : [element("rect", { width, height, fill: options.background })]),
    ...parts,
  );
}

/** Word processors take the first name or a serif font, so the first is one that all know or replace well. */
const FONT_ON_PAPER = "Arial, Noto Sans, sans-serif";
