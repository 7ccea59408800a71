import type { RecordFormat } from "./format.ts";

const RIS = /^(?:\ufeff|[ \t])*TY {1,2}- {0,3}[A-Z]/m;
const NBIB = /^\ufeff?(?:PMID|PMC |OWN |PMCR)- ?\S/m;

/**
 * The format of a text by what stands in it, never by its file name (PubMed files named `.ris` are
 * met). null when it is none of those that can be read.
 *
 * Looks at the first 256 KiB only, then once at the whole text.
 */
export function detectFormat(text: string): RecordFormat | null {
  const head = text.slice(0, 262_144);
  return detectIn(head) ?? (text.length > head.length ? detectIn(text) : null);
}

function detectIn(text: string): RecordFormat | null {
  const first = /[^\s\ufeff]/.exec(text)?.[0];
  if (first === "[" || first === "{") return "csl-json";
  // Web of Science's own tagged format calls itself by name and has no blanks and dash behind its tags.
  const [ris, nbib] = [text.search(RIS), text.search(NBIB)];
  if (ris !== -1 && (nbib === -1 || ris < nbib)) return "ris";
  return nbib === -1 ? null : "nbib";
}
