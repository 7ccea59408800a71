import { describe, expect, it } from "vitest";
import { matrix, pivotedQr, seededRng } from "../../src/numerics/index.ts";
import {
  combineTrials,
  contrasts,
  type Frame,
  mmrm,
  oneStage,
  oneStageText,
  type PooledContrast,
  participantInteraction,
  pool,
  splitCovariate,
  type TrialModel,
  twoStage,
  twoStageText,
} from "../../src/synthesis/index.ts";
import { changed, storedFrame } from "./mmrm-data.ts";

const trials = storedFrame("data-pooled-trials");
const studies = [...new Set(Array.from(trials["STUDY"]!.values as ArrayLike<string>))];
const model: TrialModel = {
  formula: "CHG ~ ARM * VISIT + BASE",
  visit: "VISIT",
  subject: "SUBJ",
  structure: "cs",
};
const wanted: PooledContrast = { of: "ARM", level: "ACT", against: "CTRL", at: { VISIT: "V2" } };
const code = (what: string) => expect.objectContaining({ code: `synthesis/${what}` });

/** The rows of one study, cut out. */
function cutOut(study: string): Frame {
  const rows = Array.from(trials["STUDY"]!.values as ArrayLike<string>).flatMap((own, i) =>
    own === study ? [i] : [],
  );
  return Object.fromEntries(
    Object.entries(trials).map(([name, column]) => [
      name,
      { ...column, values: rows.map((row) => column.values[row]!) },
    ]),
  ) as Frame;
}

/** Participants of three trials, one visit, made so that within and across trials say different things. */
function confounded(noise: number): Frame {
  const rng = seededRng(11);
  const rows = Array.from({ length: 120 }, (_, i) => {
    const study = Math.floor(i / 40);
    const arm = i % 2;
    const age = 30 + 10 * study + Math.floor(rng.next() * 20);
    return { id: i, study, arm, age };
  });
  const means = [0, 1, 2].map((study) => {
    const own = rows.filter((row) => row.study === study);
    return own.reduce((sum, row) => sum + row.age, 0) / own.length;
  });
  const y = rows.map(({ study, arm, age }) => {
    const [across, within] = [means[study]!, age - means[study]!];
    const error = noise * (rng.next() + rng.next() + rng.next() - 1.5);
    return 5 * study + 0.3 * within + arm * (2 - 0.5 * within + 1.5 * (across - 40)) + error;
  });
  return {
    id: { values: rows.map(({ id }) => id) },
    study: { levels: ["A", "B", "C"], values: rows.map(({ study }) => "ABC"[study]!) },
    visit: { levels: ["end"], values: rows.map(() => "end") },
    arm: { levels: ["control", "active"], values: rows.map(({ arm }) => ["control", "active"][arm]!) },
    age: { values: rows.map(({ age }) => age) },
    y: { values: y },
  };
}

