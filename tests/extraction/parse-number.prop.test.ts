import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber } from "#extraction";

describe("parseNumber", () => {
  it("reads back every finite double as JavaScript prints it, with either minus", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const expected = { number: x === 0 ? 0 : x };
        expect(parseNumber(String(x))).toEqual(expected);
        expect(parseNumber(String(x).replaceAll("-", "\u2212"))).toEqual(expected);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("gives a finite number or a problem for any text, and never a number for text without a digit", () => {
    const numberLike = fc.string({ unit: fc.constantFrom(..."0159.,-+eE\u2212<% n"), maxLength: 8 });
    fc.assert(
      fc.property(fc.oneof(fc.string(), numberLike), (text) => {
        const read = parseNumber(text);
        if ("number" in read) {
          expect(Number.isFinite(read.number)).toBe(true);
          expect(text).toMatch(/\d/);
          expect(text).not.toMatch(/[,<%n]/);
        } else {
          expect(read.message).not.toBe("");
        }
      }),
      { seed: 2, numRuns: 2000 },
    );
  });
});
