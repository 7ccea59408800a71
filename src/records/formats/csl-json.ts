import type { Problem } from "#kernel";
import { canonicalJson } from "#ledger";
import { mapCsl } from "./csl-map.ts";
import type { LineTally, Reader, Step, TextPieces } from "./format.ts";
import { type JsonFault, jsonFault, jsonItems } from "./json-items.ts";
import { isBlank, lineAt, linesOf } from "./lines.ts";

/** Reads CSL-JSON: a list of items, or a single item. `raw` is the item in canonical JSON. */
export const cslReader: Reader = { parser: "evidens-csl-json/1", entries: readCsl };

/**
 * Reads item by item, so that a damaged item is one problem and the others are kept.
 *
 * Source: Citation Style Language 1.0.2, schema csl-data.json. Checked: tests/records/formats.test.ts.
 */
function* readCsl(pieces: TextPieces): Generator<Step, LineTally> {
  const text = typeof pieces === "string" ? pieces : [...pieces].join("");
  const tally = { total: 0, blank: 0, kept: 0, outside: 0 };
  const lineOf = forwardLines(text);
  const from = text.search(/[^\s\ufeff]/);
  if (from !== -1 && text[from] === "{") yield* readItem(text, from, text.length, lineOf(from));
  else if (from !== -1 && text[from] === "[") {
    const items = jsonItems(text, from + 1);
    let step = items.next();
    for (; !step.done; step = items.next())
      yield* readItem(text, step.value.start, step.value.end, lineOf(step.value.start));
    if (step.value !== null) yield { problem: brokenJson(text, step.value) };
  } else yield { problem: brokenJson(text, { offset: Math.max(from, 0), expected: "`[` or `{`" }) };
  const lines = linesOf(text);
  while (lines.next()) {
    if (isBlank(lines.text)) tally.blank += 1;
    else tally.kept += 1;
  }
  return { ...tally, total: lines.number };
}

function* readItem(text: string, start: number, end: number, line: number): Generator<Step> {
  const slice = text.slice(start, end);
  let item: unknown;
  try {
    item = JSON.parse(slice);
  } catch {
    const fault = jsonFault(slice) ?? { offset: 0, expected: "JSON" };
    yield { problem: brokenJson(text, { ...fault, offset: start + fault.offset }) };
    return;
  }
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    yield {
      problem: {
        code: "records/csl-not-an-item",
        line,
        message: `A list of CSL items holds ${Array.isArray(item) ? "a list" : `the value ${JSON.stringify(item)}`} where an item \`{ … }\` should stand.`,
        remedy: "Remove it, or export the library again as CSL-JSON.",
      },
    };
    return;
  }
  const problems: Problem[] = [];
  const fields = mapCsl(item as Readonly<Record<string, unknown>>, (problem) =>
    problems.push({ line, ...problem }),
  );
  yield { entry: { line, raw: canonicalJson(item), fields } };
  for (const problem of problems) yield { problem };
}

function brokenJson(text: string, fault: JsonFault): Problem {
  const offset = Math.min(fault.offset, Math.max(0, text.length - 1));
  const lineStart = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  return {
    code: "records/json-syntax",
    line: lineAt(text, offset),
    column: offset - lineStart + 1,
    message: `This is not JSON: ${fault.expected} was expected here. What stands here was not read.`,
    remedy: "Correct the file at this line, or export it again as CSL-JSON.",
  };
}

/** Lines of offsets that only grow, in one walk over the text. */
function forwardLines(text: string): (offset: number) => number {
  let [line, at] = [1, 0];
  return (offset) => {
    line += lineAt(text.slice(at, offset), offset - at) - 1;
    at = offset;
    return line;
  };
}