describe("twoStage", () => {
  const found = twoStage(trials, "STUDY", model, wanted);

  it("is each trial's own model, pooled", () => {
    expect(found.trials.map(({ study, fitted }) => [study, fitted])).toEqual(
      studies.map((study) => [study, true]),
    );
    const each = studies.map((study) => {
      const { contrasts: list } = contrasts(mmrm(cutOut(study), model), "ARM", { by: ["VISIT"] });
      return list.find(({ by }) => by["VISIT"] === "V2")!.test!;
    });
    for (const [i, trial] of found.trials.entries()) {
      if (!trial.fitted) continue;
      expect(trial.test.estimate).toBeCloseTo(each[i]!.estimate, 8);
      expect(trial.test.se).toBeCloseTo(each[i]!.se, 8);
    }
    const pooled = pool(
      Float64Array.from(each, ({ estimate }) => estimate),
      Float64Array.from(each, ({ se }) => se ** 2),
    );
    expect(found.pooled!.estimate).toBeCloseTo(pooled.estimate, 6);
    expect(found.pooled!.tau2Method).toBe("REML");
    const common = twoStage(trials, "STUDY", model, wanted, { model: "common" }).pooled!;
    const weights = each.map(({ se }) => 1 / se ** 2);
    const total = weights.reduce((a, b) => a + b, 0);
    expect(common.estimate).toBeCloseTo(
      each.reduce((sum, { estimate }, i) => sum + weights[i]! * estimate, 0) / total,
      8,
    );
    expect(common.se).toBeCloseTo(1 / Math.sqrt(total), 8);
  });

  it("names the trials that could not be fitted, with the row in the whole", () => {
    const [first, second, third] = studies as [string, string, string];
    const own = trials["STUDY"]!.values;
    const arm = trials["ARM"]!.values;
    let broken = changed(trials, "CHG", (row, old) =>
      own[row] === first || (own[row] === second && arm[row] === "CTRL") ? null : old,
    );
    broken = changed(broken, "ARM", (row, old) => (own[row] === third ? "ACT" : old));
    const result = twoStage(broken, "STUDY", model, wanted);
    expect(result.trials.slice(0, 3)).toMatchObject([
      { study: first, fitted: false, code: "synthesis/too-few-rows" },
      { study: second, fitted: false, code: "synthesis/empty-level" },
      { study: third, fitted: false, code: "synthesis/bad-frame" },
    ]);
    const unfitted = result.trials[1]!;
    const row =
      Array.from(own as ArrayLike<string>).findIndex((study, i) => study === second && arm[i] === "CTRL") + 1;
    expect(unfitted.fitted ? "" : unfitted.reason).toContain(`the first is row ${row}`);
    expect(result.pooled!.k).toBe(studies.length - 3);
    const text = twoStageText(result);
    expect(text[0]).toMatch(new RegExp(`^Stage 1, ${first}: not fitted: No row has`));
    expect(text.at(-1)).toMatch(/^Stage 2: .* 3 trials; τ² by REML, test knha$/);
  });

  it("refuses mistakes of the call at once", () => {
    const named = { ...model, formula: "CHG ~ ARM + STUDY" };
    expect(() => twoStage(trials, "STUDY", named, wanted)).toThrow(code("bad-specification"));
    expect(() => twoStage(trials, "TRIAL", model, wanted)).toThrow(code("bad-frame"));
    expect(() => twoStage(trials, "STUDY", { ...model, formula: "CHG ~" }, wanted)).toThrow(
      code("bad-formula"),
    );
    const worded = changed(trials, "BASE", (row, old) => (row === 70 ? "high" : old));
    expect(() => twoStage(worded, "STUDY", model, wanted)).toThrow('BASE of row 71 is "high"');
    expect(() => twoStage(trials, "STUDY", model, { ...wanted, of: "SEX" })).toThrow(code("bad-contrast"));
    const nobody = twoStage(trials, "STUDY", model, { ...wanted, level: "ACTIVE" });
    expect(nobody.pooled).toBeNull();
  });
});

