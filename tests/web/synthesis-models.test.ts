import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  clusterRobust,
  contrastsFromArms,
  correlatedSampling,
  effectSize,
  leagueTable,
  multilevel,
  networkMetaAnalysis,
  oddsRatioGlmm,
  pool,
  rateRatioGlmm,
  selectionModel,
} from "#synthesis";
import { agreement } from "../../src/web/synthesis/agreement.ts";
import { attempt, compute, type Trouble } from "../../src/web/synthesis/compute.ts";
import { tableOf } from "../../src/web/synthesis/count-models.ts";
import {
  chosenPlaces,
  effectsAt,
  levelsJob,
  placeKey,
  placesOf,
  spansFor,
} from "../../src/web/synthesis/levels.ts";
import type { LevelsFound } from "../../src/web/synthesis/long-job.types.ts";
import { graphOf, networkOf } from "../../src/web/synthesis/network.ts";
import { runLongJob } from "../../src/web/synthesis/run-long-job.ts";
import { isTruncated, runGlmm, runSelection, SEEN_AT } from "../../src/web/synthesis/run-models.ts";
import { differencesFrom, planned, type Specification } from "../../src/web/synthesis/specification.ts";
import { problemInWords, troubleSaid } from "../../src/web/synthesis/trouble.ts";
import { variablesOf } from "../../src/web/synthesis/variables.ts";
import { en } from "../../src/web/text/en.ts";
import { nb } from "../../src/web/text/nb.ts";
import { analysis } from "./fake-evidence.ts";
import { fakeMaterial, fakeNetwork, manyCounts } from "./fake-synthesis.ts";

const material = fakeMaterial({});
const plan = planned(analysis().set.analysis);
const with_ = (change: Partial<Specification>): Specification => ({ ...plan, ...change });
const silent = (): void => undefined;
const names = {
  experimental: "treatment",
  comparator: "control",
  outcome: "o",
  timepoint: "t",
  measure: "m",
  lowIsBetter: true,
};
const catalogue = (language: "en" | "nb") => {
  const texts: Readonly<Record<string, string>> = language === "en" ? en : nb;
  const filled = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
    text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ""));
  return {
    language,
    t: (key: string, values?: Readonly<Record<string, string | number>>) => filled(texts[key]!, values),
    named: (prefix: string, id: string, fallback = id) => texts[`${prefix}.${id}`] ?? fallback,
    local: (text: { readonly en: string; readonly nb?: string }) =>
      language === "nb" ? (text.nb ?? text.en) : text.en,
  } as never;
};

