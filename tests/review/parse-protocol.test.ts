import { describe, expect, test } from "vitest";
import type { Problem } from "#kernel";
import { isCalendarDate, parseProtocol } from "#review";

const minimal = `title: A review
questions:
  - { id: Q1, kind: effect, text: Does it work? }
exclusionReasons:
  - { id: design, label: Wrong design }
`;

const whole = `title: { en: A review, nb: En oversikt }
shortTitle: Review
authors: [A. Author]
registration: "CRD1"
people:
  - { id: anna, name: Anna Maria Berg, roles: [lead] }
questions:
  - id: Q1
    kind: effect
    text: Does it work?
    outcomes: [caps]
criteria:
  - { id: I1, kind: include, text: Adults }
sources:
  - { id: pubmed, kind: database, name: PubMed, query: "  a AND b  ", searchedOn: 2020-02-29, hits: 135 }
stages:
  - { stage: title-abstract, reviewers: 2 }
  - { stage: full-text }
exclusionReasons:
  - { id: design, label: Wrong design }
armRoles:
  - { id: mdma, label: MDMA }
  - { id: control, label: Control }
outcomes:
  - { id: caps, label: CAPS, kind: continuous, better: lower }
timepoints:
  - { id: end, label: End }
forms:
  - id: effect
    label: Effect
    kind: effect
    fields:
      - { id: mean, label: Mean, type: number, statistic: mean }
      - { id: d, label: d, per: contrast }
  - id: mechanism
    label: Mechanism
    kind: study
    fields:
      - { id: method, label: Method }
      - { id: species, label: Species, type: choice, required: true, choices: [{ id: rat, label: Rat }] }
analyses:
  - { id: a, question: Q1, label: Main, outcome: caps, timepoint: end, experimental: mdma, comparator: control, measure: SMD }
highlights:
  - { kind: design, terms: [randomised] }
`;

const problemsOf = (text: string): readonly Problem[] => parseProtocol(text).problems;
const short = (problems: readonly Problem[]): unknown[] =>
  problems.map(({ code, line, field }) => [code, line, field]);

describe("what is read", () => {
  test("little is enough; the rest has defaults", () => {
    const { protocol, problems } = parseProtocol(minimal);
    expect(problems).toEqual([]);
    expect(protocol).toEqual({
      title: { en: "A review" },
      shortTitle: { en: "A review" },
      authors: [],
      registration: null,
      people: [],
      questions: [
        {
          id: "Q1",
          kind: "effect",
          text: { en: "Does it work?" },
          population: null,
          intervention: null,
          comparator: null,
          outcomes: [],
        },
      ],
      criteria: [],
      sources: [],
      stages: [
        { stage: "title-abstract", reviewers: 1 },
        { stage: "full-text", reviewers: 1 },
      ],
      exclusionReasons: [{ id: "design", label: { en: "Wrong design" }, stages: ["full-text"] }],
      armRoles: [],
      outcomes: [],
      timepoints: [],
      forms: [],
      analyses: [],
      highlights: [],
    });
  });

  test("a whole protocol", () => {
    const { protocol, problems } = parseProtocol(whole);
    expect(problems).toEqual([]);
    expect(protocol).toMatchObject({
      title: { en: "A review", nb: "En oversikt" },
      people: [{ initials: "AMB", roles: ["lead"] }],
      sources: [{ query: "  a AND b  ", searchedOn: "2020-02-29", hits: 135, platform: null }],
      stages: [{ reviewers: 2 }, { reviewers: 1 }],
      analyses: [{ model: "random", tau2: "REML", test: "knha", tags: [] }],
    });
    expect(
      protocol?.forms.map(({ fields }) => fields.map(({ per, type, required }) => [per, type, required])),
    ).toEqual([
      [
        ["arm", "number", false],
        ["contrast", "text", false],
      ],
      [
        ["study", "text", false],
        ["study", "choice", true],
      ],
    ]);
  });

  test("keys left empty count as absent", () => {
    expect(problemsOf(`${minimal}people:\nregistration:\nstages:\n`)).toEqual([]);
  });

  test("CR LF and a byte-order mark change nothing", () => {
    expect(parseProtocol(`\ufeff${whole.replaceAll("\n", "\r\n")}`)).toEqual(parseProtocol(whole));
  });
});

