import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import type { Rasterise } from "#kernel";

/** The two weights of Noto Sans that figures use; bundled, so a picture is the same on every machine. */
function fontFiles(): string[] {
  const root = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/noto-sans/package.json"));
  return ["400Regular", "600SemiBold"].flatMap((weight) => {
    const folder = join(root, weight);
    return readdirSync(folder)
      .filter((name) => name.endsWith(".ttf"))
      .map((name) => join(folder, name));
  });
}

/** SVG to PNG by resvg with the bundled font; the same bytes for the same input. */
export const rasterise: Rasterise = async (svg, widthPx) =>
  new Resvg(svg, {
    fitTo: { mode: "width", value: widthPx },
    background: "#ffffff",
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: "Noto Sans" },
  })
    .render()
    .asPng();
