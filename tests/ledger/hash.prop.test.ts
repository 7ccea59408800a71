import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, sha256Hex } from "#ledger";

test("canonical JSON is what the reference implementation of RFC 8785 writes", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      fc.pre(JSON.stringify(value).isWellFormed());
      expect(canonicalJson(value)).toBe(canonicalize(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 20261126, numRuns: 2_000 },
  );
});

test("keys sort by UTF-16 code units and numbers as ECMAScript writes them (RFC 8785, 3.2.2 and 3.2.3)", () => {
  const keys = ["10", "9", "\u20ac", "\r", "\ud83d\ude00", "\ufb33"];
  expect(canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])))).toBe(
    '{"\\r":0,"10":0,"9":0,"\u20ac":0,"\ud83d\ude00":0,"\ufb33":0}',
  );
  expect(
    canonicalJson(JSON.parse("[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001, -0]")),
  ).toBe("[333333333.3333333,1e+30,4.5,0.002,1e-27,0]");
});

test("keys of the prototype chain are keys like others, and text that looks like half a pair is text", () => {
  const value = JSON.parse('{"z":1,"__proto__":{"b":1,"a":2},"a":["\\\\ud800"]}');
  expect(canonicalJson(value)).toBe(canonicalize(value));
  expect(canonicalJson(value)).toBe('{"__proto__":{"a":2,"b":1},"a":["\\\\ud800"],"z":1}');
});

test.each([[Number.NaN], [Number.POSITIVE_INFINITY], ["\ud800"], [() => 1]])(
  "%s has no canonical form",
  (value) => {
    expect(() => canonicalJson({ value })).toThrow(/cannot be kept/);
  },
);

test("SHA-256 of two blocks (FIPS 180-4)", () => {
  expect(sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe(
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
});
