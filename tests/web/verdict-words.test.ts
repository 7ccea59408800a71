import { describe, expect, it } from "vitest";
import type { ProgressResponse } from "#contract";
import type { Words } from "../../src/web/app/text.ts";
import { verdictWords } from "../../src/web/screening/verdict-words.ts";
import { en } from "../../src/web/text/en.ts";

type Progress = NonNullable<ProgressResponse["progress"]>;
const RULE: ProgressResponse["rule"] = { rule: "recall-test", target: 0.95, confidence: 0.95 };

/** The English catalogue without the libraries around it. */
const texts: Readonly<Record<string, string>> = en;
const t = (key: string, values: Readonly<Record<string, string | number>> = {}): string => {
  const text = texts[key] ?? texts[`${key}_${values["count"] === 1 ? "one" : "other"}`];
  return text!.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
};
const words = {
  language: "en",
  t,
  named: (prefix: string, id: string, fallback?: string) => texts[`${prefix}.${id}`] ?? fallback ?? id,
  number: (value: number, digits = 0) => value.toFixed(digits),
  percent: (value: number, digits = 0) => `${value.toFixed(digits)} %`,
} as unknown as Words;

const progress = (
  verdict: Partial<Progress["verdicts"][number]>,
  more: Partial<Progress> = {},
): Progress => ({
  total: 1000,
  screened: 400,
  relevant: 20,
  curve: [],
  verdicts: [{ rule: "recall-test", stop: false, unsupported: null, values: {}, ...verdict }],
  frontier: [],
  earliestStop: null,
  claim: null,
  ...more,
});
const say = (given: Progress, rule: ProgressResponse["rule"] = RULE): string => {
  const { head, sentences } = verdictWords(given, rule, words)!;
  return [head, ...sentences].join(" ");
};

describe("the stopping verdict in words", () => {
  it("says not yet, p against what is asked for, and what would do", () => {
    expect(say(progress({ values: { p: 0.3371 } }, { earliestStop: 210 }))).toBe(
      "The rule does not yet support stopping. p =\u00a0.34 for a recall below 95 %; less than .05 is asked for. 210 more irrelevant in a row would.",
    );
    expect(say(progress({ values: { p: 0.3371 } }))).toContain("Only reading to the end would.");
  });

  it("never makes p look smaller than it is", () => {
    expect(say(progress({ values: { p: 0.0501 } }))).toContain("p =\u00a0.051 ");
    expect(say(progress({ values: { p: 0.0001 }, stop: true }))).toContain("p <\u00a0.001 ");
    expect(say(progress({ values: { p: 0.0091 }, stop: true }))).toContain("p =\u00a0.010 ");
  });

  it("says that a rule cannot tell, and why", () => {
    expect(say(progress({ unsupported: "screening/stopping-none-found" }))).toBe(
      "The rule cannot tell. Nothing relevant has been found yet, so there is nothing to test.",
    );
    expect(say(progress({ unsupported: "screening/stopping-no-early-stop", values: { p: 0.6 } }))).toMatch(
      /^The rule does not yet .*Only reading to the end would\.$/,
    );
  });

  it("tells the numbers of the other rules", () => {
    const rule = (id: string): ProgressResponse["rule"] => ({ ...RULE, rule: id });
    const with_ = (id: string, values: Record<string, number>): string =>
      say(progress({ rule: id, values }), rule(id));
    expect(with_("consecutive-irrelevant", { inARow: 40, wanted: 100 })).toContain(
      "40 irrelevant in a row; 100",
    );
    expect(with_("safe", { phase: 1, lacksInARow: 12 })).toContain("Phase: learning. 12 more irrelevant");
    expect(with_("certification", { p: 0.2, sample: 90, sampleFound: 1 })).toContain("90 reports were drawn");
    expect(with_("knee", { ratio: 3.21, wanted: 6 })).toContain("3.2; 6.0 is asked for");
    expect(with_("rule-2399", { wanted: 2423.2 })).toContain("2424 reports read");
  });

  it("is silent without a verdict of the rule in force, and short when everything is read", () => {
    expect(verdictWords(progress({ rule: "knee" }), RULE, words)).toBeNull();
    expect(say(progress({}, { screened: 1000 }))).toBe("Everything is read.");
  });
});
