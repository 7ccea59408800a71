import { readFileSync } from "node:fs";
import { zlibSync } from "fflate";
import { woffSubset } from "#figures";
import { type FontWeight, figureFontFile, fontWeightOf } from "./figure-fonts.ts";
import { eachElement, type SvgElement } from "./svg-tree.ts";

/** The SVG with its size in millimetres and the glyphs of its text inside, so that it needs no font of the reader's. */
export async function embedFonts(
  svg: string,
  root: SvgElement,
  size: { readonly widthMm: number; readonly heightMm: number },
): Promise<string> {
  const texts: Record<FontWeight, string> = { regular: "", semibold: "" };
  eachElement(root, ({ name, text, attributes }) => {
    if (name === "text") texts[fontWeightOf(attributes["font-weight"])] += text;
  });
  const faces: string[] = [];
  for (const weight of ["regular", "semibold"] as const) {
    if (texts[weight] === "") continue;
    const font = woffSubset(readFileSync(figureFontFile(weight)), texts[weight], (data) =>
      zlibSync(data, { level: 9 }),
    );
    const data = Buffer.from(font).toString("base64");
    faces.push(
      `@font-face{font-family:"Noto Sans";font-weight:${weight === "regular" ? 400 : 600};src:url(data:font/woff;base64,${data}) format("woff")}`,
    );
  }
  const [open = "<svg>"] = /<svg[^>]*>/.exec(svg) ?? [];
  const millimetres = (value: number): string => `${Math.round(value * 1000) / 1000}mm`;
  const opened = open
    .replace(/ (?:width|height|font-family)="[^"]*"/g, "")
    .replace(
      /^<svg/,
      `<svg width="${millimetres(size.widthMm)}" height="${millimetres(size.heightMm)}" font-family="Noto Sans, sans-serif"`,
    );
  const style = faces.length === 0 ? "" : `<style>${faces.join("")}</style>`;
  // The title stays the first child: that is where readers of a file look for it.
  const headed = svg.replace(open, () => opened);
  const at = headed.indexOf("</desc>");
  const place = at < 0 ? headed.indexOf(">", headed.indexOf("<svg")) + 1 : at + "</desc>".length;
  return headed.slice(0, place) + style + headed.slice(place);
}
