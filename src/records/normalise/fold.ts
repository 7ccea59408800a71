const PLAIN: Readonly<Record<string, string>> = {
  ø: "o",
  æ: "ae",
  œ: "oe",
  ß: "ss",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ħ: "h",
  "‐": "-",
  "‑": "-",
  "–": "-",
  "—": "-",
  "−": "-",
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
};
const SPECIAL: RegExp = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");

/**
 * A text as searching and comparing see it: lower case, compatibility forms resolved (NFKD), accents
 * and typographic dashes and quotes made plain. Folding twice changes nothing.
 *
 * @param text plain text, of any length and script
 * Checked: tests/records/normalise.test.ts.
 */
export function foldText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole ASCII range is meant
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(SPECIAL, (character) => PLAIN[character]!);
}

/** The words of a title for comparing: letters and digits, folded. */
export function titleWords(title: string): string[] {
  return foldText(title).match(/[\p{L}\p{N}]+/gu) ?? [];
}
