import {
  distinct,
  doisIn,
  normalisePmcid,
  normalisePmid,
  serialNumbers,
} from "../../normalise/identifiers.ts";
import {
  centralIds,
  embaseIds,
  openalexIds,
  registryIds,
  scopusIds,
  wosIds,
} from "../../normalise/typed-ids.ts";
import type { Identifiers } from "../../record.ts";
import type { BibtexValues } from "./bibtex-map.ts";
import { splitAt } from "./bibtex-names.ts";
import { texText, verbatimText } from "./bibtex-tex.ts";

const ELSEWHERE = [
  "url",
  "eprint",
  "ee",
  "link",
  "bdsk-url-1",
  "bdsk-url-2",
  "crossref",
  "note",
  "howpublished",
  "eid",
];

/** Identifiers of an entry: from fields of their own, else from addresses, notes and the key. */
export function bibtexIds(values: BibtexValues, key: string): Partial<Identifiers> {
  const plain = (...names: readonly string[]): string[] => values.raw(...names).map(verbatimText);
  const serial = serialNumbers(values.texts("issn", "eissn", "e-issn", "isbn", "eisbn", "sn").join("; "));
  const kind = (values.verbatim("eprinttype", "archiveprefix") ?? "").toLowerCase();
  const eprint = values.verbatim("eprint");
  const own = values.raw("evidens_source")[0];
  const wos = [key, ...plain("unique-id", "ut", "wos", "colrev.web_of_science.unique-id")];
  return {
    registry: distinct(plain("registry", "nct", "trial_registration").flatMap(registryIds)),
    embase: distinct(plain("embase").flatMap(embaseIds)),
    central: distinct(plain("central").flatMap(centralIds)),
    openalex: distinct(
      plain("openalex", "url")
        .flatMap((value) => value.split("; "))
        .flatMap(openalexIds),
    ),
    wos: distinct(wos.flatMap(wosIds)),
    scopus: distinct([...plain("scopus", "eid", "url").flatMap(scopusIds), ...plain("url").map(scopusPage)]),
    doi: doisOf(values, key),
    pmid: distinct(
      [
        ...plain("pmid", "pubmed_id", "pubmedid", "colrev.pubmed.pubmedid").flatMap((value) =>
          value.split(/[;,]/),
        ),
        ...(kind === "pubmed" || kind === "pmid" ? [eprint ?? ""] : []),
        ...plain("note").flatMap((note) => /^PMI?D: ?(\d+)\.?$/i.exec(note)?.[1] ?? []),
        ...plain("url").filter((url) => /pubmed/i.test(url)),
      ].map((value) => normalisePmid(value) ?? ""),
    ),
    pmcid: distinct(
      [
        ...plain("pmcid", "pmc").flatMap((value) => value.split(/[;,]/)),
        ...(kind === "pmc" || kind === "pmcid" ? [eprint ?? ""] : []),
        ...plain("url").map((url) => /\/(PMC\d+)/i.exec(url)?.[1] ?? ""),
      ].map((value) => normalisePmcid(value) ?? ""),
    ),
    source: own === undefined ? distinct([key, ...arxiv(values, kind, eprint)]) : sourcesOf(own),
    issn: serial.issn,
    isbn: serial.isbn,
  };
}

/** Our writer's list of keys, for those that cannot stand as a key; empty where there was none. */
function sourcesOf(list: string): string[] {
  if (list.trim() === "none") return [];
  return distinct(splitAt(list, /;/y).map((word) => texText(word)));
}

/** Scopus's page of a record names it by the number that its EID ends with. */
function scopusPage(url: string): string {
  const number = /scopus\.com\/pages\/publications\/(\d{6,12})(?!\d)/.exec(url)?.[1];
  return number === undefined ? "" : `2-s2.0-${number}`;
}

function arxiv(values: BibtexValues, kind: string, eprint: string | null): string[] {
  const number = kind === "arxiv" ? eprint : values.verbatim("arxivid");
  return number === null || number === undefined ? [] : [`arXiv:${number.replace(/^arxiv:/i, "")}`];
}

/** From `doi`; only when it is absent from what begins as a DOI or leads to one, since notes also name other papers. */
function doisOf(values: BibtexValues, key: string): string[] {
  const own = values.raw("doi", "di").map(verbatimText).flatMap(doisIn);
  if (own.length > 0) return distinct(own);
  const elsewhere = [...values.raw(...ELSEWHERE).map(verbatimText), key]
    .filter((value) =>
      /^(?:doi\b|10\.\d{4,}|https?:\/\/\S*(?:doi\.org|\/doi\/)\S*|https?:\S*[?&]doi=10)/i.test(value),
    )
    .map((value) => doisIn(value.replace(/^https?:\S*?[?&]doi=([^&]*).*$/i, "$1"))[0] ?? "");
  return distinct(elsewhere).slice(0, 1);
}
