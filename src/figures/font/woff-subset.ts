import { type FontTables, glyphOf, tableOf, tablesOf, viewOf } from "./font-tables.ts";

/**
 * A TrueType font with only the glyphs that some text needs, as WOFF. Glyphs keep their numbers, so that kerning
 * (GPOS) stays as it is; substitutions (GSUB), names of glyphs and outlines of other glyphs are left out.
 *
 * @param font a TrueType file with `glyf` outlines
 * @param text its characters are kept, those that the font has
 * @param deflate to a zlib stream; the caller's, since a browser and a server have their own
 * Source: OpenType 1.9.1 (`cmap` format 12, `glyf`, `loca`); WOFF 1.0 (W3C). Cost linear in the file.
 * Checked: tests/figures/woff-subset.test.ts, tests/workbench/export-figure.test.ts (in a browser too).
 */
export function woffSubset(
  font: Uint8Array,
  text: string,
  deflate: (data: Uint8Array) => Uint8Array,
): Uint8Array {
  const tables = tablesOf(font);
  const glyphs = glyphsOf(tables, text);
  const head = tableOf(tables, "head").slice();
  const { glyf, loca } = outlines(tables, new Set([0, ...glyphs.values()]));
  // Long offsets from here on.
  viewOf(head).setInt16(50, 1);
  viewOf(head).setUint32(8, 0);
  const post = new Uint8Array(32);
  post.set(tableOf(tables, "post").subarray(4, 32), 4);
  viewOf(post).setUint32(0, 0x00030000);
  const kept = ["GDEF", "GPOS", "OS/2", "hhea", "hmtx", "maxp", "name", "prep", "gasp", "cvt ", "fpgm"];
  const out = new Map<string, Uint8Array>(
    kept.flatMap((tag) => {
      const data = tables.get(tag);
      return data === undefined ? [] : [[tag, data] as const];
    }),
  );
  out.set("cmap", cmapOf(glyphs)).set("glyf", glyf).set("head", head).set("loca", loca).set("post", post);
  return woff(out, deflate);
}

function glyphsOf(tables: FontTables, text: string): ReadonlyMap<number, number> {
  const find = glyphOf(tables);
  return new Map(
    [...new Set(text)].flatMap((character) => {
      const codePoint = character.codePointAt(0) ?? 0;
      const glyph = find(codePoint);
      return glyph === 0 ? [] : [[codePoint, glyph] as const];
    }),
  );
}

/** Outlines of the glyphs and of those they are composed of; all others are empty. */
function outlines(
  tables: FontTables,
  wanted: ReadonlySet<number>,
): { readonly glyf: Uint8Array; readonly loca: Uint8Array } {
  const [glyf, places] = [tableOf(tables, "glyf"), viewOf(tableOf(tables, "loca"))];
  const long = viewOf(tableOf(tables, "head")).getInt16(50) === 1;
  const count = viewOf(tableOf(tables, "maxp")).getUint16(4);
  const offset = (glyph: number): number =>
    long ? places.getUint32(4 * glyph) : 2 * places.getUint16(2 * glyph);
  const outline = (glyph: number): Uint8Array => glyf.subarray(offset(glyph), offset(glyph + 1));
  const all = new Set<number>();
  const add = (glyph: number): void => {
    if (all.has(glyph) || glyph >= count) return;
    all.add(glyph);
    for (const part of componentsOf(outline(glyph))) add(part);
  };
  for (const glyph of wanted) add(glyph);
  const loca = new Uint8Array(4 * (count + 1));
  const parts: Uint8Array[] = [];
  let at = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    viewOf(loca).setUint32(4 * glyph, at);
    if (!all.has(glyph)) continue;
    const padded = padTo4(outline(glyph));
    parts.push(padded);
    at += padded.length;
  }
  viewOf(loca).setUint32(4 * count, at);
  return { glyf: joined(parts), loca };
}

/** Numbers of the glyphs that a composite glyph is made of. */
function componentsOf(outline: Uint8Array): readonly number[] {
  const view = viewOf(outline);
  if (outline.length < 10 || view.getInt16(0) >= 0) return [];
  const found: number[] = [];
  for (let at = 10; ; ) {
    const flags = view.getUint16(at);
    found.push(view.getUint16(at + 2));
    at += 4 + (flags & 0x1 ? 4 : 2);
    if (flags & 0x8) at += 2;
    else if (flags & 0x40) at += 4;
    else if (flags & 0x80) at += 8;
    if ((flags & 0x20) === 0) return found;
  }
}

