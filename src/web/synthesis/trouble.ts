import type { Words } from "../app/text.ts";
import type { Trouble } from "./compute.ts";

/** What went wrong in the reader's language: by its code where the catalogues know it, else as the library says it. */
export function troubleInWords(why: Trouble, words: Words): string {
  const code = why.code.split("/").at(-1) ?? why.code;
  if (why.text.nb !== undefined) return words.local(why.text);
  const said = words.named("trouble", code, "");
  if (words.language === "en") return why.text.en;
  return said === "" ? words.t("trouble.other", { code: why.code }) : said;
}
