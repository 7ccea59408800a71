import { readFile } from "node:fs/promises";
import type { CslAssets } from "#report";

const LOCALES = ["en-US", "en-GB", "nb-NO"] as const;

let loaded: Promise<CslAssets> | undefined;

/** The citation style and locales that ship with the program (`assets/csl`, CC BY-SA 3.0), read once. */
export function loadCslAssets(): Promise<CslAssets> {
  loaded ??= readCslAssets();
  return loaded;
}

async function readCslAssets(): Promise<CslAssets> {
  // src/workbench and dist/workbench lie equally deep under the package root.
  const folder = new URL("../../assets/csl/", import.meta.url);
  const [style, ...locales] = await Promise.all([
    readFile(new URL("apa.csl", folder), "utf8"),
    ...LOCALES.map((tag) => readFile(new URL(`locales-${tag}.xml`, folder), "utf8")),
  ]);
  return { style, locales: Object.fromEntries(LOCALES.map((tag, at) => [tag, locales[at] ?? ""])) };
}
