import { describe, expect, it } from "vitest";
import {
  agreementOf,
  agreementText,
  agreementWords,
  calibration,
  calibrationText,
  type IndependentVote,
} from "#screening";
import { votesOf } from "./agreement-support.ts";

const of = (votes: readonly IndependentVote[], stage: "title-abstract" | "full-text" = "title-abstract") =>
  agreementOf({ basis: "independent", votes }, { stage });
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("agreementText", () => {
  // 20 + 15 of 50 with kappa .40 (.15 to .65): the values of the golden table t2.
  const t2 = of(votesOf({ ii: 20, ie: 10, ei: 5, ee: 15 }));

  it("is the sentence for a report", () => {
    expect(agreementText(t2, "en")).toBe(
      "Agreement at title and abstract screening was 70.0% (95% CI 56.2% to 80.9%), with Cohen’s κ = .40 (95% CI .15 to .65) (n = 50 reports, two reviewers). “Include”, “maybe” and “await information” count as one decision, against “exclude”. The votes compared are those from before any discussion.",
    );
    expect(plain(agreementText(t2, "nb"))).toBe(
      "Enigheten ved screening av tittel og sammendrag var 70,0 % (95 % KI 56,2 % til 80,9 %), med Cohens κ = 0,40 (95 % KI 0,15 til 0,65) (n = 50 rapporter, to lesere). «Ta med», «kanskje» og «avvent opplysninger» regnes som én beslutning, mot «utelat». Stemmene som sammenlignes, er de som ble avgitt før noen diskusjon.",
    );
  });

  it("warns where kappa is low though agreement is high", () => {
    const rare = of(votesOf({ ii: 1, ie: 4, ei: 4, ee: 1291 }));
    expect(agreementText(rare, "en")).toMatch(/Nearly all decisions are the same.*Gwet’s AC1 = \.99 \(/);
    expect(plain(agreementText(rare, "nb"))).toMatch(
      /1 300 rapporter.*Nesten alle beslutningene er like.*Gwets AC1 = 0,99/,
    );
    expect(agreementText(t2, "en")).not.toContain("Nearly");
  });

  it("does not round a disagreement away", () => {
    expect(agreementText(of(votesOf({ ii: 3000, ie: 1, ee: 3000 })), "en")).toContain("was 99.9% (");
  });

  it("speaks of more than two reviewers by Krippendorff's alpha", () => {
    const three = of(votesOf({ iii: 8, "ie-": 2, "-ee": 20, eee: 9, iie: 1 }));
    expect(agreementText(three, "en")).toMatch(
      /^At title and abstract screening, two of the reviewers.*on average, with Krippendorff’s α = .*\(n = 40 reports judged by at least two of three reviewers\)/,
    );
    expect(agreementText(three, "nb")).toMatch(/Krippendorffs α = 0,\d\d .*minst to av tre lesere/);
  });

  it("says what cannot be said", () => {
    expect(agreementText(of([]), "en")).toBe(
      "No report was judged by two reviewers at title and abstract screening, so agreement cannot be stated.",
    );
    expect(agreementText(of(votesOf({ ee: 12 })), "en")).toContain(
      "Cohen’s κ not defined, as every decision was the same",
    );
    expect(agreementText(of(votesOf({ ii: 5, ee: 7 })), "nb")).toContain(
      "Cohens κ = 1,00, uten intervall siden det ikke var noen uenighet",
    );
    const current = agreementOf({ basis: "current", docs: [] }, { stage: "full-text" });
    expect(agreementText(current, "nb")).toBe(
      "Ingen rapport ble vurdert av to lesere ved screening av fulltekst, så enigheten kan ikke oppgis.",
    );
  });

  it("tells of reasons at full text", () => {
    const votes = votesOf({ ee: 8, ii: 4, ie: 1 }, "animals").map((one) =>
      one.report === "r0000" && one.reviewer === "bo" ? { ...one, exclusionReason: "no-control" } : one,
    );
    expect(agreementText(of(votes, "full-text"), "en")).toContain(
      "Of the 8 reports that two reviewers excluded with a reason, the reason was the same in 87.5% (",
    );
  });

  it("takes decisions as they are when asked", () => {
    const votes = of(votesOf({ im: 5, ii: 5, ee: 10 }));
    expect(agreementText(votes, "en")).toContain("100.0%");
    expect(agreementText(votes, "en", "decisions")).toContain("75.0%");
    expect(agreementText(votes, "en", "decisions")).not.toContain("count as one decision");
  });
});

describe("calibrationText", () => {
  const text = (counts: Record<string, number>, statistic: "percent" | "kappa", threshold: number) => {
    const given = { basis: "independent", votes: votesOf(counts) } as const;
    const result = calibration(given, { statistic, threshold, reports: 50 }, { stage: "title-abstract" });
    return { en: calibrationText(result, "en"), nb: plain(calibrationText(result, "nb")) };
  };

  it("gives estimate, verdict, doubt and what is missing", () => {
    const { en, nb } = text({ ii: 6, ie: 1, ee: 8 }, "kappa", 0.6);
    expect(en).toMatch(
      /15 reports were judged by at least two reviewers: Cohen’s κ = \.86 \(95% CI \.\d\d to 1\.00\)\./,
    );
    expect(en).toContain(
      "asks for at least Cohen’s κ = .60; this was reached. This is not certain: limits that also hold for few reports reach from .4",
    );
    expect(en).toContain("The protocol planned 50. 1 report was judged differently.");
    expect(nb).toContain("Protokollen krever minst Cohens κ = 0,60; dette ble nådd.");
    expect(text({ ii: 2, ie: 30, ee: 20 }, "percent", 80).nb).toContain(
      "minst 80,0 %; dette ble ikke nådd. 30 rapporter",
    );
    expect(text({ ee: 50 }, "kappa", 0.6).en).toContain("(Cohen’s κ = .60) was reached cannot be said");
  });
});

describe("the catalogues", () => {
  it("have the same keys and holes", () => {
    const holes = (one: string) => [...one.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();
    expect(Object.keys(agreementWords.nb)).toEqual(Object.keys(agreementWords.en));
    for (const [key, en] of Object.entries(agreementWords.en)) {
      const nb = agreementWords.nb[key as keyof typeof agreementWords.nb];
      expect(holes(nb), key).toEqual(holes(en));
      expect(nb, key).not.toBe(en);
    }
  });
});