describe("empty cells", () => {
  const counts = manyCounts(40);
  const spec = with_({ measure: "OR", model: "common", test: "z" });
  const tables = counts.set.rows.map((row) => tableOf(row)!);
  const pooledWith = (options: object): number => {
    const effects = tables.map((table) => effectSize("OR", table, options)).filter((one) => one.estimable);
    const y = Float64Array.from(effects, (one) => one.y!);
    const v = Float64Array.from(effects, (one) => one.v!);
    return pool(y, v, { model: "common", test: "z" }).estimate;
  };
  const found = (change: Partial<Specification>): number =>
    compute(counts, { ...spec, ...change }).pooled!.estimate;

  it("get what the rule says, where it says, as the library adds it", () => {
    expect(tables.some(({ events1, events2 }) => events1 === 0 || events2 === 0)).toBe(true);
    expect(found({})).toBe(pooledWith({ to: "only0", add: 0.5 }));
    expect(found({ zeroAdd: "0.1" })).toBe(pooledWith({ to: "only0", add: 0.1 }));
    expect(found({ zeroTo: "all" })).toBe(pooledWith({ to: "all", add: 0.5 }));
    expect(found({ zeroTo: "if0all" })).toBe(pooledWith({ to: "all", add: 0.5 }));
    expect(found({ zeroTo: "none" })).toBe(pooledWith({ to: "none" }));
    const full = { ...counts, set: { ...counts.set, rows: counts.set.rows.filter((row) => noZero(row)) } };
    expect(compute(full, { ...spec, zeroTo: "if0all" }).pooled).toEqual(
      compute(full, { ...spec, zeroTo: "none" }).pooled,
    );
    const out = compute(counts, { ...spec, zeroTo: "none" }).failed;
    expect(out.map(({ why }) => why.code)).toContain("zero-cell");
  });

  it("leave the sums of Mantel and Haenszel and of Peto alone, and their rule is no departure there", () => {
    for (const model of ["mh", "peto"] as const) {
      expect(found({ model, zeroTo: "none", zeroDrop: "drop" })).toBe(found({ model }));
      expect(differencesFrom({ ...spec, model, zeroTo: "none" }, { ...spec, model })).toEqual([]);
    }
    expect(differencesFrom({ ...spec, zeroTo: "none", zeroAdd: "0.1" }, spec)).toEqual(["zeroTo"]);
  });

  it("are planned as the protocol says", () => {
    const zeroCells = { to: "all", add: 0.2, doubleZero: "drop" } as const;
    expect(
      planned({ ...analysis().set.analysis, zeroCells, risk: "low", prediction: "riley" }),
    ).toMatchObject({
      zeroTo: "all",
      zeroAdd: "0.2",
      zeroDrop: "drop",
      risk: "low",
      prediction: "riley",
    });
  });

  function noZero(row: (typeof counts.set.rows)[number]): boolean {
    const { events1, events2 } = tableOf(row)!;
    return events1 > 0 && events2 > 0;
  }
});

