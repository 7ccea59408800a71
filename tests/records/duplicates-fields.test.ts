import { describe, expect, test } from "vitest";
import type { Author } from "#records";
import { abstractSignature, equalHashes } from "../../src/records/duplicates/abstracts.ts";
import { comparableNames, compareNames } from "../../src/records/duplicates/authors.ts";
import { journalTable } from "../../src/records/duplicates/journals.ts";
import {
  comparePages,
  compareVolumes,
  positionOf,
  sameRange,
} from "../../src/records/duplicates/position.ts";

const people = (text: string): readonly Author[] =>
  text.split(";").map((part) => {
    const [family = "", given] = part.split(",");
    return { family: family.trim(), given: given?.trim() ?? null };
  });
const names = (a: string, b: string) => compareNames(comparableNames(people(a)), comparableNames(people(b)));

describe("authors", () => {
  test.each([
    ["Nürnberger, Anna; Møller, B.", "Nurnberger, A; Moller, Bo"],
    ["Mueller, A.; Oedegaard, K.", "Müller, A.; Ødegård, K."],
    ["MARQUEZ DE LA PLATA, C.; DOE, J.", "de la Plata, C. M.; Doe, Jane"],
    ["Kang, Si Hyun; Kim, Don", "Si Hyun, Kang; Kim, D."],
    ["Alfa, A.; Bravo, B.; Charlie, C.; Delta, D.", "Alfa, A.; Bravo, B."],
    ["Syrj?nen, K.; Bravo, B.", "Syrjänen, K.; Bravo, B."],
    ["Bravo, B.; Alfa, A.", "Alfa, A.; Bravo, B."],
  ])("same: %s | %s", (a, b) => {
    expect(names(a, b)).toMatchObject({ grade: "same" });
    expect(names(a, b).bits).toBeGreaterThan(0);
  });

  test("others, and none", () => {
    expect(names("Alfa, A.; Bravo, B.", "Echo, E.; Foxtrot, F.").grade).toBe("different");
    expect(names("Wang, L.", "Wang, J.").grade).toBe("different");
    expect(names("Anonymous", "Alfa, A.").grade).toBe("missing");
    expect(names("Nct,", "Alfa, A.").grade).toBe("missing");
  });
});

describe("journals", () => {
  const table = journalTable();
  const compare = (a: string, b: string): string => table.compare([table.idOf(a)], [table.idOf(b)]);
  test.each([
    ["Clin Infect Dis", "Clinical Infectious Diseases"],
    ["JAMA", "Journal of the American Medical Association"],
    ["CMAJ", "Canadian Medical Association Journal"],
    ["Obstetrics & Gynecology", "Obstetrics and Gynecology"],
    ["Health Technology Assessment (Winchester, England)", "Health technology assessment"],
    ["Trials [Electronic Resource]", "TRIALS"],
    ["The Lancet Oncology", "Lancet Oncology"],
    ["Synthetic Letters : official organ of the Society", "Synthetic letters"],
    ["Zhongguo zhen jiu [Chinese acupuncture & moxibustion]", "Zhongguo Zhenjiu"],
    ["J Natl Cancer Inst", "Journal of the National Cancer Institute"],
  ])("same: %s | %s", (a, b) => {
    expect(compare(a, b)).toBe("same");
  });
  test.each([
    ["Cancer", "Cancer Research"],
    ["Lancet", "Lancet Oncology"],
    ["Diabetologia", "Diabetes"],
    ["Journal of Neurology", "Journal of Nursing"],
  ])("not same: %s | %s", (a, b) => {
    expect(compare(a, b)).not.toBe("same");
  });
  test("unknown names say nothing", () => {
    expect(table.compare([], [table.idOf("Cancer")])).toBe("missing");
    expect(compare("BJOG", "British Journal of Obstetrics")).toBe("unclear");
  });
});

describe("volume and pages", () => {
  const pages = (a: string, b: string): string =>
    comparePages(positionOf("1", "1", a), positionOf("1", "1", b));
  test.each([
    ["657-68", "657-668"],
    ["083-087", "83-87"],
    ["S334", "s334-s335"],
    ["901-7; quiz 907", "901-907"],
    ["01-Oct", "1-10"],
    ["Oct-01", "1-10"],
    ["480‐486", "480-6"],
    ["p. 12", "12-14"],
  ])("same start: %s | %s", (a, b) => {
    expect(pages(a, b)).toBe("same");
  });
  test.each([
    ["S334", "A254", "different"],
    ["100-110", "200-210", "different"],
    ["334", "S334", "similar"],
    ["487-488", "488", "similar"],
    ["e12724", "100-110", "missing"],
    ["1-6", "111", "missing"],
    ["Suppl-29", "417-429", "missing"],
    ["215 p", "1524", "missing"],
    ["No Pagination Specified", "12", "missing"],
  ])("%s | %s: %s", (a, b, agreement) => {
    expect(pages(a, b)).toBe(agreement);
  });
  test("a range is shared by one document only", () => {
    const at = (range: string) => positionOf("1", "1", range);
    expect(sameRange(at("657-68"), at("657-668"))).toBe(true);
    expect(sameRange(at("657"), at("657"))).toBe(false);
    expect(sameRange(at("1-400"), at("1-400"))).toBe(false);
  });
  test("damaged volumes are no volumes", () => {
    const volumes = (a: string, b: string): string =>
      compareVolumes(positionOf(a, null, null), positionOf(b, null, null));
    expect(volumes("35 Suppl 1", "35")).toBe("same");
    expect(volumes("1)", "12")).toBe("missing");
    expect(volumes("(Jul)", "7")).toBe("missing");
    expect(volumes("UNKNOWN", "7")).toBe("missing");
    expect(volumes("2013", "7")).toBe("missing");
    expect(volumes("12", "13")).toBe("different");
  });
});

test("abstracts: labels, ends and punctuation make little difference, other texts much", () => {
  const text =
    "Synthetic shift workers slept after ninety nights under observation while lamps were dimmed; their reaction times, moods, and meals were written down by trained observers twice every evening.";
  const other =
    "Honey dressings were compared with gauze among simulated nursing home residents whose pressure ulcers had failed to close during previous months despite careful attention from visiting specialists.";
  const out = new Uint32Array(24);
  const openings = [`BACKGROUND: ${text}`, text.slice(0, -30), other].map((one, i) =>
    abstractSignature(one, out, i * 8),
  );
  expect(openings[0]).toBe(openings[1]);
  expect(equalHashes(out, 0, 1)).toBeGreaterThanOrEqual(5);
  expect(equalHashes(out, 0, 2)).toBeLessThanOrEqual(2);
  expect(abstractSignature("Too short.", out, 16)).toBe(0);
  expect(equalHashes(out, 0, 2)).toBe(-1);
});
