import { SaxesParser } from "saxes";
import { EvidensError } from "#kernel";

/** An element of a figure; text stands in `text`. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SvgElement[];
  readonly text: string;
}

interface OpenElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: SvgElement[];
  text: string;
}

/** Figures are nested five deep; each level is a call of what walks them. */
const DEEPEST = 64;

/**
 * Reads an SVG document without following anything outside it: no entities but XML's own, no references.
 *
 * @throws EvidensError `workbench/not-svg`
 */
export function readSvg(svg: string): SvgElement {
  const stack: OpenElement[] = [{ name: "", attributes: {}, children: [], text: "" }];
  const parser = new SaxesParser({ xmlns: false, position: false });
  let failure = "";
  parser.on("error", (error) => {
    failure ||= error.message;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const open: OpenElement = { name, attributes, children: [], text: "" };
    if (stack.length > DEEPEST) throw notSvg(`its elements are nested more than ${DEEPEST} deep`);
    stack.at(-1)?.children.push(open);
    stack.push(open);
  });
  parser.on("closetag", () => {
    stack.pop();
  });
  parser.on("text", (text) => {
    const open = stack.at(-1);
    if (open !== undefined) open.text += text;
  });
  parser.write(svg).close();
  const root = stack[0]?.children[0];
  if (failure !== "" || root?.name !== "svg")
    throw notSvg(failure === "" ? `its first element is ${root?.name ?? "missing"}` : failure);
  return root;
}

/** Width and height of the coordinates, from `viewBox`. */
export function svgSize({ attributes }: SvgElement): { readonly width: number; readonly height: number } {
  const [x, y, width, height] = (attributes["viewBox"] ?? "")
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  if (x !== 0 || y !== 0 || !isPositive(width) || !isPositive(height))
    throw notSvg(`viewBox is "${attributes["viewBox"] ?? ""}" but must be "0 0 width height"`);
  return { width, height };
}

function isPositive(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value > 0;
}

function notSvg(why: string): EvidensError {
  return new EvidensError({
    code: "workbench/not-svg",
    kind: "invalid",
    message: `This is not an SVG figure: ${why}.`,
    remedy: "Give an SVG document as Evidens writes it.",
  });
}

/** Every element from top to bottom with its text. */
export function eachElement(element: SvgElement, visit: (one: SvgElement) => void): void {
  visit(element);
  for (const child of element.children) eachElement(child, visit);
}