describe("further models", () => {
  const tables = {
    events1: [9, 5, 22, 12, 0, 30],
    n1: [30, 20, 44, 60, 25, 80],
    events2: [3, 5, 8, 13, 4, 25],
    n2: [30, 22, 41, 58, 27, 79],
  };

  it("of counts are the library's, each way of handling levels", () => {
    const odds = runGlmm({ kind: "glmm", family: "binomial", tables, effects: "random" }, silent);
    expect(odds.models.map(({ model }) => model).sort()).toEqual(["CM.AL", "CM.EL", "UM.FS", "UM.RS"]);
    for (const { model, found } of odds.models) expect(found).toEqual(oddsRatioGlmm(tables, model));
    const rates = runGlmm({ kind: "glmm", family: "poisson", tables, effects: "common" }, silent);
    const { events1, n1: time1, events2, n2: time2 } = tables;
    for (const { model, found } of rates.models) {
      const wanted = rateRatioGlmm({ events1, time1, events2, time2 }, model as "UM.FS", {
        effects: "common",
      });
      expect(found).toEqual(wanted);
    }
    const none = { ...tables, events1: [0, 0, 0, 0, 0, 0], events2: [0, 0, 0, 0, 0, 0] };
    const refused = runGlmm({ kind: "glmm", family: "binomial", tables: none, effects: "random" }, silent);
    expect(refused.models.every(({ found }) => "code" in found)).toBe(true);
  });

  it("of selection are the library's, with the chance of being seen", () => {
    const { y, v } = compute(material, plan);
    const job = { kind: "selection", y, v, effects: "random", alternative: "less", steps: [0.025] } as const;
    const steps: number[] = [];
    const found = runSelection(job, (done) => steps.push(done));
    expect(steps).toEqual([0, 1, 2, 3, 4, 5]);
    const options = { effects: "random", alternative: "less" } as const;
    expect(found.shapes[0]!.found).toEqual(
      selectionModel(y, v, { type: "step", steps: [0.025], ...options }),
    );
    expect(found.shapes[2]!.found).toEqual(selectionModel(y, v, { type: "halfnorm", ...options }));
    for (const { shape, weights } of found.shapes)
      expect([weights.length, weights[0]]).toEqual(isTruncated(shape) ? [0, undefined] : [SEEN_AT.length, 1]);
    expect(found.shapes.map(({ shape }) => shape).slice(4)).toEqual(["trunc", "truncest"]);
    expect(found.shapes[5]!.found).toEqual(
      attempt(() => selectionModel(y, v, { type: "truncest", ...options })),
    );
  });

  it("of truncation have one side: with both the reader is told in words", () => {
    const { y, v } = compute(material, plan);
    const job = {
      kind: "selection",
      y,
      v,
      effects: "common",
      alternative: "two.sided",
      steps: [0.5],
    } as const;
    const [, , , , given, found] = runSelection(job, silent).shapes;
    for (const one of [given!, found!]) {
      const why = one.found as Trouble;
      expect(why.code).toBe("web/truncation-sides");
      expect(troubleSaid(why, catalogue("nb"))).toEqual({
        text: "En trunkering favoriserer én side: velg over eller under.",
        english: null,
      });
    }
  });

  it("of effects within studies are the library's, with their robust interval", () => {
    const { places, turned } = placesOf(material, plan, [], "timepoints");
    expect(places.map(({ timepoint }) => timepoint)).toEqual(["end", "later"]);
    expect(turned).toEqual([]);
    const effects = places.flatMap((place) =>
      effectsAt(fakeMaterial({ timepoint: place.timepoint }), place, plan),
    );
    const job = levelsJob(effects, null, 0.5, ["between", "within"])!;
    const found = runLongJob(job, silent) as LevelsFound;
    const { y, v, study } = job;
    expect([y.length, new Set(study).size]).toEqual([12, 6]);
    const each = study.map((_, at) => at);
    const sampling = correlatedSampling({ v, cluster: study, rho: 0.5 });
    const data = { y, v: sampling, random: [{ nested: [study, each], names: ["between", "within"] }] };
    const fit = multilevel(data);
    expect(found.fit.coefficients).toEqual(fit.coefficients);
    expect(found.robust).toEqual(clusterRobust(data, fit, study));
    expect(levelsJob(effects.slice(0, 6), null, 0.5, [])).toBeNull();
    const words = { named: (_: string, id: string) => id, local: (text: { en: string }) => text.en };
    const country = variablesOf(material, material.set.rows, words).find(({ id }) => id === "country")!;
    expect(found.fit.remarks.every(({ text }) => !/\bstudy\b/.test(text.nb ?? ""))).toBe(true);
    const outer = runLongJob(
      levelsJob(effects, country, 0.5, ["country", "between", "within"])!,
      silent,
    ) as LevelsFound;
    expect(outer.fit.terms).toHaveLength(3);
    expect(spansFor({ measure: "MD" })).toEqual(["timepoints"]);
  });

  it("takes no numbers from before treatment for an effect, unless they are ticked", () => {
    const at = (timepoint: string) => ({ outcome: "scale", timepoint, needs: "means", rows: 6 }) as const;
    const places = [at("end"), at("baseline"), at("later")];
    expect(chosenPlaces(places, plan, undefined)).toEqual([places[0], places[2]]);
    expect(chosenPlaces(places, plan, `${placeKey(places[1]!)},${placeKey(places[2]!)}`)).toEqual([
      places[1],
      places[2],
    ]);
    expect(chosenPlaces(places, plan, "none")).toEqual([]);
    expect(chosenPlaces(places, { ...plan, timepoint: "baseline" }, undefined)).toEqual(places);
  });

  it("leaves outcomes out where better means the other way", () => {
    const outcomes = [
      { id: "scale", better: "lower" },
      { id: "function", better: "higher" },
    ] as never;
    const more = [
      ...material.places,
      { outcome: "function", timepoint: "end", needs: "means", rows: 3 },
    ] as const;
    const found = placesOf({ ...material, places: more }, plan, outcomes, "all");
    expect(found.turned).toEqual(["function"]);
    expect(found.places.every(({ outcome }) => outcome === "scale")).toBe(true);
  });

  it("of a network are the library's, and parts that nothing joins are refused by name", () => {
    const network = fakeNetwork({});
    const found = networkOf(network, material.studies, plan, true);
    if (found.is !== "done") throw new Error(found.is);
    const { contrasts } = contrastsFromArms({
      measure: "SMD",
      arms: network.arms.map(({ studyId: study, role: treatment, numbers: { n, mean, sd } }) => ({
        study,
        treatment,
        n: n!,
        mean: mean!,
        sd: sd!,
      })),
    });
    const result = networkMetaAnalysis(contrasts, { tau2: "REML" });
    expect(found.result).toEqual(result);
    expect(found.league).toEqual(leagueTable(result, { model: "random", smallValues: "desirable" }));
    const graph = graphOf(found, (id) => id);
    expect(graph.nodes.find(({ label }) => label === "treatment")).toMatchObject({
      studies: 3,
      participants: 120,
    });
    expect(graph.multiArm).toEqual([{ treatments: ["control", "other", "treatment"], studies: 1 }]);
    const apart = networkOf(fakeNetwork({ timepoint: "later" }), material.studies, plan, true);
    expect(apart.is === "disconnected" && apart.parts.map(({ treatments }) => treatments)).toEqual([
      ["control", "treatment"],
      ["fourth", "other"],
    ]);
    expect(networkOf({ ...network, arms: [] }, material.studies, plan, true).is).toBe("too-small");
    const low = networkOf(network, material.studies, with_({ risk: "low", without: ["s1"] }), true);
    expect(low.is === "done" && [...low.result.studies].sort()).toEqual(["s4", "s6"]);
  });

  it("agree, or not, in words", () => {
    const one = (estimate: number, ciLow: number | null, ciHigh: number | null) => ({
      estimate,
      ciLow,
      ciHigh,
    });
    const say = (...list: ReturnType<typeof one>[]): string => agreement(list, names, catalogue("en"));
    expect(say(one(-1, -2, -0.5), one(-0.5, -0.9, -0.1))).toContain("none of their intervals");
    expect(say(one(-1, -2, -0.5), one(-0.5, null, null))).toContain("1 of 2 intervals");
    expect(say(one(-1, -2, 0.5), one(0.5, -1, 2))).toContain("do not agree");
    expect(say(one(1, 0.5, 2))).toContain("favours control");
  });
});

