import { expect, test } from "vitest";
import { formatP, formatPAlone, formatPBound } from "#kernel";

test.each([
  [0.79, "=\u00a0.79", "=\u00a00,79"],
  [0.004, "=\u00a0.004", "=\u00a00,004"],
  [0.0312, "=\u00a0.031", "=\u00a00,031"],
  [0.0996, "=\u00a0.10", "=\u00a00,10"],
  [0.001, "=\u00a0.001", "=\u00a00,001"],
  [0.00004, "<\u00a0.001", "<\u00a00,001"],
  [0, "<\u00a0.001", "<\u00a00,001"],
  [0.999, ">\u00a0.99", ">\u00a00,99"],
])("%d as APA has it", (p, english, norwegian) => {
  expect(formatP(p, "en")).toBe(english);
  expect(formatP(p, "nb")).toBe(norwegian);
});

test("rounded up, it never looks smaller than it is", () => {
  for (const p of [0.0501, 0.0441, 0.0994, 0.3333, 0.991, 0.00101]) {
    const shown = Number(formatPAlone(p, "nb", "apa-up").replace(",", "."));
    expect(shown).toBeGreaterThanOrEqual(p);
    expect(shown - p).toBeLessThan(p < 0.0995 ? 0.001 : 0.01);
  }
  expect(formatP(0.0501, "en", "apa-up")).toBe("=\u00a0.051");
  expect(formatP(0.0002, "en", "apa-up")).toBe("<\u00a0.001");
  expect(formatP(0.05, "en", "apa-up")).toBe("=\u00a0.050");
});

test.each([
  [0.0006, "=\u00a00.0006", "=\u00a00,0006"],
  [0.0031, "=\u00a00.003", "=\u00a00,003"],
  [0.41, "=\u00a00.41", "=\u00a00,41"],
  [0.00003, "<\u00a00.0001", "<\u00a00,0001"],
  [1e-9, "<\u00a00.00001", "<\u00a00,00001"],
])("%d as RevMan has it", (p, english, norwegian) => {
  expect(formatP(p, "en", "revman")).toBe(english);
  expect(formatP(p, "nb", "revman")).toBe(norwegian);
});

test("stands alone in a cell, keeping the sign that says something", () => {
  expect(formatPAlone(0.79, "en")).toBe(".79");
  expect(formatPAlone(0.00001, "en")).toBe("<\u00a0.001");
  expect(formatPAlone(null, "nb")).toBe("–");
});

test("outside [0, 1] is a dash", () => {
  for (const none of [null, 1.2, -0.1, Number.NaN]) expect(formatP(none, "en")).toBe("=\u00a0–");
});

test("a limit keeps its digits", () => {
  expect(formatPBound(0.05, "en")).toBe(".05");
  expect(formatPBound(1 - 0.95, "nb")).toBe("0,05");
  expect(formatPBound(0.001, "en")).toBe(".001");
});