function cmapOf(glyphs: ReadonlyMap<number, number>): Uint8Array {
  const entries = [...glyphs].sort(([a], [b]) => a - b);
  const cmap = new Uint8Array(12 + 16 + 12 * entries.length);
  const view = viewOf(cmap);
  view.setUint16(2, 1);
  // Platform 3, encoding 10: all of Unicode.
  view.setUint16(4, 3);
  view.setUint16(6, 10);
  view.setUint32(8, 12);
  view.setUint16(12, 12);
  view.setUint32(16, 16 + 12 * entries.length);
  view.setUint32(24, entries.length);
  entries.forEach(([codePoint, glyph], at) => {
    const start = 28 + 12 * at;
    view.setUint32(start, codePoint);
    view.setUint32(start + 4, codePoint);
    view.setUint32(start + 8, glyph);
  });
  return cmap;
}

/** Sums of tables and of the whole file (`checkSumAdjustment`) are those of the font that comes out. */
function woff(
  tables: ReadonlyMap<string, Uint8Array>,
  deflate: (data: Uint8Array) => Uint8Array,
): Uint8Array {
  const tags = [...tables.keys()].sort();
  const directory = new Uint8Array(12 + 16 * tags.length);
  const listed = viewOf(directory);
  listed.setUint32(0, 0x00010000);
  const power = Math.floor(Math.log2(tags.length));
  listed.setUint16(4, tags.length);
  listed.setUint16(6, 16 * 2 ** power);
  listed.setUint16(8, power);
  listed.setUint16(10, 16 * tags.length - 16 * 2 ** power);
  let total = directory.length;
  tags.forEach((tag, at) => {
    const data = tableOf(tables, tag);
    const entry = 12 + 16 * at;
    writeTag(directory, entry, tag);
    listed.setUint32(entry + 4, checksum(data));
    listed.setUint32(entry + 8, total);
    listed.setUint32(entry + 12, data.length);
    total += padTo4(data).length;
  });
  const sum = tags.reduce((all, tag) => (all + checksum(tableOf(tables, tag))) >>> 0, checksum(directory));
  viewOf(tableOf(tables, "head")).setUint32(8, (0xb1b0afba - sum) >>> 0);
  return packed(tables, tags, listed, total, deflate);
}

function packed(
  tables: FontTables,
  tags: readonly string[],
  listed: DataView,
  total: number,
  deflate: (data: Uint8Array) => Uint8Array,
): Uint8Array {
  const header = new Uint8Array(44 + 20 * tags.length);
  const view = viewOf(header);
  const bodies: Uint8Array[] = [];
  let place = header.length;
  tags.forEach((tag, at) => {
    const data = tableOf(tables, tag);
    const small = deflate(data);
    const body = small.length < data.length ? small : data;
    const entry = 44 + 20 * at;
    writeTag(header, entry, tag);
    view.setUint32(entry + 4, place);
    view.setUint32(entry + 8, body.length);
    view.setUint32(entry + 12, data.length);
    view.setUint32(entry + 16, listed.getUint32(12 + 16 * at + 4));
    const padded = padTo4(body);
    bodies.push(padded);
    place += padded.length;
  });
  writeTag(header, 0, "wOFF");
  view.setUint32(4, 0x00010000);
  view.setUint32(8, place);
  view.setUint16(12, tags.length);
  view.setUint32(16, total);
  view.setUint16(20, 1);
  return joined([header, ...bodies]);
}

function writeTag(data: Uint8Array, at: number, tag: string): void {
  for (let i = 0; i < 4; i++) data[at + i] = tag.charCodeAt(i);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function padTo4(data: Uint8Array): Uint8Array {
  const rest = data.length % 4;
  return rest === 0 ? data : joined([data, new Uint8Array(4 - rest)]);
}

function checksum(data: Uint8Array): number {
  const padded = padTo4(data);
  const view = viewOf(padded);
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}
