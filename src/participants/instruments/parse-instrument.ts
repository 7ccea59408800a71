import { z } from "zod";
import type { LocalText, Problem } from "#kernel";
import { type Place, readYaml } from "#review";
import { isRecord, listOf } from "../dictionary.ts";
import type {
  Instrument,
  InstrumentItem,
  InstrumentScale,
  InstrumentSource,
  InstrumentThreshold,
  MissingItemRule,
} from "./instrument.types.ts";

/** An instrument, or what stands in the way of reading it. */
export interface ParsedInstrument {
  /** null when there is any problem. */
  readonly instrument: Instrument | null;
  readonly problems: readonly Problem[];
}

const words = z.string().trim().min(1);
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "review/id-format");
const localText: z.ZodType<LocalText> = z.preprocess(
  (value) => (typeof value === "string" ? { en: value } : value),
  z.strictObject({ en: words, nb: words.optional() }),
);
const range = z.tuple([z.number(), z.number()]);

const source: z.ZodType<InstrumentSource> = z.strictObject({ reference: words, doi: words.optional() });

const item: z.ZodType<InstrumentItem> = z.strictObject({
  id,
  range,
  values: z.array(z.number()).min(2).optional(),
  reversed: z.boolean().optional(),
});

const scale: z.ZodType<InstrumentScale> = z.strictObject({
  id,
  label: localText,
  items: z.array(id),
  range,
  by: z.enum(["sum", "mean"]),
});

const missingItems: z.ZodType<MissingItemRule> = z.strictObject({
  kind: z.enum(["none", "prorate"]),
  most: z.int().min(1).optional(),
  source: source.optional(),
  note: localText.optional(),
});

const threshold: z.ZodType<InstrumentThreshold> = z.strictObject({
  id,
  kind: z.enum([
    "response",
    "remission",
    "reliable-change",
    "important-change",
    "cut-off",
    "loss-of-diagnosis",
  ]),
  unit: z.enum(["points", "percent", "score"]),
  value: z.number(),
  scale: id.optional(),
  preferred: z.boolean().optional(),
  source,
  note: localText.optional(),
});

const instrumentSchema: z.ZodType<Instrument> = z.strictObject({
  id,
  name: localText,
  abbreviation: words,
  higherIsWorse: z.boolean(),
  items: z.array(item),
  scales: z.array(scale),
  total: z.strictObject({ range, by: z.enum(["sum-of-items", "sum-of-scales", "entered"]) }),
  missingItems,
  thresholds: z.array(threshold),
  sources: z.array(source).min(1),
  note: localText.optional(),
});

/**
 * Reads an instrument in YAML, a bundled one or one's own, and names every problem at once, each with its line.
 *
 * @param yaml decoded file; words of items have no place in it
 * @param file name to show in the problems
 * Source: YAML 1.2.2, core schema. Checked: tests/participants/instruments.test.ts.
 */
export function parseInstrument(yaml: string, file?: string): ParsedInstrument {
  const { value, problems } = readYaml<Instrument>(yaml, file, instrumentSchema, {
    crossCheck: (data, places) => crossProblems(data, (path) => places.of(path)),
  });
  return { instrument: value, problems };
}

function crossProblems(data: unknown, placeOf: (path: readonly PropertyKey[]) => Place): Problem[] {
  const problems: Problem[] = [];
  const tell = (path: readonly PropertyKey[], code: string, message: string, remedy: string): void => {
    problems.push({ code: `participants/${code}`, ...placeOf(path), message, remedy });
  };
  const ids = (key: "items" | "scales" | "thresholds"): ReadonlySet<unknown> => {
    const seen = new Set<unknown>();
    listOf(data, key).forEach((one, at) => {
      if (!isRecord(one)) return;
      if (seen.has(one["id"]))
        tell([key, at, "id"], "id-twice", `\`${String(one["id"])}\` stands twice.`, "Rename one.");
      seen.add(one["id"]);
    });
    return seen;
  };
  const [items, scales] = [ids("items"), ids("scales")];
  ids("thresholds");
  const ranges: [readonly PropertyKey[], unknown][] = [];
  for (const key of ["items", "scales"] as const)
    listOf(data, key).forEach((one, at) => {
      if (isRecord(one)) ranges.push([[key, at, "range"], one["range"]]);
    });
  const total = isRecord(data) && isRecord(data["total"]) ? data["total"] : {};
  ranges.push([["total", "range"], total["range"]]);
  for (const [path, range] of ranges)
    if (Array.isArray(range) && typeof range[0] === "number" && range[0] >= range[1])
      tell(path, "range-order", "The range ends before it begins.", "Write the smallest score first.");
  listOf(data, "scales").forEach((one, at) => {
    for (const item of listOf(one, "items"))
      if (!items.has(item))
        tell(
          ["scales", at, "items"],
          "unknown-item",
          `\`${String(item)}\` is no item.`,
          "Name one of `items`.",
        );
  });
  thresholdProblems(data, scales, tell);
  totalProblems(data, total, tell);
  return problems;
}

type Tell = (path: readonly PropertyKey[], code: string, message: string, remedy: string) => void;

function thresholdProblems(data: unknown, scales: ReadonlySet<unknown>, tell: Tell): void {
  const preferred = new Set<string>();
  listOf(data, "thresholds").forEach((one, at) => {
    if (!isRecord(one)) return;
    const path = ["thresholds", at];
    const { scale, kind } = one;
    if (scale !== undefined && scale !== "total" && !scales.has(scale))
      tell([...path, "scale"], "unknown-scale", `\`${String(scale)}\` is no scale.`, "Name one of `scales`.");
    if (one["preferred"] !== true || (scale !== undefined && scale !== "total")) return;
    if (preferred.has(String(kind)))
      tell(
        [...path, "preferred"],
        "preferred-twice",
        `Two limits of \`${String(kind)}\` are preferred.`,
        "Keep one.",
      );
    preferred.add(String(kind));
  });
}

/** The ends of the total must be what the parts add up to. */
function totalProblems(data: unknown, total: Readonly<Record<string, unknown>>, tell: Tell): void {
  const parts = total["by"] === "sum-of-items" ? "items" : total["by"] === "sum-of-scales" ? "scales" : null;
  if (parts === null || !Array.isArray(total["range"])) return;
  const list = listOf(data, parts);
  if (list.length === 0) {
    tell(
      ["total", "by"],
      "no-parts",
      `There are no \`${parts}\` to sum.`,
      "List them, or write `by: entered`.",
    );
    return;
  }
  for (const end of [0, 1]) {
    const sum = list.reduce<number>((whole, one) => {
      const own = isRecord(one) && Array.isArray(one["range"]) ? (one["range"][end] as number) : Number.NaN;
      return whole + own;
    }, 0);
    // NaN: an end that is no number is told by the schema.
    if (Math.abs(sum - (total["range"][end] as number)) > 1e-9)
      tell(
        ["total", "range"],
        "total-range",
        `The ${parts} add up to ${sum}, the range of the total says ${String(total["range"][end])}.`,
        "Correct the ranges.",
      );
  }
}
