import { EvidensError, type Problem } from "#kernel";
import { rasterise } from "../io/rasterise.ts";
import { writeFileWhole } from "../io/write-file.ts";
import { figureFont, fontWeightOf } from "./figure-fonts.ts";
import { withResolution } from "./png-resolution.ts";
import { embedFonts } from "./svg-fonts.ts";
import { eachElement, readSvg, type SvgElement, svgSize } from "./svg-tree.ts";

export type FigureFormat = "svg" | "png" | "pdf";

export interface FigureExportOptions {
  /** Width in print, 10 to 2000; default: the figure's own. One column of a journal is 85, two are 175. */
  readonly widthMm?: number;
  /** Dots per inch of a PNG, 72 to 2400; default 300. */
  readonly dpi?: number;
  /** Date of a PDF, ISO 8601; default the first second of 1970, which says that none was given. */
  readonly createdAt?: string;
  /** The figure page by page, for a PDF; by default a PDF has one page. */
  readonly pages?: readonly string[];
}

export interface ExportedFigure {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly widthMm: number;
  readonly heightMm: number;
  /** Size of a PNG. */
  readonly pixels?: { readonly width: number; readonly height: number };
  /** Characters the bundled font lacks, text smaller than 7 points: drawn all the same, and to be told. */
  readonly problems: readonly Problem[];
}

const MM_PER_INCH = 25.4;
const MM_PER_PIXEL = MM_PER_INCH / 96;
const MOST_PIXELS = 120e6;
/** What journals ask for. */
const LEAST_POINTS = 7;
const MEDIA: Readonly<Record<FigureFormat, string>> = {
  svg: "image/svg+xml",
  png: "image/png",
  pdf: "application/pdf",
};

/**
 * A figure as a file for print. All three formats carry the same bundled font (Noto Sans), so its text is the same on
 * every machine: SVG and PDF hold real text with the glyphs it needs, PNG its pixels. The same input gives the same
 * bytes. Colours of a themed figure become those of the light theme.
 *
 * @param svg a figure as `#figures` draws it
 * @throws EvidensError `workbench/not-svg`, `workbench/figure-size`, `workbench/figure-element`
 * Checked: tests/workbench/export-figure.test.ts.
 */
export async function exportFigure(
  svg: string,
  format: FigureFormat,
  options: FigureExportOptions = {},
): Promise<ExportedFigure> {
  const plain = inPrint(svg);
  const root = readSvg(plain);
  const pages = options.pages?.map((page) => readSvg(inPrint(page))) ?? [root];
  const { width, height } = svgSize(root);
  const own = Number(root.attributes["width"] ?? width) * MM_PER_PIXEL;
  const widthMm = inRange("widthMm", options.widthMm ?? own, 10, 2000);
  const heightMm = (widthMm * height) / width;
  const dpi = inRange("dpi", options.dpi ?? 300, 72, 2400);
  const size = { widthMm, heightMm, mediaType: MEDIA[format] };
  const shown = format === "pdf" ? pages : [root];
  const problems = [...(await missingCharacters(shown)), ...smallText(shown, widthMm / width)];
  if (format === "pdf") {
    const { figurePdf } = await import("./figure-pdf.ts");
    const createdAt = options.createdAt ?? new Date(0).toISOString();
    return { bytes: await figurePdf(pages, (widthMm / MM_PER_INCH) * 72, createdAt), ...size, problems };
  }
  if (format === "svg") {
    const bytes = new TextEncoder().encode(await embedFonts(plain, root, { widthMm, heightMm }));
    return { bytes, ...size, problems };
  }
  const across = Math.round((widthMm / MM_PER_INCH) * dpi);
  refuseHuge(across, (across * height) / width);
  const png = withResolution(await rasterise(plain, across), dpi);
  return { bytes: png.bytes, ...size, pixels: { width: png.width, height: png.height }, problems };
}

/** Colours of a themed figure as those of the light theme. */
function inPrint(svg: string): string {
  return svg.replace(/var\(--[\w-]+,\s*(#[0-9a-fA-F]{3,8})\)/g, "$1");
}

/**
 * Writes a figure to a file, whole or not at all.
 *
 * @throws EvidensError as {@link exportFigure}, and `workbench/cannot-write`
 */
export async function saveFigure(
  path: string,
  svg: string,
  format: FigureFormat,
  options: FigureExportOptions = {},
): Promise<Omit<ExportedFigure, "bytes">> {
  const { bytes, ...told } = await exportFigure(svg, format, options);
  await writeFileWhole(path, bytes);
  return told;
}

function inRange(name: string, value: number, low: number, high: number): number {
  if (value >= low && value <= high) return value;
  throw new EvidensError({
    code: "workbench/figure-size",
    kind: "invalid",
    message: `${name} is ${value} but must be from ${low} to ${high}.`,
    remedy: `Give ${name} in that range.`,
  });
}

function refuseHuge(width: number, height: number): void {
  if (width * height <= MOST_PIXELS) return;
  throw new EvidensError({
    code: "workbench/figure-size",
    kind: "invalid",
    message: `The picture would have ${width} by ${Math.round(height)} pixels, more than ${MOST_PIXELS / 1e6} million.`,
    remedy: "Lower dpi or widthMm, or export a PDF.",
  });
}

/** Characters of the text that the bundled font has no glyph for. */
async function missingCharacters(pages: readonly SvgElement[]): Promise<readonly Problem[]> {
  const missing = new Set<string>();
  const texts: { readonly text: string; readonly weight: string | undefined }[] = [];
  for (const page of pages)
    eachElement(page, ({ name, text, attributes }) => {
      if (name === "text") texts.push({ text, weight: attributes["font-weight"] });
    });
  for (const { text, weight } of texts) {
    const font = await figureFont(fontWeightOf(weight));
    for (const character of text)
      if (!font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) missing.add(character);
  }
  return [...missing].map((character) => ({
    code: "workbench/character-missing",
    message: `The font of figures has no "${character}" (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}); a box is drawn instead.`,
    remedy: "Write the name in Latin, Greek or Cyrillic letters.",
    values: { character },
  }));
}

function smallText(pages: readonly SvgElement[], mmPerUnit: number): readonly Problem[] {
  let least = Number.POSITIVE_INFINITY;
  for (const page of pages)
    eachElement(page, ({ name, attributes }) => {
      if (name === "text") least = Math.min(least, Number(attributes["font-size"] ?? 16));
    });
  const points = ((least * mmPerUnit) / MM_PER_INCH) * 72;
  if (!(points < LEAST_POINTS - 0.05)) return [];
  return [
    {
      code: "workbench/figure-text-small",
      message: `The smallest text comes out at ${points.toFixed(1)} points, below ${LEAST_POINTS}.`,
      remedy: "Draw the figure for this width, or print it wider.",
    },
  ];
}
