import { readFileSync } from "node:fs";
import type { Problem } from "#kernel";
import { type RecordFact, readWith } from "#records";
import type { Reader } from "../../src/records/formats/format.ts";
import { nbibReader } from "../../src/records/formats/tagged/nbib.ts";
import { referReader } from "../../src/records/formats/tagged/refer.ts";
import { risReader } from "../../src/records/formats/tagged/ris.ts";
import { wosReader } from "../../src/records/formats/tagged/wos.ts";

/** The readers of tagged formats. */
export const tagged: Readonly<Record<"ris" | "nbib" | "wos" | "refer", Reader>> = {
  ris: risReader,
  nbib: nbibReader,
  wos: wosReader,
  refer: referReader,
};

/** The text of a fixture. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/records/${name}`, import.meta.url), "utf8");
}

/** Everything a reader makes of a text. */
export function readText(
  reader: Reader,
  text: string | Iterable<string>,
): {
  items: RecordFact[];
  problems: Problem[];
  lines: { total: number; blank: number; kept: number; outside: number };
} {
  const problems: Problem[] = [];
  const records = readWith(reader, text, { importId: "i", onProblem: (problem) => problems.push(problem) });
  const items: RecordFact[] = [];
  for (;;) {
    const step = records.next();
    if (step.done) return { items, problems, lines: step.value.lines };
    items.push(step.value);
  }
}
