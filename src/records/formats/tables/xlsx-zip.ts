import { Unzip, type UnzipFile, UnzipInflate, zipSync } from "fflate";

/** What an archive may hold, counted while it is inflated: what its headers say is not believed. */
const XLSX_LIMITS: {
  readonly bytes: number;
  readonly entries: number;
  /** Inflated to packed, once more than `ratioFrom` bytes came out. */
  readonly ratio: number;
  readonly ratioFrom: number;
} = { bytes: 200 * 1024 * 1024, entries: 2_000, ratio: 100, ratioFrom: 10 * 1024 * 1024 };

/** The same workbook as an archive of checked parts, or why it is refused. */
export type CheckedArchive = { readonly bytes: Uint8Array } | { readonly refused: string };

const STEP = 64 * 1024;
/** Beginnings of archives: ZIP, gzip, 7z, RAR. */
const ARCHIVES = ["504b0304", "1f8b08", "377abcaf", "52617221"];

/**
 * Inflates an archive while counting, and packs what it held anew without compression, so that a reader
 * of workbooks sees the parts that were counted and nothing that a crafted directory points to.
 *
 * Source: Fifield, A better zip bomb, WOOT 2019. Checked: tests/records/xlsx-guard.test.ts.
 * Cost: time and memory linear in the inflated size, which is bounded by `XLSX_LIMITS`.
 */
export function checkedArchive(archive: Uint8Array): CheckedArchive {
  const listed = directoryOf(archive);
  if (typeof listed === "string") return { refused: listed };
  const parts = new Map<string, Uint8Array[]>();
  const state = { inflated: 0, entries: 0 };
  try {
    const unzip = new Unzip((file) => part(file, archive.length, parts, state));
    unzip.register(UnzipInflate);
    for (let at = 0; at < archive.length; at += STEP)
      unzip.push(archive.subarray(at, at + STEP), at + STEP >= archive.length);
  } catch (cause) {
    if (cause instanceof Refused) return { refused: cause.message };
    return { refused: "it is damaged: a part of it cannot be unpacked" };
  }
  if (parts.size === 0) return { refused: "it holds nothing" };
  const files = Object.create(null) as Record<string, Uint8Array>;
  for (const [name, chunks] of parts) files[name] = joined(chunks);
  return { bytes: zipSync(files, { level: 0, mtime: 315_576_000_000 }) };
}

class Refused extends Error {}

function part(
  file: UnzipFile,
  packed: number,
  parts: Map<string, Uint8Array[]>,
  state: { inflated: number; entries: number },
): void {
  state.entries += 1;
  if (state.entries > XLSX_LIMITS.entries)
    throw new Refused(`it holds more than ${XLSX_LIMITS.entries} entries`);
  const chunks: Uint8Array[] = [];
  // Only what stands in a workbook; a folder has no content.
  if (!file.name.endsWith("/")) parts.set(file.name, chunks);
  file.ondata = (error, chunk) => {
    if (error) throw error;
    state.inflated += chunk.length;
    if (state.inflated > XLSX_LIMITS.bytes) throw new Refused("it unpacks to more than 200 MB");
    if (state.inflated > XLSX_LIMITS.ratioFrom && state.inflated > XLSX_LIMITS.ratio * packed)
      throw new Refused(`it unpacks to more than ${XLSX_LIMITS.ratio} times its size`);
    if (chunks.length === 0 && isArchive(chunk)) throw new Refused("it holds another archive");
    if (chunk.length > 0) chunks.push(chunk);
  };
  file.start();
}

function isArchive(chunk: Uint8Array): boolean {
  const head = [...chunk.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return ARCHIVES.some((mark) => head.startsWith(mark));
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Looks at the archive's directory for what is refused unseen; a text says why. */
function directoryOf(archive: Uint8Array): string | null {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOfDirectory(view);
  if (end === -1) return "it is damaged or cut off: its directory is missing";
  const entries = view.getUint16(end + 10, true);
  if (entries > XLSX_LIMITS.entries) return `it holds more than ${XLSX_LIMITS.entries} entries`;
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < entries; i++) {
    if (at + 46 > archive.length || view.getUint32(at, true) !== 0x02014b50)
      return "it is damaged: its directory is not whole";
    if ((view.getUint16(at + 8, true) & 1) === 1) return "it is encrypted";
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return null;
}

function endOfDirectory(view: DataView): number {
  const stop = Math.max(0, view.byteLength - 22 - 65_535);
  for (let at = view.byteLength - 22; at >= stop; at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return -1;
}
