import { describe, expect, test } from "vitest";
import { formatInterval, formatNumber, formatPercent } from "#figures";

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
