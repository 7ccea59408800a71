import type { Reader } from "../format.ts";
import { mapPubmed } from "./pubmed-xml-map.ts";
import type { XmlShape } from "./xml-shape.ts";
import { readXml } from "./xml-stream.ts";

const shape: XmlShape = {
  records: new Map([
    ["PubmedArticle", 0],
    ["PubmedBookArticle", 0],
    // Parts of the above, or records of their own in files of older and other kinds.
    ["MedlineCitation", 1],
    ["BookDocument", 1],
  ]),
  roots: new Set(["PubmedArticleSet", "PubmedBookArticleSet", "MedlineCitationSet", "BookDocumentSet"]),
  containers: new Set(
    (
      "PubmedArticle PubmedBookArticle MedlineCitation BookDocument Article Book Journal AuthorList MedlineJournalInfo " +
      "MeshHeadingList KeywordList PublicationTypeList PubmedData PubmedBookData ArticleIdList DataBankList"
    ).split(" "),
  ),
  nameOf: (local) => local,
};

/**
 * Reads PubMed XML: article sets, book articles and citation sets, also several sets in one file.
 *
 * Source: NLM PubMed document type, MEDLINE/PubMed Data Element Descriptions.
 * Checked: tests/records/pubmed-xml.test.ts.
 */
export const pubmedXmlReader: Reader = {
  parser: "evidens-pubmed-xml/1",
  entries: (text) => readXml(text, shape, mapPubmed),
};

const ELEMENT =
  /<(?:[\w-]+:)?(?:Pubmed(?:Book)?Article(?:Set)?|MedlineCitation(?:Set)?|BookDocument(?:Set)?)[\s/>]/;

/** Whether a text begins as PubMed XML. */
export function looksLikePubmedXml(head: string): boolean {
  return /^[\s\ufeff]*</.test(head) && ELEMENT.test(head);
}
