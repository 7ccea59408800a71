import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkAppraisal, checkEvidenceLevel } from "#appraisal";
import { analysisSet, checkEntries, type ExtractionFile, readExtractionFile } from "#extraction";
import type { ArmsDefined } from "#ledger";
import { type PlannedAnalysis, type Protocol, parseProtocol } from "#review";
import { checkVote } from "#screening";
import { effectFromStatistics, pool } from "#synthesis";

const FOLDER = fileURLToPath(new URL("../../examples/mdma-ptsd/", import.meta.url));
const text = (file: string): string => readFileSync(`${FOLDER}${file}`, "utf8");

interface Recipe {
  readonly protocol: { readonly file: string; readonly by: string };
  readonly imports: readonly { readonly file: string; readonly source: string; readonly by: string }[];
  readonly files: readonly { readonly file: string; readonly by: string }[];
}
const recipe = JSON.parse(text("recipe.json")) as Recipe;
const references = JSON.parse(text("imports/references.csl.json")) as readonly {
  id: string;
  custom: { role: string; status?: string };
}[];
const known = new Set(references.map((reference) => reference.id));

const parsed = parseProtocol(text(recipe.protocol.file), recipe.protocol.file);
const protocol = parsed.protocol as Protocol;
const reads = recipe.files.map(({ file }) => ({ name: file, ...readExtractionFile(text(file), file) }));
const files: readonly ExtractionFile[] = reads.flatMap(({ file }) => (file === null ? [] : [file]));
const blocks = files.flatMap((file) => file.studies);
const studies = blocks.map((block) => block.study);
const armsOf = (studyId: string): ArmsDefined["arms"] =>
  blocks.find((block) => block.study.studyId === studyId)?.arms?.arms ?? [];
const entriesOf = (formId: string) =>
  blocks.flatMap((block) =>
    block.values.filter((values) => values.formId === formId).flatMap((values) => values.entries),
  );

describe("the files of the example", () => {
  it("has a protocol without a problem", () => {
    expect(parsed.problems).toEqual([]);
    expect(protocol.questions.map((question) => question.id)).toEqual(["Q1", "Q2"]);
  });

  it("has bulk files without a problem, by people of the protocol, and names each in the recipe", () => {
    expect(reads.flatMap((read) => read.problems)).toEqual([]);
    const people = new Set(protocol.people.map((person) => person.id));
    for (const { file, by } of recipe.files) {
      expect(reads.find((read) => read.name === file)?.file?.by, file).toBe(by);
      expect(people.has(by), by).toBe(true);
    }
    const onDisk = readdirSync(`${FOLDER}extraction`).map((name) => `extraction/${name}`);
    expect(recipe.files.map(({ file }) => file).sort()).toEqual(onDisk.sort());
  });

  it("imports its references as background, which no search found", () => {
    expect(references).toHaveLength(56);
    expect(known.size).toBe(56);
    for (const { source } of recipe.imports) {
      expect(protocol.sources.find((one) => one.id === source)?.kind).toBe("background");
    }
  });

  it("keeps the query and date as run, and no number of hits", () => {
    for (const id of ["psycinfo", "pubmed"]) {
      const source = protocol.sources.find((one) => one.id === id);
      expect(source?.query).toBe("(mdma OR ecstasy OR 3,4-methylenedioxymethamphetamine) AND (ptsd)");
      expect(source?.searchedOn).toBe("2020-03-11");
      expect(source?.hits).toBeNull();
    }
  });

  it("names only reports that the reference file holds", () => {
    const named = [
      ...studies.flatMap((study) => study.reports),
      ...blocks.flatMap((block) =>
        block.values.flatMap((values) => (values.report === undefined ? [] : [values.report])),
      ),
      ...files.flatMap((file) => file.votes.map((vote) => vote.report)),
      ...files.flatMap((file) => file.reportStatuses.map((status) => status.report)),
      ...files.flatMap((file) => file.retrievals.map((retrieval) => retrieval.report)),
      // A citation that looks like a key is one; the others are citations as the thesis prints them.
      ...files.flatMap((file) =>
        file.statements.flatMap(({ cites }) => cites.filter((cite) => !/[ ,]/.test(cite))),
      ),
    ];
    expect(named.filter((key) => !known.has(key))).toEqual([]);
  });

  it("has values that the forms of the protocol take", () => {
    const problems = blocks.flatMap((block) =>
      block.values.flatMap(({ formId, studyId, entries }) => {
        const form = protocol.forms.find((one) => one.id === formId);
        if (form === undefined) return [{ code: "test/unknown-form", message: formId }];
        return checkEntries({ protocol, form, studyId, arms: armsOf(studyId), entries, existing: null });
      }),
    );
    expect(problems).toEqual([]);
    const roles = new Set(protocol.armRoles.map((role) => role.id));
    const arms = blocks.flatMap((block) => block.arms?.arms ?? []);
    expect(arms.filter((arm) => !roles.has(arm.role))).toEqual([]);
  });

  it("has appraisals and evidence levels that the instruments know", () => {
    expect(blocks.flatMap((block) => block.appraisals.flatMap(checkAppraisal))).toEqual([]);
    expect(
      blocks.flatMap(({ evidenceLevel }) =>
        evidenceLevel === null ? [] : checkEvidenceLevel(evidenceLevel),
      ),
    ).toEqual([]);
  });

  it("has votes that may be cast, all of the author of the thesis", () => {
    const votes = files.flatMap((file) => file.votes);
    expect(votes.filter(({ round }) => round !== undefined)).toEqual([]);
    const problems = votes.flatMap((vote) =>
      checkVote({
        protocol,
        ...vote,
        round: undefined,
        voter: "thesis",
        reportExists: true,
        inStage: true,
      }),
    );
    expect(problems).toEqual([]);
    for (const file of files.filter((one) => one.votes.length > 0)) expect(file.by).toBe("thesis");
  });
});

