import {
  distinct,
  doisIn,
  normalisePmcid,
  normalisePmid,
  serialNumbers,
} from "../../normalise/identifiers.ts";
import { displayText } from "../../normalise/text.ts";
import { registryIds } from "../../normalise/typed-ids.ts";
import type { Identifiers } from "../../record.ts";
import { identifiers } from "../format.ts";
import { allAt, childrenOf, firstAt, textIn, type XmlElement } from "./xml-tree.ts";

/**
 * Identifiers of a PubMed record. Only lists of the record itself are looked at: those of the works it
 * cites and comments on have the same elements deeper down.
 */
export function pubmedIds(record: XmlElement): Identifiers {
  const citation = record.name === "MedlineCitation" ? record : firstAt(record, "MedlineCitation");
  const document = record.name === "BookDocument" ? record : firstAt(record, "BookDocument");
  const article = firstAt(citation, "Article");
  const book = firstAt(document, "Book");
  const lists = [firstAt(record, "PubmedData"), firstAt(record, "PubmedBookData"), document, citation];
  const listed = lists.flatMap((place) => allAt(place, "ArticleIdList", "ArticleId"));
  const located = [article, document, book].flatMap((place) => childrenOf(place, "ELocationID"));
  const of = (...kinds: readonly string[]): string[] => [
    ...located
      .filter((each) => each.attributes["ValidYN"] !== "N")
      .filter((each) => kinds.includes(each.attributes["EIdType"] ?? ""))
      .map(textIn),
    ...listed.filter((each) => kinds.includes(each.attributes["IdType"] ?? "")).map(textIn),
  ];
  const other = childrenOf(citation, "OtherID");
  const values = (place: XmlElement | null, ...path: readonly string[]): string[] =>
    allAt(place, ...path).map(textIn);
  const own = [citation, document]
    .flatMap((place) => childrenOf(place, "PMID"))
    .sort((a, b) => versionOf(b) - versionOf(a))
    .map(textIn);
  const serial = serialNumbers(
    [
      ...values(article, "Journal", "ISSN"),
      ...values(citation, "MedlineJournalInfo", "ISSNLinking"),
      ...values(book, "Isbn"),
    ].join("; "),
  );
  return identifiers({
    doi: distinct(of("doi").flatMap(doisIn)),
    // The number in `ArticleIdList` is the same one; of files without the other it is the only one.
    pmid: distinct((own.length > 0 ? own : of("pubmed")).map((value) => normalisePmid(value) ?? "")),
    pmcid: distinct(
      [...of("pmc", "pmcid"), ...other.map(textIn).filter((value) => /^\s*PMC\d/i.test(value))].map(
        (value) => normalisePmcid(value.replace(/^pmc-id:\s*([^;]*).*$/i, "$1")) ?? "",
      ),
    ),
    source: distinct(
      [
        ...of("bookaccession"),
        ...other.filter((each) => each.attributes["Source"] !== "NLM").map(textIn),
      ].map(displayText),
    ),
    issn: serial.issn,
    isbn: serial.isbn,
    registry: distinct(
      values(article, "DataBankList", "DataBank", "AccessionNumberList", "AccessionNumber").flatMap(
        registryIds,
      ),
    ),
  });
}

/** The newest version comes first. */
function versionOf(pmid: XmlElement): number {
  return Number(pmid.attributes["Version"] ?? 0) || 0;
}