describe("oneStage", () => {
  it("is the model with the study in its formula", () => {
    const found = oneStage(trials, "STUDY", model, wanted);
    const direct = mmrm(trials, { ...model, formula: "CHG ~ ARM * VISIT + BASE + STUDY" });
    const test = contrasts(direct, "ARM", { by: ["VISIT"] }).contrasts[1]!.test!;
    expect(found.test).toEqual(test);
    expect(found.heterogeneity.test!.numeratorDf).toBe(studies.length - 1);
    expect(oneStageText(found).at(-1)).toMatch(/^The studies' differences are one: F\(5, /);
  });

  it("tests by likelihood nearly what it tests by F", () => {
    // Twice the gain of log-likelihood (ML) over the same df: with 103 people the two agree in size.
    const ml = { ...model, likelihood: "ML" as const };
    const { model: joint, heterogeneity } = oneStage(trials, "STUDY", ml, wanted);
    const ratio = (2 * (heterogeneity.model.logLikelihood - joint.logLikelihood)) / (studies.length - 1);
    expect(ratio / heterogeneity.test!.f).toBeGreaterThan(0.85);
    expect(ratio / heterogeneity.test!.f).toBeLessThan(1.15);
  });

  it("may have a covariance and visits' intercepts for each study", () => {
    const found = oneStage(trials, "STUDY", model, wanted, {
      stratify: "study-by-visit",
      covarianceByStudy: true,
    });
    expect(found.model.visitCovariance.map(({ group }) => group)).toEqual(studies);
    expect(found.model.coefficients.some(({ term }) => term === "VISIT:STUDY")).toBe(true);
  });

  it("refuses a name that two trials share", () => {
    const shared = changed(trials, "SUBJ", (row, old) => (row === 200 ? "S001" : old));
    expect(() => oneStage(shared, "STUDY", model, wanted)).toThrow("SUBJ S001 is in STUDY");
  });
});

describe("participantInteraction", () => {
  const one: TrialModel = { formula: "y ~ arm", visit: "visit", subject: "id", structure: "us" };
  const slope = { arm: "arm", level: "active", against: "control", covariate: "age" };

  it("keeps within trials and across trials apart", () => {
    const found = participantInteraction(confounded(1), "study", one, slope);
    const { within, across, difference } = found.oneStage;
    expect(within!.estimate).toBeCloseTo(-0.5, 1);
    expect(across!.estimate).toBeCloseTo(1.5, 1);
    expect(difference!.estimate).toBeCloseTo(across!.estimate - within!.estimate, 10);
    expect(found.twoStage.pooled!.estimate).toBeCloseTo(-0.5, 1);
    expect(found.means.map(({ study, participants }) => [study, participants])).toEqual([
      ["A", 40],
      ["B", 40],
      ["C", 40],
    ]);
  });

  it("is least squares on the design written out", () => {
    const frame = confounded(3);
    const found = participantInteraction(frame, "study", one, slope);
    const split = splitCovariate(frame, "age", "study", "id");
    const n = 120;
    const x = matrix(n, 10);
    for (let i = 0; i < n; i++) {
      const study = frame["study"]!.values[i];
      const active = frame["arm"]!.values[i] === "active" ? 1 : 0;
      const within = split.frame["age_within"]!.values[i] as number;
      const across = split.frame["age_across"]!.values[i] as number;
      const of = (name: string): number => (study === name ? 1 : 0);
      const row = [1, active, of("B"), of("C"), within, within * of("B"), within * of("C")];
      x.values.set([...row, active * within, active * across, 0], i * 10);
    }
    const y = matrix(n, 1, frame["y"]!.values as number[]);
    const solved = pivotedQr(x).solve(y).values;
    expect(found.oneStage.within!.estimate).toBeCloseTo(solved[7]!, 8);
    expect(found.oneStage.across!.estimate).toBeCloseTo(solved[8]!, 8);
    // Each trial's own: difference of the arms' regression slopes.
    const slopes = ["A", "B", "C"].map((name) => {
      const byArm = ["control", "active"].map((arm) => {
        const rows = Array.from({ length: n }, (_, i) => i).filter(
          (i) => frame["study"]!.values[i] === name && frame["arm"]!.values[i] === arm,
        );
        const age = rows.map((i) => frame["age"]!.values[i] as number);
        const out = rows.map((i) => y.values[i]!);
        const mean = (list: number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
        const [ma, my] = [mean(age), mean(out)];
        const sxy = age.reduce((sum, value, k) => sum + (value - ma) * (out[k]! - my), 0);
        return sxy / age.reduce((sum, value) => sum + (value - ma) ** 2, 0);
      });
      return byArm[1]! - byArm[0]!;
    });
    for (const [s, trial] of found.twoStage.trials.entries())
      expect(trial.fitted && trial.test.estimate).toBeCloseTo(slopes[s]!, 8);
  });

  it("stays where it is when the trials' means move, and the mixed slope does not", () => {
    const frame = confounded(1);
    const before = participantInteraction(frame, "study", one, slope).oneStage.within!;
    const moved = changed(frame, "y", (row, old) =>
      frame["arm"]!.values[row] === "active" && frame["study"]!.values[row] === "C"
        ? (old as number) + 50
        : old,
    );
    const after = participantInteraction(moved, "study", one, slope).oneStage.within!;
    // The mean of the three trials' slopes is weighted by covariances that the move leaves alone.
    const pooled = participantInteraction(moved, "study", one, slope).twoStage.pooled!;
    expect(pooled.estimate).toBeCloseTo(
      participantInteraction(frame, "study", one, slope).twoStage.pooled!.estimate,
      8,
    );
    const mixed = (data: Frame): number =>
      mmrm(data, { ...one, formula: "y ~ study + arm * age" }).coefficients.at(-1)!.estimate;
    expect(Math.abs(mixed(moved) - mixed(frame))).toBeGreaterThan(0.3);
    expect(Math.abs(after.estimate - before.estimate)).toBeLessThan(0.2);
  });

  it("is null across trials where they have one mean, and refuses what has no mean", () => {
    const frame = confounded(1);
    const level = changed(frame, "age", (row) => 30 + ((Math.floor(row / 2) * 7) % 20));
    const found = participantInteraction(level, "study", one, slope);
    expect(found.oneStage.across).toBeNull();
    expect(found.oneStage.within).not.toBeNull();
    expect(() => participantInteraction(frame, "study", one, { ...slope, covariate: "arm" })).toThrow(
      "arm has levels",
    );
    const visits = storedFrame("data-pooled-trials");
    expect(() => splitCovariate(visits, "CHG", "STUDY", "SUBJ")).toThrow("CHG of SUBJ S001 is 25.5");
  });
});

describe("combineTrials", () => {
  const found = twoStage(trials, "STUDY", model, wanted);
  const published = [
    { study: "P1", estimate: -12, se: 6 },
    { study: "P2", estimate: -5, se: 4 },
  ];

  it("pools both kinds together and apart", () => {
    const both = combineTrials(found.trials, published);
    const own = found.trials.flatMap((trial) => (trial.fitted ? [trial.test] : []));
    const all = pool(
      Float64Array.from([...own, ...published], ({ estimate }) => estimate),
      Float64Array.from([...own, ...published], ({ se }) => se ** 2),
    );
    expect(both.all).toEqual(all);
    expect(both.participants).toEqual(found.pooled);
    expect(both.aggregate!.k).toBe(2);
    expect(both.studies.map(({ source }) => source)).toEqual([
      ...studies.map(() => "participants"),
      "aggregate",
      "aggregate",
    ]);
    const { estimate, se } = both.difference!;
    expect(estimate).toBeCloseTo(both.participants!.estimate - both.aggregate!.estimate, 12);
    expect(se).toBeCloseTo(Math.sqrt(both.participants!.se ** 2 + both.aggregate!.se ** 2), 12);
    expect(combineTrials(found.trials, []).difference).toBeNull();
  });

  it("counts no study twice", () => {
    const again = { study: studies[0]!, estimate: 1, se: 1 };
    expect(() => combineTrials(found.trials, [again])).toThrow(`${studies[0]} is pooled twice`);
    expect(() => combineTrials([], [{ study: "P", estimate: 1, se: 0 }])).toThrow(code("bad-contrast"));
    expect(() => combineTrials([], [])).toThrow("no trial");
    const missing = { study: "M", fitted: false, code: "synthesis/too-few-rows", reason: "" } as const;
    expect(combineTrials([missing], published).leftOut).toEqual(["M"]);
    expect(combineTrials([missing], [{ study: "M", estimate: 1, se: 1 }]).leftOut).toEqual([]);
  });
});
