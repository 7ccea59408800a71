import { Resvg } from "@resvg/resvg-js";
import type { Rasterise } from "#kernel";
import { figureFontFile } from "../figure-export/figure-fonts.ts";

/** SVG to PNG by resvg with the bundled font; the same bytes for the same input. */
export const rasterise: Rasterise = async (svg, widthPx) =>
  new Resvg(svg, {
    fitTo: { mode: "width", value: widthPx },
    background: "#ffffff",
    font: {
      loadSystemFonts: false,
      fontFiles: [figureFontFile("regular"), figureFontFile("semibold")],
      defaultFontFamily: "Noto Sans",
    },
  })
    .render()
    .asPng();
