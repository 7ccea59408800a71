import { describe, expect, it } from "vitest";
import { parseProtocol, poolingOf } from "#review";

const head = `title: A review
questions:
  - { id: Q1, kind: effect, text: Does it work? }
exclusionReasons:
  - { id: design, label: Wrong design }
armRoles: [{ id: e, label: It }, { id: c, label: Nothing }]
outcomes: [{ id: gone, label: Gone, kind: dichotomous, better: higher }]
timepoints: [{ id: end, label: End }]
forms:
  - { id: effect, label: Effect, kind: effect, fields: [{ id: events, label: Events }] }
analyses:
  - id: main
    question: Q1
    label: Main
    outcome: gone
    timepoint: end
    experimental: e
    comparator: c
`;
const FIRST = head.split("\n").length;
const read = (...lines: string[]) =>
  parseProtocol(`${head}${lines.map((line) => `    ${line}`).join("\n")}\n`);
const problems = (...lines: string[]) =>
  read(...lines).problems.map(({ code, line, field, message, remedy }) => ({
    code,
    line: (line ?? 0) - FIRST + 1,
    field,
    message,
    remedy,
  }));

describe("a plan may pool", () => {
  it.each([
    ["by Mantel-Haenszel", ["measure: RR", "method: mantel-haenszel", "model: common"], "mantel-haenszel"],
    ["as Review Manager", ["measure: OR", "method: mantel-haenszel"], "mantel-haenszel-random"],
    [
      "as Review Manager, in full",
      ["measure: OR", "method: mantel-haenszel", "model: random", "tau2: DL", "test: z"],
      "mantel-haenszel-random",
    ],
    ["by Peto", ["measure: OR", "method: peto", "model: common", "test: z"], "peto"],
    ["by a model of the counts", ["measure: OR", "method: UM.FS"], "counts-random"],
    [
      "by a model of the counts, in full",
      ["measure: OR", "method: CM.EL", "model: random", "tau2: ML", "test: z"],
      "counts-random",
    ],
    ["by one of a common effect", ["measure: OR", "method: CM.AL", "model: common"], "counts-common"],
    ["by inverse variance", ["measure: SMD", "method: inverse-variance"], "random"],
    ["without a word", ["measure: SMD", "model: common"], "common"],
  ] as const)("%s", (_, lines, name) => {
    const { protocol, problems: found } = read(...lines);
    expect(found).toEqual([]);
    const pooling = poolingOf(protocol!.analyses[0]!);
    expect(pooling.name).toBe(name);
    if (pooling.method !== "inverse-variance") expect(pooling.test).toBe("z");
    if (name === "mantel-haenszel-random") expect(pooling.tau2).toBe("DL");
    if (name === "counts-random") expect(pooling.tau2).toBe("ML");
    if (name === "counts-common") expect(pooling.tau2).toBeNull();
    expect(pooling.counts).toBe(name.startsWith("counts-") ? pooling.method : null);
  });
  it("otherwise in a sensitivity analysis", () => {
    expect(
      problems(
        "measure: OR",
        "zeroCells: { add: 0.1 }",
        "sensitivity:",
        "  - { id: mh, label: Mantel-Haenszel, method: mantel-haenszel, model: common }",
        "  - { id: peto, label: Peto, method: peto, model: common }",
        "  - { id: ratio, label: Risk ratio, method: mantel-haenszel, measure: RR }",
      ),
    ).toEqual([]);
    expect(
      problems(
        "measure: OR",
        "method: peto",
        "model: common",
        "sensitivity:",
        "  - { id: iv, label: Inverse variance, method: inverse-variance, model: random, tau2: PM, zeroCells: { add: 0.1 } }",
      ),
    ).toEqual([]);
  });
});