describe("what the example counts", () => {
  const of = (tag: string) => studies.filter((study) => study.tags.includes(tag));

  it("includes 26 studies in 21 reports, and the same 21 were voted in at both stages", () => {
    const trials = of("thesis-effect").filter((study) => study.pools.length === 0);
    const pooled = studies.filter((study) => study.pools.length > 0);
    const mechanisms = of("thesis-mechanism");
    expect(trials.map((study) => study.studyId)).toEqual(["MP-1", "MP-2", "MP-4", "MP-8", "MP-9", "MP-12"]);
    expect(pooled.map((study) => study.pools)).toEqual([trials.map((study) => study.studyId)]);
    expect(mechanisms).toHaveLength(20);
    const reports = [...pooled, ...mechanisms].flatMap((study) => study.reports).sort();
    expect(reports).toHaveLength(21);
    for (const stage of ["title-abstract", "full-text"]) {
      const votes = files.flatMap((file) => file.votes).filter((vote) => vote.stage === stage);
      expect(votes.every((vote) => vote.decision === "include")).toBe(true);
      expect(votes.map((vote) => vote.report).sort()).toEqual(reports);
    }
  });

  it("has no study without a source: a report of its own, or a pooled report that contains it", () => {
    const pooled = new Set(studies.flatMap((study) => (study.reports.length > 0 ? study.pools : [])));
    expect(studies.filter((study) => study.reports.length === 0 && !pooled.has(study.studyId))).toEqual([]);
    expect(new Set(studies.map((study) => study.studyId)).size).toBe(studies.length);
  });

  it("puts six comparisons into the update, the phase 3 trials there alone, the pooled report never", () => {
    expect(of("update-2026").map((study) => study.studyId)).toEqual([
      "MP-1",
      "MP-2",
      "MP-8",
      "MP-12",
      "MAPP1",
      "MAPP2",
    ]);
    for (const id of ["MAPP1", "MAPP2"]) {
      expect(studies.find((study) => study.studyId === id)?.tags).toEqual(["update-2026"]);
    }
    // Compared with in the discussion only: it answers no question, so that it is not counted.
    expect(studies.filter((study) => study.questions.length === 0).map((study) => study.studyId)).toEqual([
      "stige2013",
    ]);
  });

  it("gives what the thesis reports, and null for what it does not", () => {
    const counts = new Map(files.flatMap((file) => file.reportedCounts).map((one) => [one.box, one.value]));
    expect(Object.fromEntries([...counts].filter(([, value]) => value !== null))).toEqual({
      "identified-total": 135,
      "excluded-or-duplicates": 39,
      "reports-not-retrieved": 2,
      "effect-studies-first-considered": 4,
      "included-effect-reports": 1,
      "included-effect-trials": 6,
      "included-mechanism-studies": 20,
    });
    for (const box of ["records-screened", "records-excluded", "reports-sought", "reports-assessed"]) {
      expect(counts.get(box), box).toBeNull();
    }
  });

  it("marks every report as retracted that the reference file marks so", () => {
    const retracted = references
      .filter((reference) => reference.custom.status?.startsWith("RETRACTED"))
      .map((reference) => reference.id);
    const statuses = files.flatMap((file) => file.reportStatuses);
    const set = statuses.filter((status) => status.status === "retracted");
    expect(set.map((status) => status.report).sort()).toEqual(retracted.sort());
    expect(new Set(set.map((status) => status.date))).toEqual(new Set(["2024-08-10"]));
  });

  it("has each row of Table 1 with its check, and each field of the pooled report once", () => {
    const rows = blocks.filter((block) => block.study.tags.includes("thesis-mechanism"));
    for (const row of rows) {
      expect(
        row.checks.map((check) => check.formId),
        row.study.studyId,
      ).toEqual(["mechanism"]);
      expect(row.evidenceLevel, row.study.studyId).not.toBeNull();
      expect(references.find((one) => one.id === row.study.studyId)?.custom.role).toMatch(/^mechanism/);
    }
    const agreement = (value: string): number =>
      rows.filter((row) => row.checks[0]?.agreement === value).length;
    expect(["agrees", "partly", "differs", "not-checked"].map(agreement)).toEqual([4, 10, 3, 3]);
    const fields = protocol.forms.find((form) => form.id === "pooled-report")?.fields.map((one) => one.id);
    expect(entriesOf("pooled-report").map((entry) => entry.field)).toEqual(fields);
  });

  it("links each hypothesis to studies of the review, and supports none that the check refutes", () => {
    const hypotheses = files.flatMap((file) => file.hypotheses).map((one) => one.hypothesisId);
    expect(hypotheses).toEqual(Array.from({ length: 10 }, (_, at) => `H${at + 1}`));
    const links = files.flatMap((file) => file.mechanismLinks);
    expect(new Set(links.map((link) => link.hypothesisId))).toEqual(new Set(hypotheses));
    for (const link of links) {
      const check = blocks.find((block) => block.study.studyId === link.studyId)?.checks[0];
      expect(check, link.studyId).toBeDefined();
      if (link.relation === "supports") expect(["agrees", "partly"]).toContain(check?.agreement);
    }
  });

  it("keeps the themes of two studies and matches two pairs", () => {
    const themes = files.flatMap((file) => file.themes);
    const ids = new Set(themes.map((theme) => theme.themeId));
    expect(themes.filter((theme) => theme.studyId === "stige2013")).toHaveLength(5);
    expect(themes.filter((theme) => theme.studyId === "barone2019")).toHaveLength(7);
    const matches = files.flatMap((file) => file.themeMatches).map((match) => match.themes);
    expect(matches).toEqual([
      ["B1", "S1"],
      ["B2", "S2"],
    ]);
    expect(matches.flat().every((id) => ids.has(id))).toBe(true);
  });

  it("holds all inconsistencies X01 to X34", () => {
    const found = files
      .flatMap((file) => file.statements)
      .filter((statement) => statement.kind === "inconsistency");
    expect(found.map((statement) => statement.statementId)).toEqual(
      Array.from({ length: 34 }, (_, at) => `X${String(at + 1).padStart(2, "0")}`),
    );
    const severity = (value: string): number => found.filter((one) => one.data?.severity === value).length;
    expect(["critical", "major", "minor"].map(severity)).toEqual([1, 13, 20]);
  });
});

