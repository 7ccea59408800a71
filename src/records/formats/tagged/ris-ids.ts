import {
  distinct,
  doisIn,
  normalisePmcid,
  normalisePmid,
  serialNumbers,
} from "../../normalise/identifiers.ts";
import { displayText } from "../../normalise/text.ts";
import type { Identifiers } from "../../record.ts";
import { identifiers } from "../format.ts";
import { type FieldsByTag, type TypedIds, typedIdsOf } from "./fields.ts";

/** `12345[pmid]`, as PMC's and our own RIS write identifiers into the user fields. */
const MARKED = /^(\S+) ?\[(pmid|pmcid|registry|embase|central|openalex|wos|scopus)\]$/i;
/** Addresses that name a record in an index or a registry. */
const NAMING = /embase|openalex|scopus|trial|isrctn|anzctr|drks|ctr[.=/]/i;
const USER = ["U1", "U2", "U3", "U4", "U5"] as const;

/** All identifiers of a RIS entry. */
export function idsOf(tags: FieldsByTag): Identifiers {
  const serial = serialNumbers(tags.all("SN", "NS", "ISSN", "EISSN", "ISBN").join("; "));
  const { pmid = [], pmcid = [], ...marked } = markedIds(tags);
  const keys = tags.all("ID", "AN");
  const embase = tags.all("U2").filter((value) => /^L\d+$/.test(value));
  const links = tags.all("UR", "L2", "LK", "JA").filter((link) => NAMING.test(link));
  const typed = typedIdsOf([...keys, ...embase, ...tags.all("UT", "C3", "CN"), ...links]);
  return identifiers({
    doi: doisOf(tags),
    pmid: distinct([...pmidsOf(tags, embase.length > 0), ...pmid].map((value) => normalisePmid(value) ?? "")),
    pmcid: distinct([...pmcid, ...pmcidsOf(tags)].map((value) => normalisePmcid(value) ?? "")),
    source: distinct([...keys, ...embase].map(displayText)),
    issn: serial.issn,
    isbn: serial.isbn,
    ...united(typed, marked),
    embase: distinct([...(typed.embase ?? []), ...(marked.embase ?? []), ...embaseOf(tags)]),
  });
}

/** A note that is a bare identifier or link and tells nothing else. */
export function isIdentifierNote(note: string): boolean {
  return /^(?:(?:doi|pmid|pubmed)\b[:\s]*\S+|10\.\d{4,}\/\S+|https?:\/\/\S+)$/i.test(note.trim());
}

type Marked = Partial<Record<keyof Identifiers, string[]>>;

function markedIds(tags: FieldsByTag): Marked {
  const values = tags.all(...USER);
  if (values.length === 0) return NOTHING;
  const found: Marked = {};
  for (const value of values) {
    const [, id, kind] = MARKED.exec(value.trim()) ?? [];
    if (id === undefined || kind === undefined) continue;
    const name = kind.toLowerCase() as keyof Identifiers;
    found[name] = [...(found[name] ?? []), id];
  }
  return found;
}

const NOTHING: Marked = {};

function united(typed: TypedIds, marked: Marked): TypedIds {
  if (marked === NOTHING) return typed;
  const kinds = Object.keys(marked) as (keyof TypedIds)[];
  return {
    ...typed,
    ...Object.fromEntries(
      kinds.map((kind) => [kind, distinct([...(typed[kind] ?? []), ...(marked[kind] ?? [])])]),
    ),
  };
}

function pmcidsOf(tags: FieldsByTag): string[] {
  return [
    ...tags.all("C2", "AN", "ID", "PMC", "PMCID").filter((value) => /^PMC\d/i.test(value)),
    ...tags.all("UR", "L2", "LK").map((url) => /\/(PMC\d+)/i.exec(url)?.[1] ?? ""),
  ];
}

/** From `DO`; only when it is absent from links and notes that begin as a DOI, since notes also name other papers. */
function doisOf(tags: FieldsByTag): string[] {
  const own = tags.all("DO", "DOI").flatMap(doisIn);
  if (own.length > 0) return own.length === 1 ? own : distinct(own);
  const elsewhere = tags
    .all("UR", "M3", "L3", "L2", "L4", "LK", "N1", "ID", "AN")
    .map((value) => value.trim())
    .filter((value) => /^(?:doi\b|10\.\d{4,}|https?:\/\/\S*(?:doi\.org|\/doi\/|[?&]doi=)\S*)/i.test(value))
    .map((value) => doisIn(value)[0] ?? "");
  // One document, one DOI: links of a record may lead to supplements as well.
  return distinct(elsewhere).slice(0, 1);
}

const PUBMED = /^\s*(?:pmid|pubmed)\s*[:=]?\s*\d+\s*$/i;

/** CENTRAL names its sources in one field: `PUBMED 12345,EMBASE 67890`. */
function inCentral(tags: FieldsByTag): string[] {
  const values = tags.all("C3");
  return values.length === 0 ? [] : values.flatMap((value) => value.split(/[,;]/).map((part) => part.trim()));
}

/** A bare number is a PMID only where the record says that it comes from PubMed or Medline. */
function pmidsOf(tags: FieldsByTag, embase: boolean): string[] {
  const keys = tags.all("AN");
  const found = [...tags.all("PMID", "PM")];
  for (const value of tags.all("N1", "M3", "ID", "AN")) if (PUBMED.test(value)) found.push(value);
  for (const value of inCentral(tags)) if (PUBMED.test(value)) found.push(value);
  for (const url of tags.all("UR", "L2")) if (/pubmed/i.test(url)) found.push(url);
  if (embase) found.push(...tags.all("C5"));
  // Web of Science has PubMed's number where others have PMC's.
  if (keys.some((value) => value.startsWith("WOS:"))) found.push(...tags.all("C2"));
  const bare = [...keys, ...tags.all("ID")].filter((value) => /^\d{5,8}$/.test(value));
  if (bare.length === 0 || embase) return found;
  const platform = tags.all("DB", "DP", "UR").join(" ");
  // `ID` is a library's own number in most exports; only Ovid puts the PMID there.
  const ovid = /ovid/i.test(platform);
  if (/pubmed|medline|\bnlm\b/i.test(platform))
    found.push(...bare.filter((value) => ovid || keys.includes(value)));
  return found;
}

/** Ovid gives the number alone, CENTRAL with `EMBASE` before it, EndNote as a note. */
function embaseOf(tags: FieldsByTag): string[] {
  const found = inCentral(tags)
    .map((value) => /^embase\s+(\d+)$/i.exec(value)?.[1] ?? "")
    .filter((number) => number !== "")
    .map((number) => `L${number}`);
  for (const note of tags.all("N1")) found.push(...(/^L\d{7,10}(?=\s|$)/.exec(note) ?? []));
  if (tags.all("DB").some((name) => /\bembase\b/i.test(name)))
    for (const key of tags.all("AN", "ID")) if (/^\d{8,10}$/.test(key)) found.push(`L${key}`);
  return found;
}
