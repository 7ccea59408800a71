import { namedCharacters } from "./entities.ts";
import { repairMojibake, windows1252 } from "./mojibake.ts";

const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,10}));/g;
/** Only names that are markup for certain, so that `p < 0.05 and n > 3` stays text. */
const TAG =
  /<\/?(i|b|u|em|strong|sub|sup|small|inf|p|br|hr|span|div|ul|ol|li|h[1-6]|sc|font|title|italic|bold|(?:jats|mml):[a-z0-9-]+)(?:\s[^<>]*)?\/?>/gi;
const BLOCK = /^(?:p|br|hr|div|ul|ol|li|h[1-6]|title|jats:(?:p|title|sec|list|list-item))$/i;

/** Decodes character references, twice when they were encoded twice (`&amp;lt;`). Unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  const once = decodeOnce(text);
  return once.includes("&") && once !== text ? decodeOnce(once) : once;
}

function decodeOnce(text: string): string {
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return namedCharacters.get(name) ?? whole;
    const code = Number.parseInt(decimal ?? hex!, decimal === undefined ? 16 : 10);
    if (code >= 0x80 && code <= 0x9f) return windows1252(code);
    const unusable = code < 32 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000);
    return unusable ? " " : String.fromCodePoint(code);
  });
}

/**
 * A field as plain text on one line: references decoded, inline markup dropped, every kind of white
 * space one blank, UTF-8 that was read as Windows-1252 repaired where that is certain. The result is
 * text, never markup. Other damaged characters are left as they are.
 *
 * @param text the field as it stands in the file
 * Checked: tests/records/normalise-text.test.ts.
 */
export function displayText(text: string): string {
  if (isPlain(text)) return text.trim();
  return oneLine(withoutMarkup(text));
}

/**
 * As `displayText`, but a line that is not indented begins a new paragraph line; indented lines are
 * wrapped text and continue the line above.
 */
export function displayParagraphs(text: string): string {
  if (isPlain(text)) return text.trim();
  const decoded = withoutMarkup(text);
  if (!decoded.includes("\n")) return oneLine(decoded);
  const lines = decoded.split("\n");
  const out: string[] = [];
  for (const line of lines) {
    const plain = oneLine(line);
    if (plain === "") continue;
    if (/^\s/.test(line) && out.length > 0) out[out.length - 1] += ` ${plain}`;
    else out.push(plain);
  }
  return out.join("\n");
}

/** ASCII without line ends, tabs, `&` and `<`. */
const ORDINARY = /^[ -%'-;=-~]*$/;

/** Whether a text is one line as it stands but for blanks around it, as most are: one look instead of five. */
function isPlain(text: string): boolean {
  return ORDINARY.test(text) && !text.includes("  ");
}

/** White space collapsed; most texts have none to collapse, and looking is cheaper than replacing. */
function oneLine(text: string): string {
  return (text.includes("  ") || /[^\S ]/.test(text) ? text.replace(/\s+/g, " ") : text).trim();
}

function withoutMarkup(text: string): string {
  const decoded = repairMojibake(decodeEntities(text));
  return decoded.includes("<")
    ? decoded.replace(TAG, (_whole, name: string) => (BLOCK.test(name) ? " " : ""))
    : decoded;
}
