import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitsQuery, searchQuery, searchWords } from "#records";
import { fact } from "../support/store.ts";

const words = (more: Parameters<typeof fact>[2]): ReadonlySet<string> => searchWords(fact("a", 1, more));
const fits = (text: string, more: Parameters<typeof fact>[2]): boolean => {
  const query = searchQuery(text);
  return query === null || fitsQuery(words(more), query);
};

describe("words a record is found by", () => {
  test("of every field that people know it by, folded", () => {
    const more = {
      title: "Café (ÅNGSTRÖM)",
      otherTitles: ["Übersetzung"],
      authors: [{ family: "Ødegård", given: "Åse" }],
      abstract: "Melatonin was given.",
      keywords: ["Sleep/drug effects"],
      journal: "Tidsskr Nor Legeforen",
      labels: ["Included"],
      ids: { ...fact("a", 1).ids, registry: ["NCT01234567"], doi: ["10.1000/ABC.1"] },
    };
    for (const text of [
      "cafe",
      "angstrom",
      "UBERSETZUNG",
      "odegard ase",
      "melatonin",
      "drug",
      "nct01234567",
      "legeforen tidsskr",
      "included",
      "https://doi.org/10.1000/abc.1",
      "a-1",
    ])
      expect(fits(text, more), text).toBe(true);
    expect(fits("melatonin placebo", more)).toBe(false);
  });

  test("every word must be there, the last may be a beginning, the others not", () => {
    const more = { title: "Sleeping in winter" };
    expect(fits("sleeping win", more)).toBe(true);
    expect(fits("sleep winter", more)).toBe(false);
    expect(fits("winter sleep", more)).toBe(true);
  });

  test("nothing typed is an operator or a wildcard", () => {
    const more = { title: "100% of 'quoted' under_score, C++ and I² (NEAR)", abstract: null };
    for (const text of ["100%", "'quoted'", "under_score", "c++", "near", "NEAR", "under score"])
      expect(fits(text, more), text).toBe(true);
    for (const text of [
      "10% of",
      "under%score",
      "qu*ed",
      '"*',
      "near*",
      "'; drop table report; --",
      "* OR 1",
    ])
      expect(fits(text, more), text).toBe(false);
    expect(fits("100%", { title: "1000 nights", abstract: null })).toBe(false);
    expect(searchQuery('"( )"')).toEqual({ whole: [], beginning: null });
    expect(searchQuery(" \u00a0")).toBeNull();
  });

  test("scripts without blanks are found by any of their signs", () => {
    expect(fits("睡眠", { title: "褪黑素与睡眠" })).toBe(true);
    expect(fits("睡眠药", { title: "褪黑素与睡眠" })).toBe(false);
  });

  test("any text finds the record whose title it is, and none throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (title) => {
        const query = searchQuery(title);
        if (query === null || query.beginning === null) return;
        expect(fitsQuery(words({ title }), query)).toBe(true);
      }),
      { seed: 31, numRuns: 1_000 },
    );
  });
});
