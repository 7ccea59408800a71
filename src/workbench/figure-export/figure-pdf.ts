import PDFDocument from "pdfkit";
import { EvidensError } from "#kernel";
import { type FontWeight, figureFont, figureFontFile, fontWeightOf } from "./figure-fonts.ts";
import { eachElement, type SvgElement, svgSize } from "./svg-tree.ts";

type Document = PDFKit.PDFDocument;
/** Presentation attributes that children take over. */
type Style = Readonly<Record<string, string>>;

interface Drawing {
  readonly doc: Document;
  readonly clips: ReadonlyMap<string, SvgElement>;
  readonly fonts: Readonly<Record<FontWeight, Awaited<ReturnType<typeof figureFont>>>>;
}

/**
 * A figure as a PDF, page by page: real text in the bundled font, shapes as paths, the text alternative as that of a
 * tagged figure.
 *
 * @param pages at least one
 * @param createdAt ISO 8601; an input, so that the same call gives the same bytes
 * @throws EvidensError `workbench/figure-element` for SVG that figures do not use
 */
export async function figurePdf(
  pages: readonly SvgElement[],
  widthPt: number,
  createdAt: string,
): Promise<Uint8Array> {
  const [first] = pages;
  if (first === undefined) throw new RangeError("A PDF has at least one page.");
  const doc = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    pdfVersion: "1.7",
    tagged: true,
    displayTitle: true,
    lang: first.attributes["lang"] ?? "en",
    info: { Title: textOf(first, "title"), Creator: "Evidens", CreationDate: new Date(createdAt) },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on("error", reject);
  });
  for (const weight of ["regular", "semibold"] as const) doc.registerFont(weight, figureFontFile(weight));
  const fonts = { regular: await figureFont("regular"), semibold: await figureFont("semibold") };
  try {
    for (const page of pages) drawPage(page, widthPt, doc, fonts);
  } catch (cause) {
    // The writer takes no number that is none.
    if (cause instanceof Error && cause.message.startsWith("unsupported number"))
      throw unsupported("a place or size that is no number");
    throw cause;
  }
  doc.end();
  return done;
}

function textOf(root: SvgElement, name: string): string {
  return root.children.find((one) => one.name === name)?.text ?? "";
}

function drawPage(root: SvgElement, widthPt: number, doc: Document, fonts: Drawing["fonts"]): void {
  const { width, height } = svgSize(root);
  const scale = widthPt / width;
  doc.addPage({ size: [widthPt, height * scale], margin: 0 });
  const figure = doc.struct("Figure", { alt: textOf(root, "desc"), title: textOf(root, "title") });
  doc.addStructure(figure);
  figure.add(doc.markStructureContent("Figure"));
  doc.scale(scale);
  const drawing = { doc, clips: clipsOf(root), fonts };
  for (const child of root.children) draw(child, inherited({}, root), drawing);
  doc.endMarkedContent();
  figure.end();
}

function clipsOf(root: SvgElement): ReadonlyMap<string, SvgElement> {
  const found = new Map<string, SvgElement>();
  eachElement(root, (one) => {
    if (one.name === "clipPath") found.set(one.attributes["id"] ?? "", one);
  });
  return found;
}

const INHERITED: ReadonlySet<string> = new Set([
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "font-size",
  "font-weight",
  "text-anchor",
]);

function inherited(style: Style, { attributes }: SvgElement): Style {
  const own = Object.entries(attributes).filter(([name]) => INHERITED.has(name));
  return { ...style, ...Object.fromEntries(own) };
}

const SILENT: ReadonlySet<string> = new Set(["title", "desc", "clipPath", "defs"]);

function draw(element: SvgElement, above: Style, drawing: Drawing): void {
  const { doc } = drawing;
  const { name, attributes } = element;
  if (SILENT.has(name)) return;
  const style = inherited(above, element);
  doc.save();
  transform(doc, attributes["transform"]);
  clip(attributes["clip-path"], drawing);
  if (name === "g") for (const child of element.children) draw(child, style, drawing);
  else if (name === "text") drawText(element, style, drawing);
  else {
    paint(doc, style, () => trace(doc, element));
  }
  doc.restore();
}

/** Only what figures use: `translate(x y)`, `rotate(angle x y)` and rows of them. */
function transform(doc: Document, text: string | undefined): void {
  if (text === undefined) return;
  for (const [whole, kind, list = ""] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0, c = 0] = list
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (kind === "translate") doc.translate(a, b);
    else if (kind === "rotate") doc.rotate(a, { origin: [b, c] });
    else throw unsupported(`transform ${whole}`);
  }
}

