import type { AnalysisMaterialQuery, AnalysisMaterialResponse, AnalysisNetworkResponse } from "#contract";
import { seededRng } from "#numerics";
import { analysis } from "./fake-evidence.ts";

// Simulated, all of it; see fake-reports.ts.

type Row = AnalysisMaterialResponse["set"]["rows"][number];
type Value = NonNullable<Row["contrastValues"]["se"]>;
type Risk = NonNullable<AnalysisMaterialResponse["studies"][number]["risk"]>["level"];
const both = (en: string, nb: string): { en: string; nb: string } => ({ en, nb });
const RISKS = {
  low: both("Low", "Lav"),
  some: both("Some concerns", "Noe bekymring"),
  high: both("High", "Høy"),
} as const;

function traced(number: number, place = "p. 1"): Value {
  return {
    number,
    verbatim: String(number),
    field: "x",
    arm: "a",
    quote: `simulated quote of ${number}`,
    place,
    report: "imp1-1",
    confidence: "read-in-source",
    by: "ada",
    at: "2026-03-01T10:00:00.000Z",
    eventId: "e-10",
  };
}

/** One simulated study: name, year, risk, country, dose, then n, mean, SD and events of either group. */
const STUDIES = [
  ["s1", "Alder 2001", 2001, "low", "Norway", 10, [30, 4.1, 2.1, 9], [30, 5.6, 2.2, 3]],
  ["s2", "Birch 2002", 2002, "some", "Sweden", 20, [20, 4.8, 2.4, 5], [22, 5.2, 2.0, 5]],
  ["s3", "Cedar 2003", 2003, "high", "Norway", 30, [44, 2.9, 1.9, 22], [41, 5.1, 2.3, 8]],
  ["s4", "Elm 2005", 2005, "low", "Sweden", 40, [60, 5.3, 2.0, 12], [58, 5.1, 2.1, 13]],
  ["s5", "Fir 2007", 2007, null, "Norway", 55, [25, 3.2, 2.5, 11], [27, 5.9, 2.4, 4]],
  ["s6", "Hazel 2009", 2009, "low", "Sweden", 60, [80, 4.6, 2.2, 30], [79, 5.0, 2.2, 25]],
] as const;
const RETRACTED = [
  "r1",
  "Ivy 2010",
  2010,
  "high",
  "Norway",
  90,
  [50, 1.2, 1.5, 45],
  [50, 5.5, 2.0, 5],
] as const;
type Simulated = (typeof STUDIES)[number] | typeof RETRACTED;

function rowOf([studyId, label, , , , , a, b]: Simulated, needs: string, shift: number): Row {
  const arm = ([n, mean, sd, events]: readonly number[]): Row["experimentalValues"] =>
    needs === "counts"
      ? { events: traced(events!), total: traced(n!) }
      : { n: traced(n!), mean: traced(mean!, "p. 7, table 2"), sd: traced(sd!) };
  const moved = [a[0], Math.round((a[1] + shift) * 10) / 10, a[2], a[3]];
  return {
    studyId,
    label,
    experimental: { arm: "a", label: "Sham" },
    comparator: { arm: "b", label: "Waiting" },
    experimentalValues: needs === "generic" ? {} : arm(moved),
    comparatorValues: needs === "generic" ? {} : arm(b),
    contrastValues: needs === "generic" ? { estimate: traced((a[1] - b[1]) / 2), se: traced(0.3) } : {},
  };
}

/** What the analysis is computed from, at the place asked for. */
export function fakeMaterial(query: AnalysisMaterialQuery): AnalysisMaterialResponse {
  const { timepoint = "end", needs = "means" } = query;
  const shift = timepoint === "end" ? 0 : 0.8;
  const rows = STUDIES.map((one) => rowOf(one, needs, shift));
  const all: readonly Simulated[] = [...STUDIES, RETRACTED];
  const text = (value: string | number) => ({
    text: { en: String(value) },
    number: typeof value === "number" ? value : null,
  });
  return {
    set: {
      analysis: analysis().set.analysis,
      rows,
      leftOut: [
        { studyId: "r1", label: "Ivy 2010", why: "retracted", detail: "" },
        { studyId: "s9", label: "Juniper 2011", why: "no-values", detail: "" },
      ],
      problems: [],
    },
    needs,
    retracted: [rowOf(RETRACTED, needs, shift)],
    places: [
      { outcome: "scale", timepoint: "end", needs: "means", rows: 6 },
      { outcome: "scale", timepoint: "end", needs: "generic", rows: 6 },
      { outcome: "scale", timepoint: "later", needs: "means", rows: 6 },
      { outcome: "response", timepoint: "end", needs: "counts", rows: 6 },
    ],
    studies: [
      ...all.map(([studyId, label, year, risk]) => ({
        studyId,
        label,
        year,
        retracted: studyId === "r1",
        risk: risk === null ? null : riskOf(risk),
      })),
      { studyId: "s9", label: "Juniper 2011", year: null, retracted: false, risk: null },
    ],
    moderators: [
      {
        id: "country",
        from: "characteristic",
        label: null,
        values: Object.fromEntries(all.map((one) => [one[0], text(one[4])])),
      },
      {
        id: "form.dose",
        from: "field",
        label: both("Dose, mg", "Dose, mg"),
        values: Object.fromEntries(all.map((one) => [one[0], text(one[5])])),
      },
    ],
    results: all.flatMap(([studyId], at) => [
      { studyId, outcome: "scale", state: "known" as const, detail: "", judged: null },
      {
        studyId,
        outcome: "response",
        state: (["known", "partly", "none"] as const)[at % 3]!,
        detail: at % 3 === 2 ? "later" : "",
        judged: null,
      },
    ]),
  };

  function riskOf(level: Risk) {
    return {
      tool: "rob2",
      judgement: level,
      label: RISKS[level],
      level,
      source: "Simulated review",
      domains: [
        { id: "D1", name: both("Randomisation", "Randomisering"), label: RISKS[level], level },
        { id: "D2", name: both("Departures", "Avvik"), label: RISKS.low, level: "low" as const },
      ],
    };
  }
}

