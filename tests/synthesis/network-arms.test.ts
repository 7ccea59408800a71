import { describe, expect, test } from "vitest";
import { EvidensError } from "#kernel";
import { contrastsFromArms, networkMetaAnalysis, oddsRatio, standardisedMeanDifference } from "#synthesis";

const count = (study: string, treatment: string, events: number, n: number) => ({
  study,
  treatment,
  events,
  n,
});
const mean = (study: string, treatment: string, m: number, sd: number, n: number) => ({
  study,
  treatment,
  mean: m,
  sd,
  n,
});

describe("contrasts from arms", () => {
  test("of counts are the usual effects, each pair once", () => {
    const { contrasts, leftOut } = contrastsFromArms({
      measure: "OR",
      arms: [
        count("1", "a", 5, 20),
        count("1", "b", 9, 22),
        count("2", "b", 3, 30),
        count("1", "c", 4, 19),
        count("2", "c", 7, 31),
      ],
    });
    expect(leftOut).toEqual([]);
    expect(contrasts.map((one) => `${one.study}:${one.treatment1}-${one.treatment2}`)).toEqual([
      "1:a-b",
      "1:a-c",
      "1:b-c",
      "2:b-c",
    ]);
    const direct = oddsRatio({ events1: 5, n1: 20, events2: 9, n2: 22 });
    expect([contrasts[0]!.y, contrasts[0]!.se]).toEqual([direct.y, direct.se]);
    expect(networkMetaAnalysis(contrasts).qDf).toBe(1);
  });

  test.each(["OR", "RR"] as const)(
    "a zero in one arm corrects all arms of the study, so that its %s agree",
    (measure) => {
      const { contrasts } = contrastsFromArms({
        measure,
        arms: [
          count("1", "a", 0, 20),
          count("1", "b", 9, 22),
          count("1", "c", 4, 19),
          count("2", "a", 2, 30),
          count("2", "b", 7, 31),
        ],
      });
      const [ab, ac, bc] = contrasts;
      expect(ab!.y + bc!.y).toBeCloseTo(ac!.y, 12);
      expect(networkMetaAnalysis(contrasts, { tolerance: 1e-10 }).studies).toEqual(["1", "2"]);
    },
  );

  test("a study without events says nothing and is named", () => {
    const { contrasts, leftOut } = contrastsFromArms({
      measure: "RR",
      arms: [count("1", "a", 0, 20), count("1", "b", 0, 22), count("2", "a", 2, 30), count("2", "b", 7, 31)],
    });
    expect(contrasts).toHaveLength(1);
    expect(leftOut.map(({ study }) => study)).toEqual(["1"]);
  });

  test("mean differences of several arms add up in effect and in variance", () => {
    const { contrasts } = contrastsFromArms({
      measure: "MD",
      arms: [mean("1", "a", 5, 2, 20), mean("1", "b", 6, 3, 25), mean("1", "c", 9, 1, 30)],
    });
    const [ab, ac, bc] = contrasts;
    expect(ab!.y + bc!.y).toBeCloseTo(ac!.y, 12);
    expect(ab!.se ** 2 + bc!.se ** 2 - ac!.se ** 2).toBeCloseTo((2 * 9) / 25, 12);
  });

  test("standardised differences: Hedges' g for two arms, one SD for more", () => {
    const two = [mean("1", "a", 5, 2, 20), mean("1", "b", 6, 3, 25)];
    const g = standardisedMeanDifference({ m1: 5, sd1: 2, n1: 20, m2: 6, sd2: 3, n2: 25 });
    expect(contrastsFromArms({ measure: "SMD", arms: two }).contrasts[0]).toMatchObject({ y: g.y, se: g.se });
    const three = [...two, mean("1", "c", 9, 1, 30)];
    const [ab, ac, bc] = contrastsFromArms({ measure: "SMD", arms: three }).contrasts;
    expect(ab!.y + bc!.y).toBeCloseTo(ac!.y, 12);
    const sd = Math.sqrt((19 * 4 + 24 * 9 + 29) / 72);
    // 1 - 3 / (4 m - 1) is the well-known approximation of the exact correction.
    expect(ab!.y).toBeCloseTo((-1 / sd) * (1 - 3 / (4 * 72 - 1)), 4);
    expect(ab!.se ** 2).toBeCloseTo(1 / 20 + 1 / 25 + ab!.y ** 2 / 150, 12);
  });

  test("estimates of single arms subtract", () => {
    const arm = (treatment: string, estimate: number, se: number) => ({
      study: "1",
      treatment,
      estimate,
      se,
    });
    const { contrasts } = contrastsFromArms({ measure: "GEN", arms: [arm("a", 1, 0.3), arm("b", 0.5, 0.4)] });
    expect(contrasts[0]).toEqual({ study: "1", treatment1: "a", treatment2: "b", y: 0.5, se: 0.5 });
  });

  test("bad arms are refused, all studies at once", () => {
    const arms = [
      count("1", "a", 5, 4),
      count("1", "b", 1, 9),
      count("2", "a", 1, 9),
      count("3", "a", 1, 9),
      count("3", "a", 2, 9),
    ];
    try {
      contrastsFromArms({ measure: "OR", arms });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(EvidensError);
      const { code, problems, message } = error as EvidensError;
      expect(code).toBe("synthesis/bad-network-arms");
      expect(problems.map((one) => one.code)).toEqual([
        "synthesis/bad-counts",
        "synthesis/network-single-arm",
        "synthesis/network-double-arm",
      ]);
      expect(message).toContain('Study "1"');
    }
    const bad = { study: "1", treatment: "b", estimate: 1, se: 0 };
    expect(() =>
      contrastsFromArms({ measure: "GEN", arms: [{ ...bad, treatment: "a", se: 1 }, bad] }),
    ).toThrow(/standard error 0/);
  });
});
