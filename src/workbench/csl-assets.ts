import { readFile } from "node:fs/promises";
import type { CslAssets } from "#report";

const LOCALES = ["en-US", "en-GB", "nb-NO"] as const;

/** Reads the citation style and locales that ship with the program (`assets/csl`, CC BY-SA 3.0). */
export async function loadCslAssets(): Promise<CslAssets> {
  // src/workbench and dist/workbench lie equally deep under the package root.
  const folder = new URL("../../assets/csl/", import.meta.url);
  const [style, ...locales] = await Promise.all([
    readFile(new URL("apa.csl", folder), "utf8"),
    ...LOCALES.map((tag) => readFile(new URL(`locales-${tag}.xml`, folder), "utf8")),
  ]);
  return { style, locales: Object.fromEntries(LOCALES.map((tag, at) => [tag, locales[at] ?? ""])) };
}
