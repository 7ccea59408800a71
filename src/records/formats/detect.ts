import { looksLikeBibtex } from "./bibtex/bibtex.ts";
import type { RecordFormat } from "./format.ts";
import { looksLikeClinicaltrials } from "./json/clinicaltrials.ts";
import { looksLikeCrossref } from "./json/crossref.ts";
import { looksLikeCslJson } from "./json/csl-json.ts";
import { looksLikeEuropepmc } from "./json/europepmc.ts";
import { looksLikeJsonl } from "./json/jsonl.ts";
import { looksLikeOpenalex } from "./json/openalex.ts";
import { looksLikeTable } from "./tables/table.ts";
import { looksLikeRefer } from "./tagged/refer.ts";
import { looksLikeWos } from "./tagged/wos.ts";
import { looksLikeEbscoText } from "./texts/ebsco-text.ts";
import { looksLikeOvidText } from "./texts/ovid-text.ts";
import { looksLikeProquestText } from "./texts/proquest-text.ts";
import { looksLikeEndnoteXml } from "./xml/endnote-xml.ts";
import { looksLikePubmedXml } from "./xml/pubmed-xml.ts";

type Looks = readonly [RecordFormat, (head: string) => boolean];

/** Formats that begin with the mark of their family. */
const XML: readonly Looks[] = [
  ["pubmed-xml", looksLikePubmedXml],
  ["endnote-xml", looksLikeEndnoteXml],
];
const JSON_KINDS: readonly Looks[] = [
  ["clinicaltrials-json", looksLikeClinicaltrials],
  ["openalex-json", looksLikeOpenalex],
  ["europepmc-json", looksLikeEuropepmc],
  ["crossref-json", looksLikeCrossref],
  ["jsonl", looksLikeJsonl],
  ["csl-json", looksLikeCslJson],
];
/** Text formats from the surest to the least sure; what a platform writes around records comes before them. */
const TEXTS: readonly Looks[] = [
  ["wos", looksLikeWos],
  ["refer", looksLikeRefer],
  ["ovid-text", looksLikeOvidText],
  ["ebsco-text", looksLikeEbscoText],
  ["proquest-text", looksLikeProquestText],
  ["bibtex", looksLikeBibtex],
  ["table", looksLikeTable],
  // Tagged lines without any type are RIS that lost it: its reader says what is missing.
  ["ris", (head) => (head.match(/^[\ufeff \t]*[A-Z][A-Z0-9] {2}- \S/gm)?.length ?? 0) >= 3],
];

const RIS = /^[\ufeff \t]*TY[ \u00a0\t]{1,2}[-–][ \u00a0]{0,3}[A-Za-z]/im;
const NBIB = /^\ufeff?(?:PMID|PMC |OWN |PMCR|FAU |STAT|DCOM|JT {2}|MHDA)- ?\S/m;
/** What a format is told by. */
const HEAD = 262_144;

/**
 * The format of a text by what stands in it, never by its file name (PubMed files named `.ris` are
 * met). null when it is none of those that can be read; spreadsheets are no text and are not asked for.
 *
 * @param text the text, or at least its first 256 KiB; more is not looked at
 * Checked: tests/records/detect.test.ts, tests/records/corpus.test.ts.
 */
export function detectFormat(text: string): RecordFormat | null {
  const head = text.slice(0, HEAD);
  const first = /[^\s\ufeff]/.exec(head)?.[0];
  if (first === undefined) return null;
  const found = (kinds: readonly Looks[]): RecordFormat | null =>
    kinds.find(([, looks]) => looks(head))?.[0] ?? null;
  if (first === "<") {
    const xml = found(XML);
    if (xml !== null) return xml;
  }
  if (first === "{" || first === "[") {
    const json = found(JSON_KINDS);
    if (json !== null) return json;
  }
  if (first === "@" && looksLikeBibtex(head)) return "bibtex";
  // Web of Science calls itself by name, and then its own tags are no RIS.
  if (/^(?:\ufeff|\s)*FN \S/.test(head) && looksLikeWos(head)) return "wos";
  const [ris, nbib] = [head.search(RIS), head.search(NBIB)];
  if (ris !== -1 && (nbib === -1 || ris < nbib)) return "ris";
  if (nbib !== -1) return "nbib";
  return found(TEXTS) ?? (/^[{[]\s*(?:["{}[\]]|$)/.test(head.trimStart()) ? "csl-json" : null);
}
