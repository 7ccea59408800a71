import {
  type CountsResult,
  type MantelHaenszelOptions,
  type MantelHaenszelResult,
  mantelHaenszel,
  mantelHaenszelRates,
  peto,
  type ZeroCellRule,
} from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";

type Columns = Readonly<Record<string, readonly (number | null)[]>>;

/** The studies with every count known, as the reference program keeps them. */
export function completeRows(file: GoldenFile, names: readonly string[]): Record<string, number[]> {
  const data = file.input["data"] as Columns;
  // One study may be written as a bare number.
  const lists = names.map((name) => [data[name] ?? []].flat() as (number | null)[]);
  const rows = (lists[0] ?? []).map((_, i) => i).filter((i) => lists.every((list) => list[i] !== null));
  return Object.fromEntries(names.map((name, at) => [name, rows.map((i) => lists[at]![i] as number)]));
}

/** Cells ai, bi, ci, di as events and group sizes. */
export function countTables(file: GoldenFile) {
  const { ai, bi, ci, di } = completeRows(file, ["ai", "bi", "ci", "di"]);
  return {
    events1: ai!,
    n1: ai!.map((a, i) => a + bi![i]!),
    events2: ci!,
    n2: ci!.map((c, i) => c + di![i]!),
  };
}

/** Events and person-time of two groups. */
export function rateTables(file: GoldenFile) {
  const { x1i, t1i, x2i, t2i } = completeRows(file, ["x1i", "t1i", "x2i", "t2i"]);
  return { events1: x1i!, time1: t1i!, events2: x2i!, time2: t2i! };
}

/** `add`, `to` and `drop00`: the first entry is for the studies' own effects, the second for the sums. */
function zeroCellOptions(args: GoldenCase["args"]) {
  const pair = <T>(value: unknown, own: T, sums: T): readonly [T, T] => {
    if (value === undefined) return [own, sums];
    return Array.isArray(value) ? [value[0], value[1] ?? sums] : [value as T, sums];
  };
  const [add, addSums] = pair(args["add"], 0.5, 0);
  const [to, toSums] = pair<NonNullable<ZeroCellRule["to"]>>(args["to"], "only0", "none");
  const [drop, dropSums] = pair(args["drop00"], true, false);
  return {
    zeroCells: { add, to, dropDoubleZero: drop },
    pooledZeroCells: { add: addSums, to: toSums, dropDoubleZero: dropSums },
  };
}

function named(result: CountsResult & Partial<MantelHaenszelResult>) {
  return {
    beta: [result.estimate],
    se: [result.se],
    zval: [result.statistic],
    pval: [result.p],
    ci_lb: [result.ciLow],
    ci_ub: [result.ciHigh],
    QE: result.q,
    QEp: result.qP,
    MH: result.association?.statistic ?? null,
    MHp: result.association?.p ?? null,
    BD: result.breslowDay?.statistic ?? null,
    BDp: result.breslowDay?.p ?? null,
    TA: result.tarone?.statistic ?? null,
    TAp: result.tarone?.p ?? null,
    I2: result.i2,
    H2: result.h2,
    k: result.k,
    logLik: result.logLikelihood,
  };
}

/** `leave1out`: the same call without each study in turn, its results as columns. */
function leaveOneOut(one: GoldenCase, file: GoldenFile, fun: string): Readonly<Record<string, unknown>> {
  const data = file.input["data"] as Columns;
  const k = Math.max(...Object.values(data).map((list) => list.length));
  const results = Array.from({ length: k }, (_, left) => {
    const others = Object.entries(data).map(([name, list]) => [name, list.filter((_, i) => i !== left)]);
    const input = { ...file.input, data: Object.fromEntries(others) };
    return run({ ...one, args: { ...one.args, fun } }, { ...file, input });
  });
  const column = (name: string) => results.map((result) => [result[name]].flat()[0] ?? null);
  const [low, high] = [column("ci_lb"), column("ci_ub")];
  const same = Object.fromEntries(["se", "zval", "pval", "I2", "H2"].map((name) => [name, column(name)]));
  const interval = { "ci.lb": low, "ci.ub": high, ci_lb: low, ci_ub: high };
  return { ...same, ...interval, estimate: column("beta"), Q: column("QE"), Qp: column("QEp") };
}

function run(one: GoldenCase, file: GoldenFile): Readonly<Record<string, unknown>> {
  const repeated = /^leave1out\((.+)\)$/.exec(String(one.args["fun"]))?.[1];
  if (repeated !== undefined) return leaveOneOut(one, file, repeated);
  const { measure = "OR", correct, level } = one.args;
  const options: MantelHaenszelOptions & Required<Pick<MantelHaenszelOptions, "pooledZeroCells">> = {
    ...zeroCellOptions(one.args),
    ...(typeof correct === "boolean" && { correct }),
    ...(typeof level === "number" && { level: level > 1 ? level / 100 : level }),
  };
  if (one.args["fun"] === "rma.peto") {
    const { pooledZeroCells: zeroCells, level } = options;
    return named(peto(countTables(file), { zeroCells, ...(level !== undefined && { level }) }));
  }
  if (measure === "IRR" || measure === "IRD")
    return named(mantelHaenszelRates(rateTables(file), measure, options));
  return named(mantelHaenszel(countTables(file), measure as "OR" | "RR" | "RD", options));
}

/** Mantel-Haenszel and Peto against `rma.mh` and `rma.peto`. */
export const mhPetoFamily: GoldenFamily = {
  name: "mh-peto",
  method: ({ args }) =>
    args["fun"] === "rma.peto" ? "Peto" : `Mantel-Haenszel ${String(args["measure"] ?? "OR")}`,
  owns: (file) => /^mh-(peto|rates)-/.test(file),
  run,
  // In counts of millions the reference loses digits of the root in its homogeneity tests.
  tolerance: (_, result) => ({ relative: /^(BD|TA)p?$/.test(result) ? 1e-10 : 1e-12 }),
  leftOut: {},
};