/** The same with so many simulated studies. */
export function manyStudies(k: number): AnalysisMaterialResponse {
  const rng = seededRng(11);
  const draw = (low: number, high: number): number => low + (high - low) * rng.next();
  const base = fakeMaterial({});
  const made = Array.from({ length: k }, (_, at) => {
    const n = Math.round(draw(15, 120));
    const row: Row = {
      ...base.set.rows[0]!,
      studyId: `m${at}`,
      label: `Simulated ${at}`,
      experimentalValues: { n: traced(n), mean: traced(draw(3.5, 5.5)), sd: traced(draw(1.7, 2.6)) },
      comparatorValues: { n: traced(n), mean: traced(draw(4.2, 5.8)), sd: traced(draw(1.7, 2.6)) },
    };
    return row;
  });
  const values = (value: (at: number) => string | number) =>
    Object.fromEntries(
      made.map(({ studyId }, at) => {
        const one = value(at);
        return [studyId, { text: { en: String(one) }, number: typeof one === "number" ? one : null }];
      }),
    );
  return {
    ...base,
    set: { ...base.set, rows: made, leftOut: [] },
    retracted: [],
    studies: made.map(({ studyId, label }, at) => ({
      ...base.studies[at % 6]!,
      studyId,
      label,
      year: 1990 + (at % 30),
    })),
    moderators: [
      {
        id: "country",
        from: "characteristic",
        label: null,
        values: values((at) => ["Norway", "Sweden", "Denmark"][at % 3]!),
      },
      {
        id: "form.dose",
        from: "field",
        label: both("Dose, mg", "Dose, mg"),
        values: values((at) => at % 40),
      },
    ],
    results: [],
  };
}

/** Role, n, mean, SD and events of each arm: a triangle with one study of all three, and a fourth treatment beside it. */
const ARMS: Readonly<Record<string, readonly (readonly [string, number, number, number, number])[]>> = {
  s1: [
    ["treatment", 30, 4.1, 2.1, 9],
    ["control", 30, 5.6, 2.2, 3],
  ],
  s2: [
    ["treatment", 40, 4.4, 2.0, 11],
    ["control", 42, 5.2, 2.1, 6],
  ],
  s4: [
    ["other", 60, 4.6, 2.0, 12],
    ["control", 58, 5.1, 2.1, 13],
  ],
  s6: [
    ["treatment", 50, 4.3, 2.2, 14],
    ["other", 52, 4.9, 2.2, 11],
    ["control", 49, 5.5, 2.2, 8],
  ],
};
const APART = { s1: ["treatment", "control"], s2: ["other", "fourth"] } as const;

/** Arms of the studies; at another time two networks that nothing joins. */
export function fakeNetwork({ timepoint, needs = "means" }: AnalysisMaterialQuery): AnalysisNetworkResponse {
  const arm = (
    studyId: string,
    [role, n, mean, sd, events]: readonly [string, number, number, number, number],
  ): AnalysisNetworkResponse["arms"][number] => {
    const numbers = needs === "counts" ? { events, total: n } : { n, mean, sd };
    return {
      studyId,
      study: STUDIES.find(([id]) => id === studyId)![1],
      arm: role,
      label: role,
      role,
      numbers,
      values: Object.fromEntries(
        Object.entries(numbers).map(([name, value]) => [name, traced(value, "p. 3")]),
      ),
    };
  };
  const joined = Object.entries(ARMS).flatMap(([id, arms]) => arms.map((one) => arm(id, one)));
  const apart = Object.entries(APART).flatMap(([id, roles]) =>
    roles.map((role, at) => arm(id, [role, 30, 4 + at, 2, 9])),
  );
  return {
    needs,
    roles: [
      { id: "treatment", label: both("Treatment", "Behandling") },
      { id: "other", label: both("Other treatment", "Annen behandling") },
      { id: "control", label: both("Control", "Kontroll") },
      { id: "fourth", label: both("Fourth treatment", "Fjerde behandling") },
    ],
    arms: needs === "generic" ? [] : timepoint === "later" ? apart : joined,
    problems: [],
  };
}

/** The same analysis with so many simulated studies of counts, some with an empty cell. */
export function manyCounts(k: number): AnalysisMaterialResponse {
  const rng = seededRng(12);
  const base = manyStudies(k);
  const rows = base.set.rows.map((row): Row => {
    const n = 20 + Math.floor(rng.next() * 100);
    const arm = (share: number): Row["experimentalValues"] => ({
      events: traced(Math.floor(n * share * rng.next())),
      total: traced(n),
    });
    return { ...row, experimentalValues: arm(0.2), comparatorValues: arm(0.3) };
  });
  return { ...base, needs: "counts", set: { ...base.set, rows } };
}
