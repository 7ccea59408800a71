import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EvidensError } from "#kernel";
import {
  decomposeDesigns,
  leagueTable,
  type NetworkContrast,
  networkComponents,
  networkMetaAnalysis,
  pool,
  rankTreatments,
  splitNetwork,
} from "#synthesis";

const file = JSON.parse(
  readFileSync(new URL("../golden/synthesis/netmeta-senn2013.json", import.meta.url), "utf8"),
);
const senn: readonly NetworkContrast[] = file.input.TE.map((y: number, i: number) => ({
  study: file.input.studlab[i],
  treatment1: file.input.treat1[i],
  treatment2: file.input.treat2[i],
  y,
  se: file.input.seTE[i],
}));

const row = (
  study: string,
  treatment1: string,
  treatment2: string,
  y: number,
  se = 0.2,
): NetworkContrast => ({
  study,
  treatment1,
  treatment2,
  y,
  se,
});

function refusal(contrasts: readonly NetworkContrast[], options = {}): EvidensError {
  try {
    networkMetaAnalysis(contrasts, options);
  } catch (error) {
    if (error instanceof EvidensError) return error;
  }
  throw new Error("not refused");
}

const codes = (error: EvidensError): readonly string[] => error.problems.map(({ code }) => code);

describe("a network", () => {
  test("of two treatments is an ordinary meta-analysis", () => {
    const y = [0.3, 0.9, -0.1, 0.6];
    const se = [0.2, 0.3, 0.25, 0.1];
    const rows = y.map((effect, i) =>
      i % 2 === 0 ? row(`s${i}`, "a", "b", effect, se[i]) : row(`s${i}`, "b", "a", -effect, se[i]),
    );
    for (const tau2 of ["DL", "REML", "ML"] as const) {
      const network = networkMetaAnalysis(rows, { tau2 });
      const plain = pool(
        Float64Array.from(y),
        Float64Array.from(se, (s) => s * s),
        { tau2, test: "z" },
      );
      expect(network.tau2).toBeCloseTo(plain.tau2!, 12);
      expect(network.random!.estimate[0]![1]).toBeCloseTo(plain.estimate, 12);
      expect(network.random!.se[0]![1]).toBeCloseTo(plain.se, 12);
      expect(network.random!.p[0]![1]).toBeCloseTo(plain.p!, 12);
      expect(network.q).toBeCloseTo(plain.q, 12);
    }
  });

  test("without a loop or repeated study has no random effects, and says so", () => {
    const chain = [row("1", "a", "b", 0.5), row("2", "b", "c", 0.25)];
    const result = networkMetaAnalysis(chain);
    expect(result.common.estimate[0]![2]).toBeCloseTo(0.75, 12);
    expect(result.common.se[0]![2]).toBeCloseTo(Math.sqrt(0.08), 12);
    expect([result.qDf, result.qP, result.tau2, result.random, result.prediction, result.i2]).toEqual([
      0,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(() => splitNetwork(result)).toThrow(/no degree of freedom/);
    expect(splitNetwork(result, { model: "common" })[1]).toMatchObject({ studies: 0, direct: null });
    expect(networkMetaAnalysis(chain, { tau2: 0.1 }).random!.se[0]![2]).toBeCloseTo(Math.sqrt(0.28), 12);
  });

  test("takes a stated variance between studies, and netmeta's REML on request", () => {
    const given = networkMetaAnalysis(senn, { tau2: 0.25 });
    expect([given.tau2, given.tau, given.tau2Method]).toEqual([0.25, 0.5, "given"]);
    const ours = networkMetaAnalysis(senn, { tau2: "REML" });
    const theirs = networkMetaAnalysis(senn, { tau2: "REML", compat: "netmeta", reference: "placebo" });
    expect(ours.converged).toBe(true);
    // The covariance within the one three-arm study is what differs.
    expect(theirs.tau2! - ours.tau2!).toBeGreaterThan(1e-3);
    expect(networkMetaAnalysis(senn).tau2).toBe(ours.tau2);
  });

  test("keeps the order of treatments that is asked for", () => {
    const names = [...new Set(senn.flatMap((one) => [one.treatment1, one.treatment2]))].reverse();
    const result = networkMetaAnalysis(senn, { treatments: names });
    expect(result.treatments).toEqual(names);
    expect(refusal(senn, { treatments: names.slice(1) }).message).toContain(names[0]);
    expect(refusal(senn, { treatments: [...names, "x"] }).message).toContain('"x"');
  });
});

describe("is refused with words", () => {
  test("no study, one study", () => {
    expect(refusal([]).message).toBe("A network needs two studies; there is no study.");
    expect(codes(refusal([row("1", "a", "b", 1)]))).toEqual(["synthesis/network-too-small"]);
  });

  test("a disconnected network, its sub-networks named", () => {
    const error = refusal([row("1", "a", "b", 1), row("2", "c", "d", 1), row("3", "b", "e", 1)]);
    expect(error.code).toBe("synthesis/disconnected-network");
    expect(error.message).toBe("No study joins these 2 sub-networks: (1) a, b, e; (2) c, d.");
    expect(networkComponents([row("1", "a", "b", 1), row("2", "c", "d", 1)])).toEqual([
      { treatments: ["a", "b"], studies: ["1"] },
      { treatments: ["c", "d"], studies: ["2"] },
    ]);
  });

  test("every bad row at once", () => {
    const error = refusal([
      row("1", "a", "a", 1),
      row("2", "a", "b", Number.NaN),
      row("3", "a", "", 1),
      row("", "a", "b", 1, 0),
      row("5", "a", "b", 1, Number.NaN),
      row("6", "a", "b", 1, 1e-200),
    ]);
    expect(error.code).toBe("synthesis/bad-network");
    expect(error.problems.map(({ code, field }) => `${code} ${field}`)).toEqual([
      "synthesis/network-self-comparison contrasts[0].treatment2",
      "synthesis/network-bad-effect contrasts[1].y",
      "synthesis/network-no-treatment contrasts[2].treatment2",
      "synthesis/network-no-study contrasts[3].study",
      "synthesis/network-bad-se contrasts[3].se",
      "synthesis/network-bad-se contrasts[4].se",
      "synthesis/network-bad-se contrasts[5].se",
    ]);
    expect(error.message).toContain('compares "a" with itself');
  });

  test("a missing and a double contrast", () => {
    const error = refusal([
      row("1", "a", "b", 1),
      row("1", "b", "c", 1),
      row("2", "a", "b", 1),
      row("2", "b", "a", -1),
    ]);
    expect(error.message).toBe(
      'Study "1" has 3 arms but no contrast of "a" against "c". Study "2" gives "b" against "a" twice.',
    );
  });

  test("contrasts of one study that do not add up", () => {
    const arms = (ac: number) => [row("1", "a", "b", 1), row("1", "b", "c", 1), row("1", "a", "c", ac)];
    const error = refusal([...arms(3), row("2", "a", "b", 1)]);
    expect(codes(error)).toEqual(["synthesis/network-inconsistent-arms"]);
    expect(error.message).toMatch(/study "1" do not add up/);
    expect(networkMetaAnalysis([...arms(2.002), row("2", "a", "b", 1)]).qDf).toBe(1);
    expect(codes(refusal([...arms(2.01), row("2", "a", "b", 1)]))).toEqual([
      "synthesis/network-inconsistent-arms",
    ]);
    expect(networkMetaAnalysis([...arms(2.01), row("2", "a", "b", 1)], { tolerance: 0.01 }).qDf).toBe(1);
  });

  test("standard errors that no study of three arms can have", () => {
    const rows = [row("1", "a", "b", 1, 0.1), row("1", "b", "c", 1, 0.1), row("1", "a", "c", 2, 0.5)];
    expect(codes(refusal([...rows, row("2", "a", "b", 1)]))).toEqual([
      "synthesis/network-impossible-variances",
    ]);
  });

  test("bad options", () => {
    expect(refusal(senn, { level: 95 }).code).toBe("synthesis/bad-options");
    expect(refusal(senn, { tau2: -1 }).code).toBe("synthesis/bad-options");
    expect(refusal(senn, { tau2: "PM" }).message).toBe("tau2 is PM.");
    expect(refusal(senn, { tolerance: Number.NaN }).code).toBe("synthesis/bad-options");
    expect(() => splitNetwork(networkMetaAnalysis(senn), { reference: "water" })).toThrow(/"water"/);
  });
});

describe("direct and indirect evidence", () => {
  const result = networkMetaAnalysis(senn, { tau2: "DL" });

  test("by leaving studies out agrees with back-calculation where the pair has two-arm studies only", () => {
    const back = splitNetwork(result, { method: "back-calculation" });
    const side = splitNetwork(result, { method: "SIDE" });
    const pair = back.findIndex((one) => one.treatment1 === "metformin" && one.treatment2 === "sulfonylurea");
    expect(side[pair]!.indirect!.estimate).toBeCloseTo(back[pair]!.indirect!.estimate, 10);
    expect(side[pair]!.indirect!.se).toBeCloseTo(back[pair]!.indirect!.se, 10);
    expect(side[pair]!.difference!.p).toBeCloseTo(back[pair]!.difference!.p, 10);
    const alone = side.find((one) => one.treatment1 === "placebo" && one.treatment2 === "vildagliptin");
    expect([alone!.directShare, alone!.indirect, alone!.difference]).toEqual([
      expect.closeTo(1, 9),
      null,
      null,
    ]);
  });

  test("adds up to the network", () => {
    for (const { network, direct, indirect, directShare } of splitNetwork(result)) {
      if (direct === null || indirect === null) continue;
      expect(directShare * direct.estimate + (1 - directShare) * indirect.estimate).toBeCloseTo(
        network.estimate,
        10,
      );
      expect(1 / direct.se ** 2 + 1 / indirect.se ** 2).toBeCloseTo(1 / network.se ** 2, 8);
    }
  });

  test("names the reference second", () => {
    const pairs = splitNetwork(result, { reference: "acarbose" }).slice(0, 9);
    expect(new Set(pairs.map(({ treatment2 }) => treatment2))).toEqual(new Set(["acarbose"]));
    expect(pairs[0]!.network.estimate).toBe(result.random!.estimate[1]![0]);
  });

  test("decomposes Q by design", () => {
    const { total, within, between, designs } = decomposeDesigns(result);
    expect(within.q + between.q).toBeCloseTo(total.q, 10);
    expect(within.df + between.df).toBe(total.df);
    expect(designs).toHaveLength(15);
    expect(designs.reduce((sum, { q }) => sum + q, 0)).toBeCloseTo(within.q, 10);
    const single = designs.filter(({ studies }) => studies === 1);
    expect(single.every(({ q, df, p }) => q === 0 && df === 0 && p === null)).toBe(true);
    const ordinary = senn.filter((one) => one.treatment1 === "rosiglitazone" && one.treatment2 === "placebo");
    const pooled = pool(
      Float64Array.from(ordinary, ({ y }) => y),
      Float64Array.from(ordinary, ({ se }) => se * se),
    );
    expect(designs.find(({ studies }) => studies === 6)!.q).toBeCloseTo(pooled.q, 10);
  });
});

describe("ranking and league", () => {
  const result = networkMetaAnalysis(senn, { tau2: "DL" });

  test("P-scores turn round when large values are good, and average one half", () => {
    const small = rankTreatments(result);
    const large = rankTreatments(result, { smallValues: "undesirable" });
    expect(small.map(({ pScore }, i) => pScore + large[i]!.pScore)).toEqual(
      small.map(() => expect.closeTo(1, 12)),
    );
    expect(small.reduce((sum, { pScore }) => sum + pScore, 0) / small.length).toBeCloseTo(0.5, 12);
  });

  test("the table has the best first, network below and direct above, both of the higher against the lower", () => {
    const table = leagueTable(result);
    expect(table.treatments.slice(0, 2)).toEqual(["rosiglitazone", "metformin"]);
    expect(table.treatments.at(-1)).toBe("placebo");
    const below = table.cells[1]![0]!;
    const above = table.cells[0]![1]!;
    for (const cell of [below, above])
      expect([cell.treatment1, cell.treatment2]).toEqual(["rosiglitazone", "metformin"]);
    expect([below.evidence, above.evidence]).toEqual(["network", "direct"]);
    expect(below.value!.estimate).toBeCloseTo(-0.10669294797778184, 10);
    expect(above.value!.estimate).toBeCloseTo(-0.0709962610056447, 10);
    expect(above.value!.low).toBeLessThan(above.value!.estimate);
    expect(table.cells[3]![3]).toBeNull();
    expect(leagueTable(result, { order: "as-given" }).treatments).toEqual(result.treatments);
  });
});
