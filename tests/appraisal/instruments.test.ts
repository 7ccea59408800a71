import { describe, expect, it } from "vitest";
import { appraisalProjections, evidenceSchemes, instrumentOf, instruments, severityOf } from "#appraisal";
import type { LedgerEvent } from "#ledger";
import { foldAll } from "#ledger";
import { appraisal } from "./support.ts";

describe("instruments", () => {
  it("holds RoB 2 of 22 August 2019 with five domains and three judgements, in both languages", () => {
    const rob2 = instrumentOf("rob2", "2019-08-22")!;
    expect(rob2.domains.map((one) => one.id)).toEqual(["D1", "D2", "D3", "D4", "D5"]);
    expect(rob2.judgements.map((one) => one.id)).toEqual(["low", "some-concerns", "high"]);
    expect(rob2.licence.en).toContain("CC BY-NC-ND");
    expect(severityOf(rob2, "high")).toBe(2);
    expect(severityOf(rob2, "unclear")).toBeNull();
    expect(instrumentOf("rob2", "2016")).toBeNull();
  });

  it("labels every item in Norwegian, and judgements rise in severity without gaps", () => {
    for (const one of instruments) {
      for (const { label } of [one, ...one.domains, ...one.judgements]) expect(label.nb).toBeTruthy();
      expect(one.judgements.map((judgement) => judgement.severity)).toEqual(one.judgements.map((_, i) => i));
    }
    for (const scheme of evidenceSchemes) {
      for (const { label } of [scheme, ...scheme.levels]) expect(label.nb).toBeTruthy();
      expect(scheme.levels.map((level) => level.id)).toEqual(["1", "2", "3", "4", "5"]);
    }
  });
});

describe("appraisalProjections", () => {
  const event = (id: string, type: "appraisal.judged" | "appraisal.evidence-levelled", body: object) =>
    ({
      id,
      type,
      version: 1,
      at: `at-${id}`,
      by: "ann",
      device: "d",
      prev: null,
      hash: id,
      body,
    }) as LedgerEvent;

  it("keys by study, tool, outcome and timepoint, the newest winning", () => {
    const whole = appraisal([], { judgement: "low" }, { outcome: undefined });
    const docs = foldAll(
      [
        event("1", "appraisal.judged", appraisal([], { judgement: "low" }, { timepoint: "end" })),
        event("2", "appraisal.judged", appraisal(["high"], { judgement: "high" }, { timepoint: "end" })),
        event("3", "appraisal.judged", whole),
        event("4", "appraisal.evidence-levelled", {
          studyId: "s1",
          scheme: "oxford-2011",
          level: "2",
          why: "x",
        }),
      ],
      appraisalProjections,
    );
    expect([...docs.get("appraisal")!.keys()]).toEqual(["s1/rob2/-/-", "s1/rob2/caps/end"]);
    expect(docs.get("appraisal")?.get("s1/rob2/caps/end")).toMatchObject({
      overall: { judgement: "high" },
      eventId: "2",
    });
    expect([...docs.get("evidence-level")!.keys()]).toEqual(["s1/oxford-2011"]);
  });
});