describe("a plan is told, with the key, that", () => {
  it.each([
    [
      "sums need counts",
      ["measure: SMD", "method: mantel-haenszel", "model: common"],
      {
        code: "review/method-measure",
        line: 2,
        field: expect.stringContaining("method"),
        message: /RR or OR, not SMD/,
      },
    ],
    [
      "coded effects have none",
      ["measure: GEN", "method: mantel-haenszel"],
      { code: "review/method-measure", line: 2, message: /not GEN/ },
    ],
    [
      "Peto pools odds ratios",
      ["measure: RR", "method: peto", "model: common"],
      { code: "review/method-measure", line: 2, message: /as OR, not RR/ },
    ],
    [
      "Peto pools a common effect",
      ["measure: OR", "method: peto"],
      { code: "review/method-model", line: 2, message: /common effect/ },
    ],
    [
      "Peto has no random model",
      ["measure: OR", "method: peto", "model: random"],
      { code: "review/method-model", line: 3, message: /common effect/ },
    ],
    [
      "another test has no say",
      ["measure: OR", "method: mantel-haenszel", "test: knha"],
      {
        code: "review/idle-choice",
        line: 3,
        field: expect.stringContaining("test"),
        message: /`test` has no say/,
      },
    ],
    [
      "another estimator has no say",
      ["measure: OR", "method: mantel-haenszel", "tau2: REML"],
      { code: "review/idle-choice", line: 3, message: /`tau2` has no say/ },
    ],
    [
      "an estimator has no say in a common effect",
      ["measure: OR", "method: mantel-haenszel", "model: common", "tau2: DL"],
      { code: "review/idle-choice", line: 4, message: /`tau2` has no say/ },
    ],
    [
      "sums need no rule for empty cells",
      ["measure: OR", "method: mantel-haenszel", "zeroCells: { add: 0.1 }"],
      { code: "review/idle-choice", line: 3, message: /`zeroCells` has no say/ },
    ],
    [
      "sums have no prediction interval",
      ["measure: OR", "method: mantel-haenszel", "prediction: riley"],
      { code: "review/idle-choice", line: 3, message: /`prediction` has no say/ },
    ],
    [
      "a sensitivity analysis cannot have Peto under its random model",
      ["measure: OR", "sensitivity:", "  - { id: a, label: A, method: peto }"],
      { code: "review/method-model", line: 3, message: /common effect/ },
    ],
    [
      "a measure of a sensitivity analysis does not fit its method",
      [
        "measure: OR",
        "method: peto",
        "model: common",
        "sensitivity:",
        "  - { id: a, label: A, measure: RR }",
      ],
      {
        code: "review/method-measure",
        line: 5,
        field: expect.stringContaining("measure"),
        message: /not RR/,
      },
    ],
    [
      "models of the counts give odds ratios",
      ["measure: RR", "method: UM.RS"],
      {
        code: "review/method-measure",
        line: 2,
        message: /The binomial–normal model UM.RS pools counts of two groups as OR, not RR/,
      },
    ],
    [
      "models of the counts need no rule for empty cells",
      ["measure: OR", "method: UM.FS", "zeroCells: { add: 0.1 }"],
      {
        code: "review/idle-choice",
        line: 3,
        message: /`zeroCells` has no say in the binomial–normal model UM.FS/,
      },
    ],
    [
      "models of the counts are fitted by ML",
      ["measure: OR", "method: CM.AL", "tau2: DL"],
      { code: "review/idle-choice", line: 3, message: /`tau2` has no say/ },
    ],
    [
      "a model of the counts is not known",
      ["measure: OR", "method: UM.FX"],
      { code: "review/invalid-value", line: 2, message: /UM.FX/ },
    ],
    [
      "the method is what it was",
      ["measure: OR", "sensitivity:", "  - { id: a, label: A, method: inverse-variance }"],
      { code: "review/nothing-changed", line: 3, message: /changes nothing/ },
    ],
    [
      "a method is not known",
      ["measure: OR", "method: mantel-haenszl"],
      { code: "review/invalid-value", line: 2, message: /mantel-haenszl/ },
    ],
  ] as const)("%s", (_, lines, { message, ...expected }) => {
    const found = problems(...lines);
    expect(found).toMatchObject([{ ...expected, message: expect.stringMatching(message) }]);
    expect(found[0]!.remedy).not.toBe("");
  });
  it("the nearest method is named", () => {
    expect(problems("measure: OR", "method: mantel-haenszl")[0]!.remedy).toContain("mantel-haenszel");
  });
});
