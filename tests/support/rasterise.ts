import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import type { Rasterise } from "#kernel";

const folder = fileURLToPath(new URL("../../node_modules/@expo-google-fonts/noto-sans/", import.meta.url));

function font(weight: string): string {
  const file = readdirSync(`${folder}${weight}`).find((name) => name.endsWith(".ttf"));
  if (file === undefined) throw new Error(`No font file in ${weight}.`);
  return `${folder}${weight}/${file}`;
}

const fontFiles = [font("400Regular"), font("600SemiBold")];

/** SVG to PNG with the bundled font only, so that every machine draws the same. */
export const rasterise: Rasterise = async (svg, widthPx) =>
  new Resvg(svg, {
    fitTo: { mode: "width", value: widthPx },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: "Noto Sans" },
  })
    .render()
    .asPng();
