import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from "fflate";

/** The earliest moment a zip entry can carry; every entry gets it. */
const EPOCH = "1980-01-01T00:00:00";

/**
 * Makes the bytes of a packed document depend on its content only: entries in order of name with one
 * fixed time, dates of the properties from `asOf`, ids counted instead of drawn.
 *
 * @param packed a DOCX file
 * @param asOf ISO moment that stands as created and modified
 */
export function normaliseDocx(packed: Uint8Array, asOf: string): Uint8Array {
  const entries = unzipSync(packed);
  const moment = asOf.replace(/\.\d+Z$/, "Z");
  const names = Object.keys(entries).sort();
  const zip: Zippable = {};
  for (const name of names) {
    const bytes = entries[name];
    if (bytes === undefined || name.endsWith("/")) continue;
    zip[name] = [
      /\.(?:xml|rels)$/.test(name) ? strToU8(normaliseXml(strFromU8(bytes), moment)) : bytes,
      // A picture is compressed already.
      { mtime: EPOCH, level: name.endsWith(".png") ? 0 : 6 },
    ];
  }
  return zipSync(sorted(zip), { mtime: EPOCH });
}

function normaliseXml(xml: string, moment: string): string {
  let out = xml.replace(
    /(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)/g,
    (_, open: string, close: string) => `${open}${moment}${close}`,
  );
  out = counted(out, /(<w:bookmark(?:Start|End)\b[^>]*\bw:id=")([^"]*)(")/g);
  return counted(out, /(<wp:docPr\b[^>]*\bid=")([^"]*)(")/g);
}

/** Replaces ids by 1, 2 … in the order they first appear. */
function counted(xml: string, pattern: RegExp): string {
  const ids = new Map<string, number>();
  return xml.replace(pattern, (_, before: string, id: string, after: string) => {
    const known = ids.get(id) ?? ids.size + 1;
    ids.set(id, known);
    return `${before}${known}${after}`;
  });
}

/** `[Content_Types].xml` first, as readers expect, then by name. */
function sorted(zip: Zippable): Zippable {
  const first = "[Content_Types].xml";
  return Object.fromEntries(
    Object.entries(zip).sort(([a], [b]) => (a === first ? -1 : b === first ? 1 : a < b ? -1 : 1)),
  );
}
