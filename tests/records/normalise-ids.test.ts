import { expect, test } from "vitest";
import { doisIn, normalisePmid } from "../../src/records/normalise/identifiers.ts";
import {
  centralIds,
  embaseIds,
  openalexIds,
  registryIds,
  scopusIds,
  typedIds,
  wosIds,
} from "../../src/records/normalise/typed-ids.ts";

test.each([
  ["https://doi-org.proxy.example.edu/10.1000/X", ["10.1000/x"]],
  ["https%3A%2F%2Fdoi.org%2F10.1000%2Fabc", ["10.1000/abc"]],
  ["https://doi.org/10.1016%252Fj.x.2001", ["10.1016/j.x.2001"]],
  ["https://www.biorxiv.org/content/10.1101/2020.03.22.002386v1.full.pdf", ["10.1101/2020.03.22.002386"]],
  ["https://onlinelibrary.example.com/doi/10.1000/abc/full?x=1", ["10.1000/abc"]],
  ["See https://doi.org/10.1000/abc#s1 and 10.1000/def.", ["10.1000/abc", "10.1000/def"]],
  ['<a href="https://doi.org/10.1000/x">10.1000/x</a>', ["10.1000/x"]],
  ["10.1000/abc[doi]", ["10.1000/abc"]],
  ["10.1000/abc/", ["10.1000/abc"]],
  ["10.1016/j.sim.2001.03.001. PMID: 99900001", ["10.1016/j.sim.2001.03.001"]],
  ["10.1016/j.sim‐2001", ["10.1016/j.sim-2001"]],
  ["10.1000/ab\u200bc", ["10.1000/abc"]],
  ["10.1000.10/123", ["10.1000.10/123"]],
  // Refused by grammar.
  ["10.1/../x", []],
  ["10.1000/../x", []],
  ["10.1000/<script>alert(1)</script>", []],
  ["110.1000/x", []],
  ["10.1000//", []],
  [`10.1000/${"a".repeat(5000)}`, []],
])("DOIs in %j", (text, dois) => {
  expect(doisIn(text)).toEqual(dois);
});

test("hostile text costs no time", () => {
  const started = performance.now();
  doisIn(`10.1000/${")".repeat(2_000_000)}`);
  doisIn(`(SICI) 10.1000/x${" ".repeat(2_000_000)}<`);
  doisIn("10.1000/".repeat(200_000));
  registryIds("NCT0 ".repeat(200_000));
  expect(performance.now() - started).toBeLessThan(2000);
});

test.each(["0", "1e5", "12345678901234567890", "<1>"])("%j is no PMID", (text) => {
  expect(normalisePmid(text)).toBe(null);
});

test.each([
  ["Registered as nct01234567 (ClinicalTrials.gov)", ["NCT01234567"]],
  ["NCT 01234567, ISRCTN12345678", ["NCT01234567", "ISRCTN12345678"]],
  ["EudraCT 2004-000446-20", ["EUCTR2004-000446-20"]],
  ["EUCTR2004-000446-20-GB", ["EUCTR2004-000446-20"]],
  ["2022-500014-26-00", ["CTIS2022-500014-26-00"]],
  ["ACTRN12605000001617", ["ACTRN12605000001617"]],
  ["ChiCTR2000029308; ChiCTR-TRC-10001234", ["ChiCTR2000029308", "ChiCTR-TRC-10001234"]],
  ["UMIN000012345 DRKS00001234", ["UMIN000012345", "DRKS00001234"]],
  ["CTRI/2010/091/000123", ["CTRI/2010/091/000123"]],
  ["JPRN-jRCTs031180001", ["jRCTs031180001"]],
  ["NTR1234 KCT0001234 TCTR20130325001", ["NTR1234", "KCT0001234", "TCTR20130325001"]],
  ["IRCT2013010112345n1", ["IRCT2013010112345N1"]],
  ["RBR-2XYZ3A", ["RBR-2xyz3a"]],
  ["PACTR201112000338373", ["PACTR201112000338373"]],
  ["NCT0123456", []],
  ["NCT012345678", []],
  ["central nervous system, PERSON", []],
])("registrations in %j", (text, ids) => {
  expect(registryIds(text)).toEqual(ids);
});

test("numbers of databases", () => {
  expect(embaseIds("L612345678 AL612345678 L12")).toEqual(["L612345678"]);
  expect(centralIds("cn-01234567")).toEqual(["CN-01234567"]);
  expect(openalexIds("https://openalex.org/W2741809807")).toEqual(["W2741809807"]);
  expect(openalexIds("w2741809807")).toEqual(["W2741809807"]);
  expect(openalexIds("model W2741809807 of a pump")).toEqual([]);
  expect(wosIds("WOS:000123456700001; ISI:A1985AAA1200001")).toEqual([
    "WOS:000123456700001",
    "WOS:A1985AAA1200001",
  ]);
  expect(scopusIds("https://www.scopus.com/record?eid=2-s2.0-85012345678&x=1")).toEqual([
    "2-s2.0-85012345678",
  ]);
  expect(typedIds("CN-01234567 NCT01234567")).toEqual({
    registry: ["NCT01234567"],
    central: ["CN-01234567"],
  });
  expect(typedIds("nothing")).toEqual({});
});