describe("both languages", () => {
  it("gives every text of the review in English and in Norwegian", () => {
    const texts = [
      ...studies.flatMap((study) => study.note ?? []),
      ...blocks.flatMap((block) => block.checks.map((check) => check.text)),
      ...files.flatMap((file) => [
        ...file.statements.map((one) => one.text),
        ...file.hypotheses.map((one) => one.label),
        ...file.mechanismLinks.map((one) => one.basis),
        ...file.themes.map((one) => one.label),
        ...file.themeMatches.map((one) => one.basis),
        ...file.reportedCounts.flatMap((one) => [one.label, one.note].filter((item) => item !== undefined)),
        ...file.reportStatuses.flatMap((one) => one.note ?? []),
      ]),
    ];
    expect(texts.length).toBeGreaterThan(150);
    expect(texts.filter((one) => one.nb === undefined || one.nb.trim() === "")).toEqual([]);
    const prose = protocol.forms
      .find((form) => form.id === "mechanism")
      ?.fields.filter((field) => field.type === "text")
      .map((field) => field.id);
    const cells = entriesOf("mechanism").filter(
      (entry) => entry.value !== null && prose?.includes(entry.field),
    );
    expect(cells.length).toBeGreaterThan(100);
    // Samples such as "n = 44" read alike in both languages but are given all the same.
    expect(cells.filter((entry) => entry.valueNb === undefined)).toEqual([]);
  });
});

