import { expect, test } from "vitest";
import { canonicalJson } from "#ledger";
import { parseProtocol, studyVariables } from "#review";

const head = `title: A review
questions:
  - { id: Q1, kind: effect, text: Does it work? }
exclusionReasons:
  - { id: design, label: Wrong design }
armRoles: [{ id: e, label: It }, { id: c, label: Nothing }]
outcomes: [{ id: score, label: Score, kind: continuous, better: lower }]
timepoints: [{ id: end, label: End }]
forms:
  - id: about
    label: About
    kind: study
    fields:
      - { id: dose, label: Dose, type: number }
      - { id: setting, label: Setting, type: choice, choices: [{ id: clinic, label: Clinic }] }
  - { id: effect, label: Effect, kind: effect, fields: [{ id: mean, label: Mean }] }
analyses:
  - id: main
    question: Q1
    label: Main
    outcome: score
    timepoint: end
    experimental: e
    comparator: c
`;
const FIRST = head.split("\n").length;
const analysis = (...lines: string[]): string => `${head}${lines.map((line) => `    ${line}`).join("\n")}\n`;
const problems = (...lines: string[]) =>
  parseProtocol(analysis(...lines)).problems.map(({ code, line, message, remedy }) => ({
    code,
    // Counted from the first line given.
    line: (line ?? 0) - FIRST + 1,
    message,
    remedy,
  }));

test("an analysis may plan its groups, moderators, restriction, intervals, empty cells and sensitivity analyses", () => {
  const { protocol, problems: found } = parseProtocol(
    analysis(
      "measure: OR",
      "test: adhoc",
      "tau2: PM",
      "prediction: riley",
      "zeroCells: { to: all, doubleZero: drop }",
      "risk: not-high",
      "leaveOneOut: true",
      "subgroups:",
      "  - { id: by-setting, label: By setting, by: about.setting, tau2: common }",
      "moderators:",
      "  - { id: by-dose, label: By dose, variables: [about.dose, { variable: year, as: categorical }] }",
      "sensitivity:",
      "  - { id: fixed, label: Common effect, model: common, test: z }",
      "  - { id: without-one, label: Without one, without: [s1] }",
      "  - { id: ratio, label: As risk ratio, measure: RR, zeroCells: { add: 0.1 } }",
    ),
  );
  expect(found).toEqual([]);
  expect(protocol?.analyses[0]).toMatchObject({
    tau2: "PM",
    test: "adhoc",
    prediction: "riley",
    zeroCells: { to: "all", add: 0.5, doubleZero: "drop" },
    risk: "not-high",
    leaveOneOut: true,
    subgroups: [{ id: "by-setting", by: "about.setting", tau2: "common" }],
    moderators: [{ variables: [{ variable: "about.dose" }, { variable: "year", as: "categorical" }] }],
    sensitivity: [{ model: "common" }, { without: ["s1"] }, { zeroCells: { to: "only0", add: 0.1 } }],
  });
});

test("what an older protocol does not say stays unsaid, so that its analyses keep their fingerprint", () => {
  const { protocol } = parseProtocol(analysis("measure: SMD"));
  expect(canonicalJson(protocol?.analyses[0])).toBe(
    '{"comparator":"c","experimental":"e","id":"main","label":{"en":"Main"},"measure":"SMD","model":"random",' +
      '"outcome":"score","question":"Q1","tags":[],"tau2":"REML","test":"knha","timepoint":"end"}',
  );
});

test("the variables that may be named are the fields of forms about studies and what every study has", () => {
  const { protocol } = parseProtocol(analysis("measure: SMD"));
  expect(studyVariables(protocol!).map(({ name, choice }) => [name, choice])).toEqual([
    ["risk-of-bias", true],
    ["year", false],
    ["analysed", false],
    ["about.dose", false],
    ["about.setting", true],
  ]);
});

test("a variable nobody records is told with its line and the nearest name", () => {
  expect(problems("measure: SMD", "subgroups:", "  - { id: a, label: A, by: about.seting }")).toMatchObject([
    {
      code: "review/unknown-variable",
      line: 3,
      message: "Nothing called `about.seting` is recorded about studies.",
      remedy: expect.stringContaining("Did you mean `about.setting`?"),
    },
  ]);
  const [bare] = problems(
    "measure: SMD",
    "moderators:",
    "  - id: a",
    "    label: A",
    "    variables:",
    "      - dose",
  );
  expect(bare).toMatchObject({ line: 6, remedy: expect.stringContaining("`about.dose`") });
});

test.each([
  [
    "a key of a part that is not known",
    ["measure: SMD", "subgroups:", "  - { id: a, label: A, by: year, tua2: common }"],
    "review/unknown-key",
    3,
    "`tau2`",
  ],
  ["an estimator that is not known", ["measure: SMD", "tau2: REM"], "review/invalid-value", 2, "`REML`"],
  [
    "a test that is not known",
    ["measure: SMD", "sensitivity:", "  - { id: a, label: A, test: khna }"],
    "review/invalid-value",
    3,
    "`knha`",
  ],
  [
    "two parts of one id",
    [
      "measure: SMD",
      "subgroups:",
      "  - { id: a, label: A, by: year }",
      "sensitivity:",
      "  - { id: a, label: A, model: common }",
    ],
    "review/duplicate-id",
    5,
    "another id",
  ],
  ["empty cells of means", ["measure: SMD", "zeroCells: { to: all }"], "review/idle-choice", 2, "RR or OR"],
  [
    "a prediction interval of a common effect",
    ["measure: SMD", "model: common", "prediction: riley"],
    "review/idle-choice",
    3,
    "`model: random`",
  ],
  [
    "an estimator of a common effect",
    ["measure: SMD", "sensitivity:", "  - { id: a, label: A, model: common, tau2: DL }"],
    "review/idle-choice",
    3,
    "Remove `tau2`",
  ],
  [
    "a repetition",
    ["measure: SMD", "sensitivity:", "  - { id: a, label: A, tau2: REML }"],
    "review/nothing-changed",
    3,
    "without",
  ],
  [
    "other numbers",
    ["measure: SMD", "sensitivity:", "  - { id: a, label: A, measure: RR }"],
    "review/other-numbers",
    3,
    "analysis of its own",
  ],
  [
    "a word as a number",
    [
      "measure: SMD",
      "moderators:",
      "  - { id: a, label: A, variables: [{ variable: about.setting, as: continuous }] }",
    ],
    "review/variable-kind",
    3,
    "categorical",
  ],
  [
    "a variable twice",
    ["measure: SMD", "moderators:", "  - { id: a, label: A, variables: [year, year] }"],
    "review/variable-twice",
    3,
    "Remove",
  ],
  ["a negative correction", ["measure: RR", "zeroCells: { add: -1 }"], "review/invalid-value", 2, "0"],
  [
    "no variables",
    ["measure: SMD", "moderators:", "  - { id: a, label: A, variables: [] }"],
    "review/invalid-value",
    3,
    "at least one",
  ],
  [
    "no studies",
    ["measure: SMD", "sensitivity:", "  - { id: a, label: A, without: [] }"],
    "review/invalid-value",
    3,
    "at least one",
  ],
] as const)("%s is told with its line", (_, lines, code, line, remedy) => {
  const found = problems(...lines);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ code, line });
  expect(found[0]?.remedy).toContain(remedy);
});
