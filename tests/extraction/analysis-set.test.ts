import { describe, expect, it } from "vitest";
import { type AnalysisInput, analysisSet } from "#extraction";
import {
  analysis,
  armEntry,
  arms,
  entry,
  fullEntries,
  inForce,
  protocol,
  retracted,
  study,
  valuesDoc,
} from "./support.ts";

function input(more: Partial<AnalysisInput> = {}): AnalysisInput {
  return {
    analysis,
    studies: [study("s1")],
    arms: ["s1", "s2", "s3"].map((studyId) => ({ studyId, arms })),
    values: [valuesDoc("s1", fullEntries())],
    statuses: [],
    protocol,
    ...more,
  };
}

const outs = (more: Partial<AnalysisInput>) =>
  analysisSet(input(more)).leftOut.map((one) => `${one.studyId} ${one.why}`);

describe("analysisSet", () => {
  it("builds a row whose numbers lead back to their source", () => {
    const set = analysisSet(input());
    expect(set).toMatchObject({ analysis, leftOut: [], problems: [] });
    const [row] = set.rows;
    expect(row).toMatchObject({
      studyId: "s1",
      label: "S1",
      experimental: { arm: "mdma", label: "MDMA" },
      comparator: { arm: "placebo", label: "Placebo" },
      contrastValues: {},
    });
    expect(row?.experimentalValues.mean).toEqual({
      number: -23.4,
      verbatim: "\u221223.4",
      field: "mean",
      arm: "mdma",
      quote: "Table 2",
      place: "p. 4",
      report: null,
      confidence: "read-in-source",
      by: "ann",
      at: "2026-01-01T00:00:00.000Z",
      eventId: "e-ann",
    });
    expect(row?.comparatorValues.sd?.verbatim).toBe("10.50");
  });

  it("selects by tags, else by question", () => {
    const studies = [
      study("s1", { tags: ["update"], questions: [] }),
      study("s2", { questions: ["q2"] }),
      study("s3"),
    ];
    const seen = (tags: readonly string[]) => {
      const set = analysisSet(input({ studies, analysis: { ...analysis, tags } }));
      return [...set.rows, ...set.leftOut].map((one) => one.studyId);
    };
    expect(seen(["update", "other"])).toEqual(["s1"]);
    expect(seen([])).toEqual(["s3"]);
  });

  it("never pools a pooled report with the studies it contains", () => {
    const studies = [study("s1"), study("pool", { pools: ["s1", "s2"] })];
    const set = analysisSet(
      input({ studies, values: [valuesDoc("s1", fullEntries()), valuesDoc("pool", fullEntries())] }),
    );
    expect(set.rows.map((row) => row.studyId)).toEqual(["s1"]);
    expect(set.leftOut[0]).toMatchObject({
      studyId: "pool",
      why: "pooled-report",
      detail: expect.stringContaining("s1, s2"),
    });
  });

  it("leaves a study out whose main own report is retracted", () => {
    expect(outs({ statuses: [retracted("r-s1")] })).toEqual(["s1 retracted"]);
    expect(outs({ statuses: [{ ...retracted("r-s1"), status: "concern" }] })).toEqual([]);
  });

  it("keeps a study that merely also appears in a retracted pooled report, wherever that stands", () => {
    const pool = study("pool", { reports: ["pooled"], pools: ["s1"], questions: [] });
    for (const reports of [["r-s1", "pooled"], ["pooled", "r-s1"], ["pooled"]]) {
      const studies = [study("s1", { reports }), pool];
      expect(outs({ studies, statuses: [retracted("pooled")] })).toEqual([]);
    }
    const studies = [study("s1", { reports: ["pooled", "r-s1"] }), pool];
    expect(outs({ studies, statuses: [retracted("r-s1")] })).toEqual(["s1 retracted"]);
  });

  it("says so when numbers that enter were read in a retracted report", () => {
    const studies = [study("s1", { reports: ["r-s1", "other"] })];
    const set = analysisSet(
      input({
        studies,
        statuses: [retracted("other")],
        values: [valuesDoc("s1", fullEntries("ann", "other"))],
      }),
    );
    expect(set.rows).toHaveLength(1);
    expect(new Set(set.problems.map((one) => one.code))).toEqual(
      new Set(["extraction/value-from-retracted-report"]),
    );
  });

  it("uses the first of several arms with a role and asks which", () => {
    const three = [{ id: "full", label: "Full", role: "experimental" }, ...arms];
    const entries = [
      ...fullEntries(),
      ...fullEntries().map((one) => (one.arm === "mdma" ? { ...one, arm: "full" } : one)),
    ];
    const set = analysisSet(
      input({ arms: [{ studyId: "s1", arms: three }], values: [valuesDoc("s1", entries)] }),
    );
    expect(set.rows[0]?.experimental?.arm).toBe("full");
    expect(set.problems.map((one) => one.code)).toEqual(["extraction/several-arms"]);
    expect(set.problems[0]?.message).toContain("full, mdma");
  });

  it("leaves out a study without arms, without values, or without a statistic, and says which", () => {
    expect(outs({ arms: [] })).toEqual(["s1 no-values"]);
    expect(outs({ values: [] })).toEqual(["s1 no-values"]);
    const partial = fullEntries().filter((one) => !(one.field === "sd" && one.arm === "placebo"));
    const set = analysisSet(input({ values: [valuesDoc("s1", partial)] }));
    expect(set.leftOut).toMatchObject([{ why: "missing-statistic", detail: "Missing: sd of placebo." }]);
    const unreported = fullEntries().map((one) => (one.field === "sd" ? { ...one, value: null } : one));
    expect(analysisSet(input({ values: [valuesDoc("s1", unreported)] })).leftOut[0]?.detail).toContain(
      "not reported",
    );
  });

  it("says by code, with values, why a study does not enter", () => {
    const details = (more: Parameters<typeof input>[0]) => analysisSet(input(more)).leftOut[0]?.details;
    const of = (change: (one: ReturnType<typeof fullEntries>[number]) => { value: string | null } | null) =>
      details({
        values: [
          valuesDoc(
            "s1",
            fullEntries().map((one) => ({ ...one, ...change(one) })),
          ),
        ],
      });
    expect(of((one) => (one.field === "sd" ? { value: null } : null))).toEqual(
      arms.map(({ label }) => ({ code: "not-reported", values: { statistic: "sd", arm: label } })),
    );
    const first = arms[0]!.label;
    const mine = (one: { readonly arm?: string | undefined }): boolean => one.arm === arms[0]!.id;
    expect(of((one) => (one.field === "sd" && mine(one) ? { value: "0" } : null))).toEqual([
      { code: "bad-sd", values: { statistic: "sd", arm: first, value: "0" } },
    ]);
    expect(of((one) => (one.field === "mean" && mine(one) ? { value: "1,5" } : null))).toEqual([
      { code: "ambiguous-comma", values: { statistic: "mean", arm: first, value: "1,5" } },
    ]);
    const differ = [...fullEntries(), inForce(armEntry("n", "mdma", "13"), "bo")];
    expect(details({ values: [valuesDoc("s1", differ)] })).toEqual([
      { code: "extractors-differ", values: { statistic: "n", arm: first, value: "12; 13" } },
    ]);
    expect(details({ arms: [] })).toEqual([{ code: "no-arm", values: { role: "experimental" } }]);
    expect(details({ values: [] })).toEqual([{ code: "nothing-extracted", values: {} }]);
    expect(details({ statuses: [retracted("r-s1")] })![0]!.code).toMatch(/^retracted/);
    const pooled = [study("pool", { pools: ["s1", "s2"] }), study("s1", { label: "Alder 2001" })];
    expect(details({ studies: pooled })).toEqual([{ code: "pools", values: { studies: "Alder 2001; s2" } }]);
  });

  it("passes over values of another outcome or timepoint", () => {
    const elsewhere = fullEntries().map((one) => ({ ...one, outcome: "response" }));
    expect(outs({ values: [valuesDoc("s1", elsewhere)] })).toEqual(["s1 no-values"]);
  });

  it("takes equal values of two extractors and leaves a study out when they differ", () => {
    const equal = fullEntries("bo").map((one) => (one.field === "sd" ? { ...one, value: "10.5" } : one));
    expect(outs({ values: [valuesDoc("s1", [...fullEntries(), ...equal])] })).toEqual([]);
    const differ = [...fullEntries(), inForce(armEntry("n", "mdma", "13"), "bo")];
    const set = analysisSet(input({ values: [valuesDoc("s1", differ)] }));
    expect(set.rows).toEqual([]);
    expect(set.leftOut).toMatchObject([
      { why: "bad-value", detail: expect.stringContaining("ann: 12, bo: 13") },
    ]);
    expect(set.problems.map((one) => one.code)).toEqual(["extraction/extractors-differ"]);
    const silent = [...fullEntries(), inForce(armEntry("n", "mdma", null), "bo")];
    expect(outs({ values: [valuesDoc("s1", silent)] })).toEqual(["s1 bad-value"]);
  });

  it("leaves out values that cannot be computed with", () => {
    const replace = (field: string, value: string) =>
      fullEntries().map((one) => (one.field === field ? { ...one, value } : one));
    expect(outs({ values: [valuesDoc("s1", replace("sd", "0"))] })).toEqual(["s1 bad-value"]);
    expect(outs({ values: [valuesDoc("s1", replace("mean", "<3"))] })).toEqual(["s1 bad-value"]);
  });

  it("pools counts, refusing more events than people", () => {
    const counts = (events: string) =>
      arms.flatMap(({ id }) => [
        inForce(armEntry("events", id, events)),
        inForce(armEntry("total", id, "12")),
      ]);
    const rr = { ...analysis, measure: "RR" as const };
    const set = analysisSet(input({ analysis: rr, values: [valuesDoc("s1", counts("7"))] }));
    expect(set.rows[0]?.comparatorValues).toMatchObject({ events: { number: 7 }, total: { number: 12 } });
    expect(outs({ analysis: rr, values: [valuesDoc("s1", counts("13"))] })).toEqual(["s1 bad-value"]);
  });

  it("uses estimate and SE of the contrast for GEN, arms only to name the row", () => {
    const gen = { ...analysis, measure: "GEN" as const };
    const at = { outcome: "caps", timepoint: "end" };
    const values = [valuesDoc("s1", [inForce(entry("g", "-0.71", at)), inForce(entry("se", "0.2", at))])];
    const set = analysisSet(input({ analysis: gen, values }));
    expect(set.rows[0]).toMatchObject({
      experimental: { arm: "mdma" },
      experimentalValues: {},
      contrastValues: { estimate: { number: -0.71, arm: null }, se: { number: 0.2 } },
    });
    expect(analysisSet(input({ analysis: gen, values, arms: [] })).rows[0]).toMatchObject({
      experimental: null,
    });
    expect(outs({ analysis: gen, values: [valuesDoc("s1", [inForce(entry("g", "-0.7", at))])] })).toEqual([
      "s1 missing-statistic",
    ]);
  });
});
