import {
  distinct,
  doisIn,
  normalisePmcid,
  normalisePmid,
  serialNumbers,
} from "../../normalise/identifiers.ts";
import { displayText } from "../../normalise/text.ts";
import {
  centralIds,
  embaseIds,
  openalexIds,
  registryIds,
  scopusIds,
  wosIds,
} from "../../normalise/typed-ids.ts";
import type { Identifiers } from "../../record.ts";
import { identifiers } from "../format.ts";
import type { EndnoteFields } from "./endnote-xml-fields.ts";
import { childrenOf, textIn } from "./xml-tree.ts";

/** The program that this reader's own writer names. */
export const OWN_PROGRAM = "Evidens";

/**
 * All identifiers of an EndNote record; accession numbers are told apart by their form and their database.
 *
 * @param urls addresses of the record, of `urlsOf`
 */
export function endnoteIds(fields: EndnoteFields, urls: readonly string[]): Identifiers {
  const accession = fields.lines("accession-num", "accession-number");
  const database = fields.lines("remote-database-name", "remote-database-provider").join(" ");
  const embase = /\bembase\b/i.test(database) ? accession.filter((value) => /^\d{9,10}$/.test(value)) : [];
  const pmid = pmidsOf(fields, accession, urls, database);
  const typed = {
    registry: distinct([...accession, ...urls].flatMap(registryIds)),
    embase: distinct([
      ...[...accession, ...urls.filter((url) => /embase/i.test(url))].flatMap(embaseIds),
      ...embase.map((value) => `L${value}`),
    ]),
    central: distinct(accession.flatMap(centralIds)),
    openalex: distinct([...accession, ...urls].flatMap(openalexIds)),
    wos: distinct([...accession, ...urls.filter((url) => /wos:|isi:/i.test(url))].flatMap(wosIds)),
    scopus: distinct([...accession, ...urls].flatMap(scopusIds)),
  };
  const pmcid = distinct(
    [
      ...fields.lines("custom2", "pmcid").filter((value) => /^PMC\s?\d/i.test(value)),
      ...accession.filter((value) => /^PMC\d/i.test(value)),
      ...urls.map((url) => /\/(PMC\d+)/i.exec(url)?.[1] ?? ""),
    ].map((value) => normalisePmcid(value) ?? ""),
  );
  const known = new Set([...pmid, ...pmcid, ...Object.values(typed).flat(), ...embase]);
  const serial = serialNumbers(fields.lines("isbn", "issn").join("; "));
  return identifiers({
    doi: doisOf(fields, urls),
    pmid,
    pmcid,
    source: distinct([...keysOf(fields), ...accession.filter((value) => !known.has(value))]),
    issn: serial.issn,
    isbn: serial.isbn,
    ...typed,
  });
}

/** The program that wrote the file. */
export function programOf(fields: EndnoteFields): string {
  const [element] = fields.elements("source-app");
  return element === undefined ? "" : displayText(textIn(element) || (element.attributes["name"] ?? ""));
}

/** Numbers of the library itself; our own writer numbers records only because EndNote wants it, and has their keys elsewhere. */
function keysOf(fields: EndnoteFields): string[] {
  if (programOf(fields) === OWN_PROGRAM) return fields.lines("call-num");
  const foreign = fields.elements("foreign-keys").flatMap((group) => childrenOf(group, "key"));
  const numbers = [
    ...fields.lines("rec-number", "refnum"),
    ...foreign.map((key) => displayText(textIn(key))),
  ];
  return numbers.slice(0, 1);
}

/** From the DOI field; only when it is absent from a link or a note that begins as a DOI. */
function doisOf(fields: EndnoteFields, urls: readonly string[]): string[] {
  const own = fields.lines("electronic-resource-num", "doi").flatMap(doisIn);
  if (own.length > 0) return distinct(own);
  const elsewhere = [...urls, ...fields.lines("accession-num", "notes")]
    .filter((value) => /^(?:doi\b|10\.\d{4,}|https?:\/\/\S*(?:doi\.org|\/doi\/)\S*)/i.test(value))
    .map((value) => doisIn(value)[0] ?? "");
  // One document, one DOI: links of a record may lead to supplements as well.
  return distinct(elsewhere).slice(0, 1);
}

/** A bare number is a PMID only where the record says that it comes from PubMed or Medline. */
function pmidsOf(
  fields: EndnoteFields,
  accession: readonly string[],
  urls: readonly string[],
  database: string,
): string[] {
  const medline = /pubmed|medline|\bnlm\b/i.test(database);
  const numbers = accession.filter((value) => /^\d{1,8}$/.test(value));
  const linked = urls.filter((url) => /pubmed/i.test(url));
  const labelled = [
    ...accession.filter((value) => /^(?:pmid|pubmed)\s*[:=]?\s*\d+$|\[pmid\]$/i.test(value)),
    // CINAHL writes PubMed's number into its notes.
    ...fields.lines("notes").flatMap((note) => /\bPMID: NLM(\d+)/.exec(note)?.[1] ?? []),
  ].map((value) => value.replace(/\s*\[pmid\]$/i, ""));
  const found = [...(medline ? numbers : []), ...labelled, ...linked];
  return distinct(found.map((value) => normalisePmid(value) ?? ""));
}
