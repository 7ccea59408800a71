import type { Reader } from "../format.ts";
import { mapEndnote } from "./endnote-xml-map.ts";
import type { XmlShape } from "./xml-shape.ts";
import { readXml } from "./xml-stream.ts";

/** Forms of names that were asked for; real files have some dozens. */
const names = new Map<string, string>();

const shape: XmlShape = {
  records: new Map([["record", 0]]),
  roots: new Set(["records", "xml"]),
  containers: new Set(
    (
      "record contributors authors secondary-authors tertiary-authors titles periodical alt-periodical keywords dates " +
      "pub-dates urls related-urls pdf-urls web-urls text-urls image-urls foreign-keys"
    ).split(" "),
  ),
  // EndNote 7 and older wrote `SECONDARY_TITLE`.
  nameOf(local) {
    const known = names.get(local);
    if (known !== undefined) return known;
    const name = local.toLowerCase().replaceAll("_", "-");
    if (names.size < 500) names.set(local, name);
    return name;
  },
};

/**
 * Reads EndNote XML as EndNote, Zotero, Bookends, Reflib and others write it.
 *
 * Source: EndNote's RSXML document type as real files follow it. Checked: tests/records/endnote-xml.test.ts.
 */
export const endnoteXmlReader: Reader = {
  parser: "evidens-endnote-xml/1",
  entries: (text) => readXml(text, shape, mapEndnote),
};

const RECORD = /<(?:[\w-]+:)?record[\s>/]/i;
const FIELD =
  /<(?:[\w-]+:)?(?:ref-type|rec-number|source-app|foreign-keys|contributors|titles|electronic-resource-num|reference_type)[\s>/]/i;
const EMPTY = /<xml>\s*<records\s*\/?>/i;

/** Whether a text begins as EndNote XML; other kinds of XML also have `<record>`, so a field of EndNote's must follow. */
export function looksLikeEndnoteXml(head: string): boolean {
  if (!/^[\s\ufeff]*</.test(head)) return false;
  return (RECORD.test(head) && FIELD.test(head)) || EMPTY.test(head);
}
