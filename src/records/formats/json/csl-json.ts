import type { Reader } from "../format.ts";
import { mapCsl } from "./csl-map.ts";
import { jsonHead } from "./json-head.ts";
import { jsonReader } from "./json-read.ts";

const LISTS = ["items", "references"];
const OF_ITEMS = ["type", "title", "author", "issued", "container-title", "DOI", "abstract"] as const;

/**
 * Reads CSL-JSON: a list of items, a single item, or a list under `items` (Zotero's API) or `references`
 * (pandoc). `raw` is the item in canonical JSON, or as it stood where that would lose something.
 *
 * Source: Citation Style Language 1.0.2, schema csl-data.json.
 * Checked: tests/records/formats.test.ts, json-formats.test.ts.
 */
export const cslReader: Reader = jsonReader({
  parser: "evidens-csl-json/2",
  name: "CSL-JSON",
  lists: LISTS,
  notOne: "records/csl-not-an-item",
  record: (item) => (OF_ITEMS.some((name) => Object.hasOwn(item, name)) ? item : null),
  anyObject: true,
  canonical: true,
  map: mapCsl,
});

/** Names that only CSL uses; others share `type`, `title` and `author` with it. */
const OWN = [
  "issued",
  "container-title",
  "container-title-short",
  "citation-key",
  "publisher-place",
  "collection-title",
  "event-title",
  "accessed",
  "title-short",
  "citation-label",
] as const;

/** Names in JSON of other kinds: Zotero's own, OpenAlex, Europe PMC, our lines. */
const NOT_OURS = [
  "itemType",
  "authorships",
  "publication_year",
  "authorString",
  "authors",
  "ids",
  "message",
] as const;

/** Whether the head of a text holds CSL items. Crossref's works are CSL with lists for texts: ask for them first. */
export function looksLikeCslJson(head: string): boolean {
  const { names } = jsonHead(head, ...LISTS);
  const has = (name: string): boolean => names.has(name);
  if (NOT_OURS.some(has)) return false;
  return OWN.some(has) || (has("title") && (has("type") || has("id")));
}