describe("what is wrong", () => {
  test("everything at once, in the order of the lines, each with place, field and remedy", () => {
    const text = `titel: A review
questions:
  - id: Q1
    kind: efect
    text: Why?
    outcomes: [pain]
  - id: Q1
    text: 7
sources:
  - { id: s, kind: database, name: X, searchedOn: 2020-02-31, hits: -1 }
stages:
  - { stage: full-text, reviewers: 0 }
people:
  - { id: "a b", name: "", roles: [boss] }
`;
    const problems = parseProtocol(text, "protocol.yaml").problems;
    expect(short(problems)).toEqual([
      ["review/missing", 1, "title"],
      ["review/unknown-key", 1, "titel"],
      ["review/invalid-value", 4, "questions[0].kind"],
      ["review/unknown-reference", 6, "questions[0].outcomes[0]"],
      ["review/missing", 7, "questions[1].kind"],
      ["review/duplicate-id", 7, "questions[1].id"],
      ["review/invalid-value", 8, "questions[1].text"],
      ["review/date", 10, "sources[0].searchedOn"],
      ["review/invalid-value", 10, "sources[0].hits"],
      ["review/no-exclusion-reasons", 12, "exclusionReasons"],
      ["review/invalid-value", 12, "stages[0].reviewers"],
      ["review/id-format", 14, "people[0].id"],
      ["review/invalid-value", 14, "people[0].name"],
      ["review/invalid-value", 14, "people[0].roles[0]"],
    ]);
    for (const problem of problems) {
      expect(problem.file).toBe("protocol.yaml");
      expect(problem.column).toBeGreaterThanOrEqual(1);
      expect(problem.message).not.toBe("");
      expect(problem.remedy).toMatch(/[.]$/);
    }
    expect(parseProtocol(text).protocol).toBe(null);
  });

  test("an unknown key names the one that was meant, at its own column", () => {
    const problems = problemsOf(minimal.replace("exclusionReasons", "exclusion-reason"));
    expect(short(problems)).toEqual([
      ["review/no-exclusion-reasons", 1, "exclusionReasons"],
      ["review/unknown-key", 4, "exclusion-reason"],
    ]);
    const problem = problems[1];
    expect(problem).toMatchObject({ code: "review/unknown-key", line: 4, column: 1 });
    expect(problem?.remedy).toContain("`exclusionReasons`");
    const inner = problemsOf(minimal.replace("text:", "tekst:"));
    expect(short(inner)).toEqual([
      ["review/missing", 3, "questions[0].text"],
      ["review/unknown-key", 3, "questions[0].tekst"],
    ]);
    expect(inner[1]?.column).toBe(29);
  });

  test("an unknown language is told with those that are known", () => {
    const [problem] = problemsOf(minimal.replace("title: A review", "title: { en: A review, sv: X }"));
    expect(problem).toMatchObject({
      code: "review/unknown-key",
      field: "title.sv",
      remedy: expect.stringContaining("en, nb"),
    });
  });

  test("an id given twice names both lines, in every list", () => {
    const twice = whole
      .replace(
        "  - { id: control, label: Control }",
        "  - { id: control, label: Control }\n  - { id: mdma, label: Again }",
      )
      .replace("{ id: d, label: d, per: contrast }", "{ id: mean, label: d, per: contrast }")
      .replace("[{ id: rat, label: Rat }]", "[{ id: rat, label: Rat }, { id: rat, label: Mouse }]")
      .replace("- { stage: full-text }", "- { stage: title-abstract }");
    const problems = problemsOf(twice).filter(({ code }) => code === "review/duplicate-id");
    expect(problems.map(({ field }) => field)).toEqual([
      "stages[1].stage",
      "armRoles[2].id",
      "forms[0].fields[1].id",
      "forms[1].fields[1].choices[1].id",
    ]);
    expect(problems[1]?.message).toMatch(/`mdma` stands on line 22 and again on line 24/);
  });

  test.each([
    ["question: Q1", "question: Q2", "analyses[0].question", "`Q1`"],
    ["outcome: caps", "outcome: cap", "analyses[0].outcome", "`caps`"],
    ["timepoint: end", "timepoint: start", "analyses[0].timepoint", "one of: end"],
    ["experimental: mdma", "experimental: mdna", "analyses[0].experimental", "`mdma`"],
    ["comparator: control, m", "comparator: waiting, m", "analyses[0].comparator", "mdma, control"],
  ])("a reference that leads nowhere: %s", (right, wrong, field, remedy) => {
    const [problem, ...others] = problemsOf(whole.replace(right, wrong));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "review/unknown-reference", field });
    expect(problem?.remedy).toContain(remedy);
  });

  test("a comparison with itself, forms that contradict themselves", () => {
    expect(problemsOf(whole.replace("comparator: control, m", "comparator: mdma, m"))).toMatchObject([
      { code: "review/same-arms", field: "analyses[0].comparator" },
    ]);
    expect(problemsOf(whole.replace("choices: [{ id: rat, label: Rat }]", "choices: []"))).toMatchObject([
      { code: "review/form-field", field: "forms[1].fields[1].choices" },
    ]);
    expect(
      problemsOf(whole.replace("{ id: method, label: Method }", "{ id: method, label: Method, per: arm }")),
    ).toMatchObject([{ code: "review/form-field", field: "forms[1].fields[0].per" }]);
    expect(problemsOf(whole.replace("type: choice, ", ""))).toMatchObject([{ code: "review/form-field" }]);
  });

  test("a full-text stage needs a reason that serves it", () => {
    const only = whole.replace("label: Wrong design }", "label: Wrong design, stages: [title-abstract] }");
    expect(short(problemsOf(only))).toEqual([["review/no-exclusion-reasons", 18, "exclusionReasons"]]);
    expect(
      problemsOf(
        whole
          .replace("  - { stage: full-text }\n", "")
          .replace("  - { id: design, label: Wrong design }\n", ""),
      ),
    ).toEqual([]);
  });

  test("a number where a text belongs is to be put in quotes", () => {
    const [problem] = problemsOf(minimal.replace("id: design", "id: 1"));
    expect(problem).toMatchObject({ field: "exclusionReasons[0].id", remedy: 'Put it in quotes: "1".' });
  });
});

