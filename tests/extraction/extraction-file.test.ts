import { describe, expect, it } from "vitest";
import { readExtractionFile } from "#extraction";

const good = `# what one extractor read
by: ann
studies:
  - study:
      id: mp-1
      label: Trial one
      reports: [gamma2000, 12345678]
      questions: [q1]
      tags: [update-2026]
      characteristics:
        registry: NCT00000000
        year: 2011
    arms:
      - {id: mdma, label: MDMA, role: experimental}
    forms:
      - form: effect
        report: gamma2000
        entries:
          - {field: sd, arm: mdma, outcome: caps, timepoint: end, value: 12.50, confidence: read-in-source}
          - {field: mean, arm: mdma, outcome: caps, timepoint: end, value: null, confidence: unverified}
          - {field: n, arm: mdma, outcome: caps, timepoint: end, value: "007", confidence: unverified}
    check:
      - {form: effect, agreement: partly, text: {en: Differs in n}, readAt: 2026-01-02, confidence: derived}
    appraisals:
      - tool: rob2
        toolVersion: 2019-08-22
        domains: {D1: {judgement: low}}
        overall: {judgement: low}
        source: another review
    evidenceLevel: {scheme: oxford-2011, level: 2, why: Randomised}
  - study: {id: pool, label: Pooled, reports: [], questions: [], tags: [], pools: [mp-1]}
statements:
  - statementId: l1
    kind: limitation
    text: {en: One author, nb: Én forfatter}
    cites: [gamma2000]
    source: section 3.6
    confidence: read-in-source
    data: {d: 0.52, k: null}
hypotheses:
  - {hypothesisId: H1, label: {en: Anxiety}, source: section 5.2}
mechanismLinks:
  - {hypothesisId: H1, studyId: mp-1, relation: supports, basis: {en: said so}}
themes:
  - {themeId: S1, studyId: mp-1, label: {en: Agency}, quotes: [{text: I can, place: p. 3}]}
  - {themeId: B1, studyId: pool, label: {en: Trust}, quotes: []}
themeMatches:
  - {themes: [S1, B1], basis: {en: alike}}
reportedCounts:
  - {box: identified-total, value: 135, source: section 3.1}
reportStatuses:
  - {report: gamma2000, status: retracted, date: 2024-08-10, source: notice}
retrievals:
  - {report: gamma2000, retrieved: false, why: no access}
votes:
  - {stage: full-text, report: gamma2000, decision: exclude, exclusionReason: animals, note: rats}
`;

const read = (text: string) => readExtractionFile(text, "data.yaml");
const brief = (text: string) =>
  read(text).problems.map((one) =>
    `${one.file}:${one.line}:${one.column} ${one.code} ${one.field ?? ""}`.trim(),
  );