describe("the inputs of the living update", () => {
  /** As printed in the data set: n, mean, SD of MDMA, then of the comparator, then g and SE as coded. */
  const FACTS: Readonly<Record<string, readonly number[]>> = {
    MAPP1: [42, 19.6, 13.6096, 37, 29.9, 12.7738, -0.771195, 0.233828],
    MAPP2: [52, 15.8, 12.2589, 42, 23.3, 12.9615, -0.591459, 0.211971],
    "MP-8": [12, 45.3, 33.8, 7, 76.0, 23.4, -0.960336, 0.502781],
    "MP-2": [8, 50.8, 19.7, 4, 66.5, 7.6, -0.852502, 0.640733],
    "MP-1": [12, 25.5, 26.6736, 8, 59.1, 26.5872, -1.207967, 0.498099],
    "MP-12": [12, 64.3, 33.6, 6, 73.3, 24.5, -0.276105, 0.502329],
  };
  const setOf = (id: string) =>
    analysisSet({
      analysis: protocol.analyses.find((analysis) => analysis.id === id) as PlannedAnalysis,
      studies,
      arms: blocks.flatMap((block) => block.arms ?? []),
      values: blocks.flatMap((block) =>
        [...new Set(block.values.map((values) => values.formId))].map((formId) => ({
          formId,
          studyId: block.study.studyId,
          entries: block.values
            .filter((values) => values.formId === formId)
            .flatMap((values) =>
              values.entries.map((entry) => ({
                ...entry,
                report: values.report ?? null,
                eventId: "e",
                by: "example",
                at: "2026-01-01T00:00:00.000Z",
              })),
            ),
        })),
      ),
      statuses: files.flatMap((file) => file.reportStatuses),
      protocol,
    });

  it("are the means, SDs and n of the six comparisons", () => {
    const { rows, leftOut, problems } = setOf("update-caps-smd");
    const found = rows.map(({ studyId, experimentalValues: e, comparatorValues: c }) => [
      studyId,
      [e.n, e.mean, e.sd, c.n, c.mean, c.sd].map((value) => value?.number),
    ]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(FACTS).map(([id, facts]) => [id, facts.slice(0, 6)])),
    );
    expect({ leftOut, problems }).toEqual({ leftOut: [], problems: [] });
  });

  it("are g and SE of the six comparisons as coded", () => {
    const { rows, leftOut, problems } = setOf("update-caps-g");
    const found = rows.map(({ studyId, contrastValues: { estimate, se } }) => [
      studyId,
      [estimate?.number, se?.number],
    ]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(FACTS).map(([id, facts]) => [id, facts.slice(6)])),
    );
    expect({ leftOut, problems }).toEqual({ leftOut: [], problems: [] });
  });

  it("are the counts of response in five trials and of remission in four", () => {
    const counts = (id: string) =>
      Object.fromEntries(
        setOf(id).rows.map(({ studyId, experimentalValues: e, comparatorValues: c }) => [
          studyId,
          [e.events, e.total, c.events, c.total].map((value) => value?.number),
        ]),
      );
    expect(counts("update-response")).toEqual({
      MAPP1: [37, 42, 23, 37],
      MAPP2: [45, 52, 29, 42],
      "MP-8": [8, 12, 2, 7],
      "MP-2": [4, 8, 0, 4],
      "MP-12": [6, 12, 1, 6],
    });
    expect(counts("update-remission")).toEqual({
      MAPP1: [14, 42, 2, 37],
      MAPP2: [24, 52, 9, 42],
      "MP-8": [7, 12, 2, 7],
      "MP-12": [5, 12, 2, 6],
    });
    expect(setOf("update-response").leftOut.map((one) => one.studyId)).toEqual(["MP-1"]);
    expect(setOf("update-remission").leftOut.map((one) => one.studyId)).toEqual(["MP-1", "MP-2"]);
  });

  /** Pools the rows of a planned analysis as the protocol says. */
  function pooled(id: string) {
    const { analysis, rows } = setOf(id);
    const numbers = (values: Readonly<Record<string, { readonly number: number } | undefined>>) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value?.number]));
    const effects = rows.flatMap((row) => {
      const effect = effectFromStatistics(analysis.measure, {
        experimental: numbers(row.experimentalValues),
        comparator: numbers(row.comparatorValues),
        contrast: numbers(row.contrastValues),
      });
      return effect.estimable ? [effect] : [];
    });
    const { model, tau2, test } = analysis;
    return pool(
      Float64Array.from(effects, (one) => one.y),
      Float64Array.from(effects, (one) => one.v),
      {
        model,
        tau2,
        test,
      },
    );
  }

  // Origin: SYPRES reproducibility guide, mdmaptsd-meta-analysis, printed R output (metafor, REML, knha).
  it("give the published result from g and SE as coded", () => {
    const result = pooled("update-caps-g");
    expect(result.k).toBe(6);
    expect(result.estimate).toBeCloseTo(-0.7119, 4);
    expect(result.ciLow).toBeCloseTo(-0.9534, 4);
    expect(result.ciHigh).toBeCloseTo(-0.4704, 4);
    expect(result.statistic).toBeCloseTo(-7.58, 2);
    expect(result.p).toBeCloseTo(0.0006, 4);
    expect(result.q).toBeCloseTo(2.42, 2);
    expect(result.i2).toBe(0);
    expect(result.tau2).toBe(0);
  });

  it("give g from means, SDs and n with the exact correction", () => {
    const result = pooled("update-caps-smd");
    expect(result.estimate).toBeCloseTo(-0.7126, 4);
    expect(result.ciLow).toBeCloseTo(-0.9545, 4);
    expect(result.ciHigh).toBeCloseTo(-0.4707, 4);
    expect(result.q).toBeCloseTo(2.44, 3);
    expect(result.i2).toBe(0);
  });

  it("give the published risk ratios: remission to four digits, response to three", () => {
    const remission = pooled("update-remission");
    expect(Math.exp(remission.estimate)).toBeCloseTo(2.2499, 4);
    expect(Math.exp(remission.ciLow)).toBeCloseTo(1.0401, 4);
    expect(Math.exp(remission.ciHigh)).toBeCloseTo(4.8667, 4);
    // The published zero-cell correction adds one half to the group sizes, ours one: fourth digit.
    const response = pooled("update-response");
    expect(Math.exp(response.estimate)).toBeCloseTo(1.3494, 3);
    expect(Math.exp(response.ciLow)).toBeCloseTo(1.0985, 2);
    expect(Math.exp(response.ciHigh)).toBeCloseTo(1.6577, 2);
  });

  it("were read in reports that stand", () => {
    const retracted = files
      .flatMap((file) => file.reportStatuses)
      .filter((status) => status.status === "retracted")
      .map((status) => status.report);
    for (const { id } of protocol.analyses) {
      for (const { experimentalValues, comparatorValues, contrastValues } of setOf(id).rows) {
        for (const values of [experimentalValues, comparatorValues, contrastValues]) {
          for (const value of Object.values(values)) {
            expect(value.report).not.toBeNull();
            expect(retracted).not.toContain(value.report);
            expect(value.confidence).not.toBe("unverified");
          }
        }
      }
    }
  });
});
