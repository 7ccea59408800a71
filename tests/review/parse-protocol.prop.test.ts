import fc from "fast-check";
import { expect, test } from "vitest";
import { parseProtocol, starterProtocol } from "#review";

const starter = starterProtocol("A review");

test("no text makes the reader throw; it gives a protocol or says why not", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const { protocol, problems } = parseProtocol(text);
      expect(protocol === null).toBe(problems.length > 0);
    }),
    { seed: 21, numRuns: 500 },
  );
});

test("whatever is broken in a whole protocol, every problem has a line of the file", () => {
  const lines = starter.split("\n").length;
  const change = fc.tuple(
    fc.nat(starter.length),
    fc.nat(30),
    fc.constantFrom("", ":", "\n", "  ", "\t", "- ", "[", "{}", '"', "x: 1\n", "*a", "!t "),
  );
  fc.assert(
    fc.property(change, ([at, cut, mark]) => {
      const { protocol, problems } = parseProtocol(starter.slice(0, at) + mark + starter.slice(at + cut));
      expect(protocol === null).toBe(problems.length > 0);
      for (const { line, remedy } of problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines + 1);
        expect(remedy).toBeTruthy();
      }
    }),
    { seed: 22, numRuns: 400 },
  );
});

test("any title starts a protocol that passes its own checks", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (title) => {
      const { protocol, problems } = parseProtocol(starterProtocol(title));
      expect(problems).toEqual([]);
      const plain = title.replace(/\s+/g, " ").trim();
      if (plain !== "") expect(protocol?.title.en).toBe(plain);
    }),
    { seed: 23, numRuns: 200 },
  );
});