describe("readExtractionFile", () => {
  it("reads every part into bodies of the ledger, report keys unresolved", () => {
    const { file, problems } = read(good);
    expect(problems).toEqual([]);
    expect(file?.by).toBe("ann");
    const [first, pool] = file!.studies;
    expect(first?.study).toMatchObject({ studyId: "mp-1", reports: ["gamma2000", "12345678"], pools: [] });
    expect(first?.arms).toEqual({
      studyId: "mp-1",
      arms: [{ id: "mdma", label: "MDMA", role: "experimental" }],
    });
    expect(first?.checks[0]).toMatchObject({ studyId: "mp-1", formId: "effect", readAt: "2026-01-02" });
    expect(first?.appraisals[0]).toMatchObject({ studyId: "mp-1", tool: "rob2", toolVersion: "2019-08-22" });
    expect(first?.evidenceLevel).toEqual({
      studyId: "mp-1",
      scheme: "oxford-2011",
      level: "2",
      why: "Randomised",
    });
    expect(pool).toMatchObject({ arms: null, values: [], checks: [], appraisals: [], evidenceLevel: null });
    expect(pool?.study.pools).toEqual(["mp-1"]);
    expect(file?.statements[0]?.data).toEqual({ d: 0.52, k: null });
    expect(file?.reportedCounts[0]?.value).toBe(135);
    for (const part of [
      "hypotheses",
      "mechanismLinks",
      "themeMatches",
      "reportStatuses",
      "retrievals",
      "votes",
    ] as const) {
      expect(file?.[part]).toHaveLength(1);
    }
  });

  it("keeps values as they are written, and null as not reported", () => {
    const [values] = read(good).file!.studies[0]!.values;
    expect(values).toMatchObject({ formId: "effect", studyId: "mp-1", report: "gamma2000" });
    expect(values?.entries.map((one) => one.value)).toEqual(["12.50", null, "007"]);
    expect(read(good).file?.studies[0]?.study.characteristics).toEqual({
      registry: "NCT00000000",
      year: "2011",
    });
  });

  it("tells where a value stands, for problems found later", () => {
    expect(read(good).placeOf(["studies", 0, "study", "reports", 1])).toEqual({ line: 7, column: 28 });
  });

  it.each([
    ["nothing", ""],
    ["only a comment", "# later\n"],
    ["only blanks", "  \n\n"],
  ])("calls a file with %s empty", (_what, text) => {
    expect(read(text)).toMatchObject({ file: null, problems: [{ code: "review/empty-file", line: 1 }] });
  });

  it("refuses what is no text, no YAML, no mapping, or has no content", () => {
    expect(brief("by: a\nstudies: \ufffd")).toEqual(["data.yaml:2:undefined review/not-text"]);
    expect(brief("studies: [\n")[0]).toMatch(/^data\.yaml:\d+:\d+ review\/yaml$/);
    expect(brief("- a\n")).toEqual(["data.yaml:1:1 review/not-a-mapping"]);
    expect(brief("by: ann\n")[0]).toContain("extraction/nothing-in-file");
    expect(brief("studies: []\n")[0]).toContain("extraction/nothing-in-file");
  });

  it("refuses aliases that unfold without bound", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
      .split("")
      .map((name, i) => `${name}: &${name} [${`*${"abcdefg"[i]},`.repeat(9).slice(0, -1)}]`)
      .join("\n")}\n`;
    expect(brief(bomb)).toEqual(["data.yaml:1:undefined review/too-many-aliases"]);
  });

  it("names all problems at once with line and column, and suggests the key that was meant", () => {
    const bad = good
      .replace("reports: [gamma2000, 12345678]", "report: [gamma2000]")
      .replace("agreement: partly", "agreement: partial")
      .replace("relation: supports", "relation: support")
      .replace("retrieved: false", "retrieved: maybe")
      .replace("votes:", "vote:");
    const problems = read(bad).problems;
    expect(read(bad).file).toBeNull();
    expect(brief(bad)).toEqual([
      "data.yaml:5:7 review/missing studies[0].study.reports",
      "data.yaml:7:7 review/unknown-key studies[0].study.report",
      "data.yaml:23:35 review/invalid-value studies[0].check[0].agreement",
      "data.yaml:43:49 review/invalid-value mechanismLinks[0].relation",
      "data.yaml:54:36 review/invalid-value retrievals[0].retrieved",
      "data.yaml:55:1 review/unknown-key vote",
    ]);
    expect(problems[1]?.remedy).toContain("`reports`");
    expect(problems[3]?.remedy).toContain("supports");
    expect(problems[5]?.remedy).toContain("`votes`");
  });

  it("suggests keys inside a block of the ledger too", () => {
    const problems = read(good.replace("confidence: derived", "confidance: derived")).problems;
    expect(problems.find((one) => one.code === "review/unknown-key")?.remedy).toContain("`confidence`");
  });

  it("refuses a key given twice", () => {
    expect(brief(`${good}by: bo\n`)).toEqual(["data.yaml:57:1 review/duplicate-key"]);
  });

  it.each<[string, string, string]>([
    [
      "a study",
      "{id: pool, label: Pooled, reports: [], questions: [], tags: [], pools: [mp-1]}",
      "{id: mp-1, label: Again, reports: [], questions: [], tags: []}",
    ],
    ["an arm", "    arms:\n", "    arms:\n      - {id: mdma, label: Again, role: x}\n"],
    [
      "a value",
      "value: null",
      "value: null, confidence: unverified}\n          - {field: mean, arm: mdma, outcome: caps, timepoint: end, value: 3",
    ],
    ["a vote", "votes:\n", "votes:\n  - {stage: full-text, report: gamma2000, decision: maybe}\n"],
    ["a theme", "themeId: B1", "themeId: S1"],
  ])("refuses %s said twice", (_what, from, to) => {
    const { file, problems } = read(good.replace(from, to));
    expect(file).toBeNull();
    expect(problems.map((one) => one.code)).toEqual(["extraction/said-twice"]);
    expect(problems[0]?.line).toBeGreaterThan(3);
  });

  it("refuses a retrieval that failed without why, a theme matched with itself, a study that pools itself", () => {
    const bad = good
      .replace(", why: no access", "")
      .replace("themes: [S1, B1]", "themes: [S1, S1]")
      .replace("pools: [mp-1]", "pools: [pool]");
    expect(read(bad).problems.map((one) => [one.line, one.code])).toEqual([
      [31, "extraction/pools-itself"],
      [48, "extraction/theme-matches-itself"],
      [54, "extraction/retrieval-without-why"],
    ]);
  });
});
