import { xmlLimits } from "./xml-shape.ts";

const NAME = "[\\p{L}_][\\p{L}\\p{N}_.:-]*";
const OPEN = new RegExp(`<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, "uy");
const CLOSE = new RegExp(`</(${NAME})\\s*>`, "uy");
const START = new RegExp(`<(${NAME})[^<>]*>`, "uy");
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*("[^"]*"|'[^']*')`, "gu");
const SECTIONS = [
  ["<![CDATA[", "]]>"],
  ["<!--", "-->"],
  ["<?", "?>"],
] as const;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that XML forbids are meant
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * Makes a damaged record well-formed, so that a strict parser reads what can be told for certain: a `<`
 * or `&` that begins nothing becomes text, as does a tag that nothing closes; end tags without a
 * beginning are dropped, missing ones added; characters that XML forbids become blanks.
 *
 * @param cut whether the end of the record is missing: then what is open at its end stays open
 * @returns null when it is nested too deeply
 * Cost linear.
 */
export function repairXml(raw: string, cut: boolean): string | null {
  const text = raw.toWellFormed().replace(FORBIDDEN, " ");
  const closed = cut
    ? null
    : new Set([...text.matchAll(new RegExp(`</(${NAME})\\s*>`, "gu"))].map(([, name = ""]) => name));
  const out: string[] = [];
  const open: string[] = [];
  const without = new Set<string>();
  let at = 0;
  while (at < text.length) {
    const lt = text.indexOf("<", at);
    out.push(asText(text.slice(at, lt === -1 ? text.length : lt)));
    if (lt === -1) break;
    const section = sectionEnd(text, lt, without);
    if (section !== null) {
      out.push(section.text);
      at = section.end;
      continue;
    }
    const tag = tagAt(text, lt, closed);
    at = tag.end;
    if (tag.kind === "close") {
      const place = open.lastIndexOf(tag.name);
      if (place === -1) continue;
      while (open.length > place) out.push(`</${open.pop()}>`);
    } else out.push(tag.text);
    if (tag.kind === "open") open.push(tag.name);
    if (open.length > xmlLimits.depth) return null;
  }
  if (!cut) while (open.length > 0) out.push(`</${open.pop()}>`);
  return out.join("");
}

/** A comment, CDATA section or instruction that begins here and is closed; `without` remembers ends that never come. */
function sectionEnd(text: string, lt: number, without: Set<string>): { text: string; end: number } | null {
  for (const [opener, closer] of SECTIONS) {
    if (!text.startsWith(opener, lt) || without.has(closer)) continue;
    const end = text.indexOf(closer, lt + opener.length);
    if (end === -1) {
      without.add(closer);
      continue;
    }
    const after = end + closer.length;
    return { text: opener === "<![CDATA[" ? text.slice(lt, after) : "", end: after };
  }
  return null;
}

interface Tag {
  readonly kind: "open" | "close" | "other";
  readonly name: string;
  /** What to write for it. */
  readonly text: string;
  readonly end: number;
}

function tagAt(text: string, lt: number, closed: ReadonlySet<string> | null): Tag {
  CLOSE.lastIndex = OPEN.lastIndex = START.lastIndex = lt;
  const close = CLOSE.exec(text);
  if (close !== null) return { kind: "close", name: close[1]!, text: "", end: CLOSE.lastIndex };
  const open = OPEN.exec(text);
  const name = open?.[1] ?? "";
  if (open?.[3] === "/")
    return { kind: "other", name, text: `<${name}${attributes(open[2]!)}/>`, end: OPEN.lastIndex };
  if (open !== null && closed?.has(name) !== false)
    return { kind: "open", name, text: `<${name}${attributes(open[2]!)}>`, end: OPEN.lastIndex };
  // Attributes that cannot be read cost themselves when the element is closed later on.
  const start = START.exec(text);
  if (start !== null && closed?.has(start[1]!) === true)
    return { kind: "open", name: start[1]!, text: `<${start[1]}>`, end: START.lastIndex };
  // An opener that nothing closes is dropped: what stands behind it is text.
  for (const [opener] of SECTIONS)
    if (opener !== "<?" && text.startsWith(opener, lt))
      return { kind: "other", name: "", text: "", end: lt + opener.length };
  return { kind: "other", name: "", text: "&lt;", end: lt + 1 };
}

/** Attributes with sound references, each name once. */
function attributes(text: string): string {
  const found = new Map<string, string>();
  for (const [, name = "", value = ""] of text.matchAll(ATTRIBUTE))
    if (!found.has(name)) found.set(name, value);
  return [...found].map(([name, value]) => ` ${name}=${withText(value)}`).join("");
}

/** Text whose references are sound. */
function asText(text: string): string {
  return text.includes("&") || text.includes("]]>") ? withText(text).replaceAll("]]>", "]]&gt;") : text;
}

function withText(text: string): string {
  if (!text.includes("&")) return text;
  return text
    .replace(/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)/g, "&amp;")
    .replace(/&#(?:x([\da-fA-F]+)|(\d+));/g, (whole, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return isCharacter(code) ? whole : " ";
    });
}

/** Characters that XML 1.0 allows (production 2). */
function isCharacter(code: number): boolean {
  if (code < 32) return code === 9 || code === 10 || code === 13;
  return code < 0xd800 || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
