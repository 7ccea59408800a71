import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areOpposites, compareTitles, isMisprint } from "../../src/records/duplicates/compare-titles.ts";
import { editDistance } from "../../src/records/duplicates/edit-distance.ts";
import { comparableTitle, comparableTitles, withoutNotes } from "../../src/records/duplicates/titles.ts";

const compare = (a: string, b: string) => compareTitles(comparableTitle(a), comparableTitle(b));
const grade = (a: string, b: string): string => compare(a, b).grade;

describe("titles as databases print them", () => {
  test.each([
    ["Sleep after simulated shifts. [Review] [45 refs]", "Sleep after simulated shifts."],
    ["Sleep after simulated shifts. [Chinese]", "Sleep after simulated shifts."],
    [
      "Sleep after shifts.[Erratum appears in Synth J. 2003;4(2):7 Note: Doe, J [added]]",
      "Sleep after shifts.",
    ],
    ["Sleep after simulated shifts (Provisional abstract)", "Sleep after simulated shifts"],
    ["RETRACTED: Sleep after simulated shifts", "Sleep after simulated shifts"],
    ["[Sleep after simulated shifts. [Review] [45 refs]]", "Sleep after simulated shifts."],
    ["Sleep after simulated shifts.[Erratum appe", "Sleep after simulated shifts."],
    ["[A review of shifts]", "[A review of shifts]"],
    ["Sleep (in shift workers)", "Sleep (in shift workers)"],
  ])("notes go: %s", (title, bare) => {
    expect(withoutNotes(title)).toBe(bare);
  });

  test("spelling, spacing, Greek letters, numerals and stop words make no difference", () => {
    expect(grade("The effects of CO 2 on tumour growth", "Effects of CO2 on tumor growth")).toBe("exact");
    expect(grade("Randomised trials of IFN-γ, phase II", "RANDOMIZED TRIALS OF IFN-gamma, phase 2")).toBe(
      "exact",
    );
    expect(grade("Wilson’s disease: a survey", "Wilsons disease - A survey")).toBe("exact");
    expect(grade("Nürnberger Schlafstudie", "Nurnberger Schlafstudie")).toBe("exact");
  });

  test("a title in two languages is compared by either", () => {
    const both = comparableTitles("Schlaf nach simulierten Schichten = Sleep after simulated shifts");
    const one = comparableTitles("[Sleep after simulated shifts]");
    expect(both.some(({ hash }) => hash === one[0]?.hash)).toBe(true);
    const bracketed = comparableTitles("Schlaf nach simulierten Schichten [Sleep after simulated shifts]");
    expect(bracketed.some(({ hash }) => hash === one[0]?.hash)).toBe(true);
  });

  test("a title of common words tells little, a generic one next to nothing", () => {
    expect(comparableTitle("Letter to the Editor").generic).toBe(true);
    expect(comparableTitle("Editorial").information).toBe(1);
    expect(comparableTitle("Treatment of patients").information).toBeLessThan(8);
    expect(comparableTitle("Melatonin for simulated insomnia in shift workers").information).toBeGreaterThan(
      16,
    );
  });
});

describe("compareTitles", () => {
  test("a misprint is no other word", () => {
    expect(
      grade(
        "Squamos cells of the cervix in synthetic smears",
        "Squamous cells of the cervix in synthetic smears",
      ),
    ).toBe("typo");
    expect(isMisprint("squamos", "squamous")).toBe(true);
    expect(isMisprint("rats", "cats")).toBe(false);
    expect(isMisprint("prednisone", "prednisolone")).toBe(false);
  });

  test("opposites, numbers and document words are conflicts", () => {
    expect(
      compare("Synthetic fatigue in men with gout", "Synthetic fatigue in women with gout").conflict,
    ).toBe("opposites");
    expect(compare("Wound healing in vivo with honey", "Wound healing in vitro with honey").conflict).toBe(
      "opposites",
    );
    expect(compare("Wound healing with honey. Part 1", "Wound healing with honey. Part 2").conflict).toBe(
      "numbers",
    );
    expect(compare("Wound healing with honey. Part I", "Wound healing with honey").conflict).toBe("document");
    expect(compare("Honey for wounds: study protocol", "Honey for wounds").conflict).toBe("document");
    expect(compare("Hepatitis A in synthetic towns", "Hepatitis B in synthetic towns").conflict).toBe(
      "numbers",
    );
    expect(areOpposites("hypotension", "hypertension")).toBe(true);
    expect(areOpposites("invasive", "noninvasive")).toBe(true);
    expect(areOpposites("women", "womens")).toBe(false);
  });

  test("a cut title is a beginning, also when cut inside a word", () => {
    expect(
      compare("Honey for synthetic wounds", "Honey for synthetic wounds: a cohort of nurses"),
    ).toMatchObject({
      grade: "extra",
      beginning: true,
    });
    expect(
      compare(
        "Honey for synthetic wounds in homes: a met",
        "Honey for synthetic wounds in homes: a meta-analysis",
      ),
    ).toMatchObject({ grade: "extra", beginning: true });
  });

  test("the order of the two does not matter", () => {
    const word = fc.constantFrom(
      "honey",
      "wounds",
      "men",
      "women",
      "part",
      "1",
      "2",
      "healing",
      "hypertension",
      "hypotension",
      "in",
      "protocol",
      "gauze",
      "gauzes",
    );
    const title = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(title, title, (a, b) => {
        const [x, y] = [compare(a, b), compare(b, a)];
        expect(x.grade).toBe(y.grade);
        expect(x.conflict).toBe(y.conflict);
        expect(x.bits).toBeCloseTo(y.bits, 9);
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});

test("editDistance agrees with the full table", () => {
  const full = (a: string, b: string): number => {
    const d = Array.from({ length: a.length + 1 }, (_, i) =>
      Array.from({ length: b.length + 1 }, (_x, j) => (i === 0 ? j : j === 0 ? i : 0)),
    );
    for (let i = 1; i <= a.length; i++)
      for (let j = 1; j <= b.length; j++) {
        d[i]![j] = Math.min(
          d[i - 1]![j]! + 1,
          d[i]![j - 1]! + 1,
          d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        );
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1);
      }
    return d[a.length]![b.length]!;
  };
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 12 });
  fc.assert(
    fc.property(text, text, fc.nat(5), (a, b, limit) => {
      expect(editDistance(a, b, limit)).toBe(Math.min(full(a, b), limit + 1));
    }),
    { seed: 2, numRuns: 3000 },
  );
});
