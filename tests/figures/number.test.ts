import { describe, expect, test } from "vitest";
import { formatInterval, formatNumber, formatP, formatPercent } from "#figures";

const en = { digits: 2, language: "en" } as const;
const nb = { digits: 2, language: "nb" } as const;

describe("numbers", () => {
  test("use a true minus and the sign of the language", () => {
    expect(formatNumber(-0.7119, en)).toBe("−0.71");
    expect(formatNumber(-0.7119, nb)).toBe("−0,71");
    expect(formatPercent(33.34, { ...en, digits: 1 })).toBe("33.3\u00a0%");
  });
  test("have no negative zero", () => expect(formatNumber(-0.001, en)).toBe("0.00"));
  test("that are none are a dash", () => expect(formatNumber(Number.NaN, en)).toBe("–"));
});

describe("intervals", () => {
  test("part limits by comma in English and semicolon in Norwegian", () => {
    expect(formatInterval(-0.9534, -0.4704, en)).toBe("[−0.95, −0.47]");
    expect(formatInterval(-0.9534, -0.4704, nb)).toBe("[−0,95; −0,47]");
  });
});

describe("p", () => {
  test.each([
    [0.79, "=\u00a0.79", "=\u00a00,79"],
    [0.0312, "=\u00a0.031", "=\u00a00,031"],
    [0.00004, "<\u00a0.001", "<\u00a00,001"],
    [0.999, ">\u00a0.99", ">\u00a00,99"],
    [0.0996, "=\u00a0.10", "=\u00a00,10"],
  ])("%d", (p, english, norwegian) => {
    expect(formatP(p, "en")).toBe(english);
    expect(formatP(p, "nb")).toBe(norwegian);
  });
  test("outside [0, 1] is a dash", () => {
    expect(formatP(null, "en")).toBe("= –");
    expect(formatP(1.2, "en")).toBe("= –");
  });
});
