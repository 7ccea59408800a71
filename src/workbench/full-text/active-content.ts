import { inflateSync } from "node:zlib";

/** What in a PDF may act, and how it is told. Names are long enough not to turn up in packed data by chance. */
const ACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\/JavaScript(?![\w-])/, "a script"],
  [/\/Launch(?![\w-])/, "an action that starts a program"],
  [/\/(?:EmbeddedFiles?|FileAttachment)(?![\w-])/, "an embedded file"],
  [/\/(?:RichMedia|Movie|Sound|Rendition)(?![\w-])/, "embedded media"],
  [/\/XFA\s*[[\d]/, "a dynamic form"],
  [/\/(?:SubmitForm|ImportData)(?![\w-])/, "an action that sends or fetches form data"],
  [/\/GoToR(?![\w-])/, "an action that opens another file"],
];

/** Unpacked bytes that are looked into per object stream, and in all of them. */
const PER_STREAM = 4 * 1024 * 1024;
const IN_ALL = 64 * 1024 * 1024;

/**
 * Names what a PDF holds that would act if a program let it: scripts, launch actions, embedded files.
 * A look for names, in the file and in its packed object streams, not a proof of absence: it is told to
 * people, and nothing of it is ever run, whether it was seen or not.
 *
 * Source: ISO 32000-1, 12.6.4 (action types), 7.5.7 (object streams), 7.3.5 (`#xx` in names).
 * Checked: tests/workbench/full-text-attacks.test.ts. Cost linear in the size of the file.
 */
export function activeContent(bytes: Uint8Array): string[] {
  const found = new Set<string>();
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  look(text, found);
  let left = IN_ALL;
  for (const match of text.matchAll(/\/ObjStm\b[\s\S]{0,400}?stream\r?\n/g)) {
    if (left <= 0) break;
    const start = match.index + match[0].length;
    const end = text.indexOf("endstream", start);
    const unpacked = inflated(bytes.subarray(start, end < 0 ? undefined : end), Math.min(PER_STREAM, left));
    left -= unpacked.length;
    look(unpacked, found);
  }
  return ACTIONS.map(([, name]) => name).filter((name) => found.has(name));
}

function look(text: string, found: Set<string>): void {
  const plain = /\/[\w#]*#[0-9a-f]{2}/i.test(text)
    ? text.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
  for (const [pattern, name] of ACTIONS) if (!found.has(name) && pattern.test(plain)) found.add(name);
}

function inflated(packed: Uint8Array, most: number): string {
  try {
    return inflateSync(packed, { maxOutputLength: most, finishFlush: 2 }).toString("latin1");
  } catch {
    // Packed otherwise, encrypted, damaged or too long: this look is best effort, see above.
    return "";
  }
}
