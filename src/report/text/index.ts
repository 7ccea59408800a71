import type { Language } from "#kernel";
import { en } from "./en.ts";
import { nb } from "./nb.ts";

/** Name of a text; the compiler checks that every language has all of them. */
export type TextKey = keyof typeof en;

export type Catalogue = Readonly<Record<TextKey, string>>;

const catalogues: Readonly<Record<Language, Catalogue>> = { en, nb };

/** All texts of one language. */
export function catalogue(language: Language): Catalogue {
  return catalogues[language];
}