describe("what the library refuses", () => {
  it("has words in both languages for each code that it gives on this page", () => {
    const codes = new Set<string>();
    for (const file of sources("src/synthesis").filter(
      (path) => !/\/(?:mmrm|classic|participant-pooling)\//.test(path),
    )) {
      const text = readFileSync(file, "utf8");
      for (const [, code] of text.matchAll(/"synthesis\/([a-z-]+)"/g)) codes.add(code!);
      if (file.includes("/multilevel/"))
        for (const [, code] of text.matchAll(/refuse\(\s*"([a-z-]+)"/g)) codes.add(code!);
    }
    expect(codes.size).toBeGreaterThan(50);
    const missing = [...codes].filter((code) => !(`trouble.${code}` in nb) || !(`trouble.${code}` in en));
    expect(missing).toEqual([]);
  });

  it("is said in Norwegian, with the study it is about, and never in English", () => {
    const say = (code: string, field?: string): string =>
      problemInWords(
        { code, message: "English words", ...(field === undefined ? {} : { field }) },
        material,
        catalogue("nb"),
      );
    expect(say("extraction/several-arms", "s1")).toContain("Alder 2001");
    expect(say("extraction/bad-sd", "s2 sd of a")).toContain("Birch 2002");
    expect(say("double-zero", "Cedar 2003")).toContain("Cedar 2003");
    expect(say("extraction/never-heard-of", "s1")).toContain("extraction/never-heard-of");
    expect(say("extraction/never-heard-of")).not.toContain("English");
    const refused = { code: "synthesis/no-maximum", text: { en: "English words" } };
    expect(troubleSaid(refused, catalogue("nb")).text).toBe(nb["trouble.no-maximum"]);
    expect(troubleSaid(refused, catalogue("en")).text).toBe("English words");
  });
});

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`);
}
