import { formatP } from "#figures";
import type { Words } from "../app/text.ts";

/** A p value where no equals sign is wanted: in a cell, after "is". */
export function pAlone(p: number | null, { language }: Words): string {
  return formatP(p, language).replace(/^=\s*/, "");
}

/** A large count with its thousands apart. */
export function countInWords(value: number, { language }: Words): string {
  return new Intl.NumberFormat(language === "nb" ? "nb-NO" : "en-GB").format(value);
}