function clip(reference: string | undefined, { doc, clips }: Drawing): void {
  if (reference === undefined) return;
  const id = /^url\(#(.*)\)$/.exec(reference)?.[1];
  const path = clips.get(id ?? "");
  if (path === undefined) throw unsupported(`clip-path ${reference}`);
  for (const child of path.children) trace(doc, child);
  doc.clip();
}

/** Puts the outline of a shape into the document. */
function trace(doc: Document, { name, attributes }: SvgElement): void {
  const number = (key: string): number => Number(attributes[key] ?? 0);
  switch (name) {
    case "rect": {
      const radius = number("rx");
      const [x, y, width, height] = [number("x"), number("y"), number("width"), number("height")];
      if (radius > 0) doc.roundedRect(x, y, width, height, radius);
      else doc.rect(x, y, width, height);
      return;
    }
    case "circle":
      doc.circle(number("cx"), number("cy"), number("r"));
      return;
    case "path":
      doc.path(attributes["d"] ?? "");
      return;
    default:
      throw unsupported(`element <${name}>`);
  }
}

/** Fills and strokes one shape. */
function paint(doc: Document, style: Style, outline: () => void): void {
  const fill = style["fill"] ?? "#000000";
  const stroke = style["stroke"] ?? "none";
  if (fill === "none" && stroke === "none") return;
  outline();
  if (fill !== "none") doc.fillColor(colour(fill), Number(style["fill-opacity"] ?? 1));
  if (stroke !== "none") setStroke(doc, style, stroke);
  if (fill !== "none" && stroke !== "none") doc.fillAndStroke();
  else if (fill !== "none") doc.fill();
  else doc.stroke();
}

function setStroke(doc: Document, style: Style, stroke: string): void {
  doc.strokeColor(colour(stroke), Number(style["stroke-opacity"] ?? 1));
  doc.lineWidth(Number(style["stroke-width"] ?? 1));
  const cap = style["stroke-linecap"];
  if (cap === "round" || cap === "square") doc.lineCap(cap);
  const join = style["stroke-linejoin"];
  if (join === "round" || join === "bevel") doc.lineJoin(join);
  const dashes = (style["stroke-dasharray"] ?? "none").trim();
  if (dashes === "none" || dashes === "") return;
  const lengths = dashes.split(/[\s,]+/).map(Number);
  const [first = 1] = lengths;
  // A list of odd length is gone through twice.
  const pattern = lengths.length % 2 === 1 ? [...lengths, ...lengths] : lengths;
  if (pattern.some((length) => length > 0))
    doc.dash(pattern as unknown as number, first > 0 ? {} : { phase: 0 });
}

function colour(text: string): string {
  if (/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text)) return text;
  if (/^(?:white|black)$/.test(text)) return text;
  throw unsupported(`colour ${text}`);
}

/** Text at its baseline; a halo is drawn as outlines under it, so that the text itself stands in the file once. */
function drawText(element: SvgElement, style: Style, { doc, fonts }: Drawing): void {
  const { text, attributes, children } = element;
  if (children.some(({ name }) => name !== "title")) throw unsupported("an element inside <text>");
  if (text === "") return;
  const weight = fontWeightOf(style["font-weight"]);
  const size = Number(style["font-size"] ?? 16);
  doc.font(weight).fontSize(size);
  const width = doc.widthOfString(text);
  const anchor = style["text-anchor"];
  const shift = anchor === "end" ? width : anchor === "middle" ? width / 2 : 0;
  const x = Number(attributes["x"] ?? 0) - shift;
  const y = Number(attributes["y"] ?? 0);
  const stroke = style["stroke"] ?? "none";
  if (stroke !== "none") halo(doc, fonts[weight], text, [x, y, size], style, stroke);
  const fill = style["fill"] ?? "#000000";
  if (fill === "none") return;
  doc.fillColor(colour(fill), Number(style["fill-opacity"] ?? 1));
  doc.text(text, x, y, { lineBreak: false, baseline: "alphabetic" });
}

function halo(
  doc: Document,
  font: Drawing["fonts"]["regular"],
  text: string,
  [x, y, size]: readonly [number, number, number],
  style: Style,
  stroke: string,
): void {
  const scale = size / font.unitsPerEm;
  const run = font.layout(text);
  doc.save();
  doc.translate(x, y).scale(scale, -scale);
  run.glyphs.forEach((glyph, at) => {
    const outline = glyph.path.toSVG();
    if (outline !== "") {
      setStroke(doc, style, stroke);
      doc.lineWidth(Number(style["stroke-width"] ?? 1) / scale);
      doc.path(outline).stroke();
    }
    doc.translate(run.positions[at]?.xAdvance ?? glyph.advanceWidth, 0);
  });
  doc.restore();
}

function unsupported(what: string): EvidensError {
  return new EvidensError({
    code: "workbench/figure-element",
    kind: "unsupported",
    message: `A PDF of this figure would lack something: ${what}.`,
    remedy: "Export it as SVG or PNG, or report this with the figure.",
  });
}
