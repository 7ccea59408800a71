import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixture, readText, tagged } from "./read-fixture.ts";

const seed = 20261126;
const files: Readonly<Record<keyof typeof tagged, readonly string[]>> = {
  ris: ["dialects.ris", "rayyan.ris", "simulated.ris", "truncated.ris"],
  nbib: ["simulated.nbib", "pmc-eric.nbib"],
  wos: ["web-of-science.ciw"],
  refer: ["endnote.enw", "repository.enw"],
};

type Change = (parts: string[], at: number, other: number) => string[];
const changes: readonly Change[] = [
  (parts, at) => parts.toSpliced(at, 1),
  (parts, at) => parts.toSpliced(at, 0, parts[at]!, parts[at]!),
  (parts, at, other) => parts.with(at, parts[other]!).with(other, parts[at]!),
  (parts, at) => parts.slice(0, at + 1),
  (parts, at) => parts.with(at, parts[at]!.slice(1)),
  (parts, at) => parts.with(at, ` ${parts[at]}`),
  (parts, at) => parts.with(at, parts[at]!.toLowerCase()),
  (parts, at) => parts.toSpliced(at, 0, ...["", "\ufeff", "ER  - ", "TY  - JOUR", "%0", "EF"].slice(at % 6)),
];
const step = fc.record({
  lines: fc.boolean(),
  change: fc.constantFrom(...changes),
  at: fc.nat(),
  other: fc.nat(),
});

function changed(
  text: string,
  steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
): string {
  return steps.reduce((whole, { lines, change, at, other }) => {
    const parts = lines ? whole.split("\n") : Array.from(whole);
    return parts.length === 0
      ? whole
      : change(parts, at % parts.length, other % parts.length).join(lines ? "\n" : "");
  }, text);
}

const isBlank = (line: string): boolean => line.replaceAll("\ufeff", "").trim() === "";
const written = (text: string): number => text.split(/\r\n|\n|\r/).filter((line) => !isBlank(line)).length;

describe("damaged files: no throw, each line in a record or told", () => {
  test.each(["ris", "nbib", "wos", "refer"] as const)("%s", (format) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files[format].map(fixture)),
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4000 }),
        (whole, steps, size) => {
          const text = changed(whole, steps);
          const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
          const { items, problems, lines } = readText(tagged[format], pieces);
          if (written(text) === 0) return;
          const kept = items.reduce((sum, { raw }) => sum + written(raw), 0);
          expect(lines.kept).toBe(kept);
          expect(lines.blank + lines.kept + lines.outside).toBe(lines.total);
          expect(kept + lines.outside).toBe(written(text));
          if (lines.outside > 0) expect(problems.length).toBeGreaterThan(0);
          let from = 0;
          for (const { raw } of items) {
            const place = text.indexOf(raw, from);
            expect(place).toBeGreaterThanOrEqual(from);
            from = place + raw.length;
          }
        },
      ),
      { seed, numRuns: 150 },
    );
  });

  test("a reader of one format reads the others without harm", () => {
    for (const reader of Object.values(tagged))
      for (const name of Object.values(files).flat()) {
        const { lines } = readText(reader, fixture(name));
        expect(lines.blank + lines.kept + lines.outside).toBe(lines.total);
      }
  });
});
