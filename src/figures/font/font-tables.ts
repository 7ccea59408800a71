/** Tables of a TrueType file by their tags. Source: OpenType 1.9.1, "Font file". */
export type FontTables = ReadonlyMap<string, Uint8Array>;

export function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

export function tablesOf(font: Uint8Array): FontTables {
  const view = viewOf(font);
  return new Map(
    Array.from({ length: view.getUint16(4) }, (_, at) => {
      const entry = 12 + 16 * at;
      const start = view.getUint32(entry + 8);
      const tag = String.fromCharCode(...font.subarray(entry, entry + 4));
      return [tag, font.subarray(start, start + view.getUint32(entry + 12))] as const;
    }),
  );
}

export function tableOf(tables: FontTables, tag: string): Uint8Array {
  const found = tables.get(tag);
  if (found === undefined) throw new RangeError(`The font has no table ${tag}.`);
  return found;
}

/**
 * The glyph of a code point, 0 where the font has none.
 *
 * Source: OpenType 1.9.1, `cmap`, formats 4 and 12. Checked: tests/figures/woff-subset.test.ts.
 */
export function glyphOf(tables: FontTables): (codePoint: number) => number {
  const cmap = tableOf(tables, "cmap");
  const view = viewOf(cmap);
  const unicode = Array.from({ length: view.getUint16(2) }, (_, at) => ({
    platform: view.getUint16(4 + 8 * at),
    offset: view.getUint32(8 + 8 * at),
  }))
    .filter(({ platform }) => platform === 0 || platform === 3)
    .map(({ offset }) => ({ offset, format: view.getUint16(offset) }));
  const whole = unicode.find(({ format }) => format === 12);
  if (whole !== undefined) return (codePoint) => inGroups(view, whole.offset, codePoint);
  const plane = unicode.find(({ format }) => format === 4);
  if (plane !== undefined) return (codePoint) => inSegments(view, plane.offset, codePoint);
  throw new RangeError("The font has no map of characters in format 4 or 12.");
}

function inGroups(view: DataView, offset: number, codePoint: number): number {
  for (let at = 0; at < view.getUint32(offset + 12); at++) {
    const group = offset + 16 + 12 * at;
    const first = view.getUint32(group);
    if (codePoint >= first && codePoint <= view.getUint32(group + 4))
      return view.getUint32(group + 8) + codePoint - first;
  }
  return 0;
}

function inSegments(view: DataView, offset: number, codePoint: number): number {
  if (codePoint > 0xffff) return 0;
  const twice = view.getUint16(offset + 6);
  const ends = offset + 14;
  for (let at = 0; at < twice; at += 2) {
    if (codePoint > view.getUint16(ends + at)) continue;
    const first = view.getUint16(ends + 2 + twice + at);
    if (codePoint < first) return 0;
    const delta = view.getUint16(ends + 2 + 2 * twice + at);
    const place = ends + 2 + 3 * twice + at;
    const range = view.getUint16(place);
    if (range === 0) return (codePoint + delta) & 0xffff;
    const glyph = view.getUint16(place + range + 2 * (codePoint - first));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}