describe("what is no protocol", () => {
  test.each([
    ["an empty file", "", "review/empty-file", 1],
    ["comments only", "# nothing\n", "review/empty-file", 1],
    ["a list", "- a\n- b\n", "review/not-a-mapping", 1],
    ["a word", "\nhello\n", "review/not-a-mapping", 2],
    ["a tab for indent", "title: A\nquestions:\n\t- id: Q1\n", "review/yaml", 3],
    ["a bad indent", "title: A\nquestions:\n  - id: Q1\n kind: effect\n", "review/yaml", 4],
    ["an open quote", 'title: "A\n', "review/yaml", 2],
    ["a tag of its own", `${minimal.replace("title: A", "title: !!js/function A")}`, "review/yaml", 1],
    ["two documents", `${minimal}---\n${minimal}`, "review/yaml", 6],
    ["binary", "PK\u0003\u0004\0\0", "review/not-text", 1],
    ["another encoding", "title: A\nauthors: [Bj\ufffdrn]\n", "review/not-text", 2],
    ["an alias to nothing", "title:\n  *nobody\n", "review/unknown-alias", 2],
  ])("%s", (_name, text, code, line) => {
    const { protocol, problems } = parseProtocol(text);
    expect(protocol).toBe(null);
    expect(problems[0]).toMatchObject({ code, line });
    expect(problems[0]?.remedy).toBeTruthy();
  });

  test("a key given twice is told beside everything else", () => {
    expect(short(problemsOf(`${minimal}title: Again\npersons: []\n`))).toEqual([
      ["review/duplicate-key", 6, undefined],
      ["review/unknown-key", 7, "persons"],
    ]);
  });

  test("a bomb of aliases is refused, not unfolded", () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) =>
        `k${n}: &k${n} [${Array(9)
          .fill(n === 0 ? "x" : `*k${n - 1}`)
          .join(", ")}]`,
    );
    expect(problemsOf(`${levels.join("\n")}\n`)).toMatchObject([{ code: "review/too-many-aliases" }]);
  });

  test("a few aliases are fine", () => {
    const text = minimal
      .replace("text: Does it work?", "text: &text Does it work?")
      .replace("Wrong design", "*text");
    expect(problemsOf(text)).toEqual([]);
  });

  test("keys of the language itself are keys like others", () => {
    expect(short(problemsOf(`${minimal}__proto__: { polluted: yes }\nconstructor: 1\n`))).toEqual([
      ["review/unknown-key", 6, "__proto__"],
      ["review/unknown-key", 7, "constructor"],
    ]);
    expect(({} as Record<string, unknown>).polluted).toBe(undefined);
  });
});

test.each([
  ["2020-02-29", true],
  ["2021-02-29", false],
  ["1900-02-29", false],
  ["2000-02-29", true],
  ["2020-02-31", false],
  ["2020-04-31", false],
  ["2020-13-01", false],
  ["2020-00-10", false],
  ["2020-1-1", false],
  ["31.02.2020", false],
  ["2020-01-01T00:00", false],
])("%s is a day: %s", (text, expected) => {
  expect(isCalendarDate(text)).toBe(expected);
});

describe("how a stage is screened", () => {
  const stages = (plan: string) => parseProtocol(`${minimal}stages:\n  - ${plan}\n`, "p.yaml");

  test("takes a share that is read twice, and a calibration with kappa where it names no statistic", () => {
    const { protocol, problems } = stages(
      "{ stage: title-abstract, reviewers: 1, secondReviewerShare: 0.2, calibration: { reports: 50, threshold: 0.6 } }",
    );
    expect(problems).toEqual([]);
    expect(protocol?.stages).toEqual([
      {
        stage: "title-abstract",
        reviewers: 1,
        secondReviewerShare: 0.2,
        calibration: { reports: 50, statistic: "kappa", threshold: 0.6 },
      },
    ]);
    const percent = stages(
      "{ stage: title-abstract, calibration: { reports: 9, statistic: percent, threshold: 90 } }",
    );
    expect(percent.problems).toEqual([]);
  });

  test.each([
    "{ stage: title-abstract, secondReviewerShare: 1.5 }",
    "{ stage: title-abstract, secondReviewerShare: some }",
    "{ stage: title-abstract, calibration: { reports: 0, threshold: 0.6 } }",
    "{ stage: title-abstract, calibration: { reports: 50, threshold: 60 } }",
    "{ stage: title-abstract, calibration: { reports: 50, statistic: alpha, threshold: 0.6 } }",
    "{ stage: title-abstract, calibration: { reports: 50 } }",
  ])("refuses %s, by line", (plan) => {
    const { problems } = stages(plan);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem.line).toBeGreaterThan(0);
  });
});
