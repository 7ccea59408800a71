import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FontFace } from "#report";

/** What the report is set in; figures and tables use Inter, running text and captions Source Serif 4. */
const FILES = [
  { name: "inter", style: "normal", subsets: ["latin", "latin-ext", "greek"] },
  { name: "source-serif-4", style: "normal", subsets: ["latin", "latin-ext", "greek"] },
  { name: "source-serif-4", style: "italic", subsets: ["latin"] },
] as const;

let loaded: readonly FontFace[] | undefined;

/** Reads the fonts of the report (OFL-1.1, from their packages), once per process. */
export function loadReportFonts(): readonly FontFace[] {
  loaded ??= FILES.flatMap(({ name, style, subsets }) => facesOf(name, style, subsets));
  return loaded;
}

/** Faces of some subsets as the package's own style sheet declares them, with their files. */
function facesOf(name: string, style: FontFace["style"], subsets: readonly string[]): readonly FontFace[] {
  const sheet = createRequire(import.meta.url).resolve(
    `@fontsource-variable/${name}/wght${style === "italic" ? "-italic" : ""}.css`,
  );
  const css = readFileSync(sheet, "utf8");
  return [...css.matchAll(/@font-face\s*\{([^}]*)\}/g)].flatMap(([, rule = ""]) => {
    const value = (property: string): string =>
      (new RegExp(`${property}:\\s*([^;]+);`).exec(rule)?.[1] ?? "").trim();
    const file = /url\(([^)]+)\)/.exec(rule)?.[1] ?? "";
    if (!subsets.some((subset) => file.endsWith(`/${name}-${subset}-wght-${style}.woff2`))) return [];
    return [
      {
        family: value("font-family").replaceAll("'", ""),
        style,
        weight: value("font-weight"),
        ranges: value("unicode-range"),
        data: readFileSync(join(dirname(sheet), file)).toString("base64"),
      },
    ];
  });
}
