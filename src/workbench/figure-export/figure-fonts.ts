import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Font } from "fontkit";

export type FontWeight = "regular" | "semibold";

const FOLDERS: Readonly<Record<FontWeight, string>> = { regular: "400Regular", semibold: "600SemiBold" };

/** The two weights of Noto Sans that figures use; bundled, so a picture is the same on every machine. */
export function figureFontFile(weight: FontWeight): string {
  const root = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/noto-sans/package.json"));
  const folder = join(root, FOLDERS[weight]);
  const name = readdirSync(folder).find((file) => file.endsWith(".ttf"));
  return join(folder, name ?? "missing.ttf");
}

const loaded = new Map<FontWeight, Font>();

/** The font with its glyphs, read once per process. */
export async function figureFont(weight: FontWeight): Promise<Font> {
  const known = loaded.get(weight);
  if (known !== undefined) return known;
  const { create } = await import("fontkit");
  const font = create(readFileSync(figureFontFile(weight))) as Font;
  loaded.set(weight, font);
  return font;
}

/** SVG weights as the bundled font has them. */
export function fontWeightOf(weight: string | undefined): FontWeight {
  return weight === "bold" || Number(weight) >= 550 ? "semibold" : "regular";
}
