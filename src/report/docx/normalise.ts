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
  const renamed = mediaNames(names, entries);
  const zip: Zippable = {};
  for (const name of names) {
    const bytes = entries[name];
    if (bytes === undefined || name.endsWith("/")) continue;
    zip[renamed.get(name) ?? name] = [
      /\.(?:xml|rels)$/.test(name) ? strToU8(normaliseXml(strFromU8(bytes), moment, renamed)) : bytes,
      { mtime: EPOCH, level: 6 },
    ];
  }
  return zipSync(sorted(zip), { mtime: EPOCH });
}

function normaliseXml(xml: string, moment: string, renamed: ReadonlyMap<string, string>): string {
  let out = xml.replace(
    /(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)/g,
    (_, open: string, close: string) => `${open}${moment}${close}`,
  );
  for (const [from, to] of renamed) out = out.replaceAll(fileOf(from), fileOf(to));
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

/** Images by counted names, in order of their bytes, since the packer draws names. */
function mediaNames(
  names: readonly string[],
  entries: Readonly<Record<string, Uint8Array>>,
): Map<string, string> {
  const media = names.filter((name) => name.startsWith("word/media/"));
  const keyed = media
    .map((name) => ({ name, key: digest(entries[name] ?? new Uint8Array()) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return new Map(
    keyed.map(({ name }, at) => [name, `word/media/image${at + 1}${/\.\w+$/.exec(name)?.[0] ?? ""}`]),
  );
}

/** FNV-1a with the length, enough to order a handful of images. */
function digest(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `${hash.toString(16).padStart(8, "0")}-${bytes.length}`;
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `[Content_Types].xml` first, as readers expect, then by name. */
function sorted(zip: Zippable): Zippable {
  const first = "[Content_Types].xml";
  return Object.fromEntries(
    Object.entries(zip).sort(([a], [b]) => (a === first ? -1 : b === first ? 1 : a < b ? -1 : 1)),
  );
}
