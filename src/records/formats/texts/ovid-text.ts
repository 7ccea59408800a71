import type { Reader } from "../format.ts";
import { isBlank } from "../lines.ts";
import { type TextDialect, textReader } from "./labelled-text.ts";
import { isOvidLabel, mapOvid } from "./ovid-text-map.ts";

/** `<12>` or `<12. >` before a record. */
const NUMBERED = /^<\s*\d{1,7}\s*\.?\s*>\s*$/;
/** `12. ` before a record in the tagged form, which names Ovid on its first line. */
const COUNTED = /^\d{1,7}\.\s*$/;
const VENDOR = /^VN {1,2}- ?Ovid\b/;
const WRAPPING =
  /^\s*(?:Database:|Search Strategy:|-{5,}|\d+\s{2,}\S|Ovid Technologies|Link to the (?:Ovid|External)|https?:\/\/\S*ovid|Records?\s|Citations? \d)/i;

const dialect: TextDialect = {
  parser: "evidens-ovid-text/1",
  code: "records/ovid-outside",
  remedy:
    "Check that each record begins with a line such as `<1>`, or export the records again from Ovid as RIS.",
  role(line, open) {
    if (NUMBERED.test(line)) return "begins";
    if (VENDOR.test(line)) return isNumberOnly(open) ? "goes on" : "begins";
    return COUNTED.test(line) && (open === null || isTagged(open)) ? "begins" : "goes on";
  },
  isEntry: (lines) => lines.some((line, index) => index > 0 && !isBlank(line)) || VENDOR.test(lines[0]!),
  wraps: (line) => WRAPPING.test(line),
  map: mapOvid,
};

/**
 * Reads the citation text that Ovid saves: records numbered `<1>` with field names on lines of their own,
 * long or short, or its tagged form (`AU  - Smith J.`).
 *
 * Source: Ovid's own exports; there is no specification. Checked: tests/records/ovid-text.test.ts. Cost linear.
 */
export const ovidTextReader: Reader = textReader(dialect);

/** Whether the head of a text is Ovid's citation text. */
export function looksLikeOvidText(head: string): boolean {
  const lines = head.slice(0, 65_536).split(/\r\n?|\n/);
  const at = lines.findIndex((line) => NUMBERED.test(line.replace("\ufeff", "")));
  if (at === -1) return lines.some((line) => VENDOR.test(line.replace("\ufeff", "")));
  const next = lines.slice(at + 1).find((line) => !isBlank(line));
  return next !== undefined && isOvidLabel(next);
}

function isNumberOnly(open: readonly string[] | null): boolean {
  return (
    open !== null &&
    open.filter((line) => !isBlank(line)).length === 1 &&
    (NUMBERED.test(open[0]!) || COUNTED.test(open[0]!))
  );
}

/** Whether the entry is in the tagged form, or its number stands alone so far. */
function isTagged(open: readonly string[]): boolean {
  return isNumberOnly(open) || open.some((line) => /^[A-Z][A-Z0-9] {1,2}- /.test(line));
}
