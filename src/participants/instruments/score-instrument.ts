import { EvidensError, type Problem } from "#kernel";
import type { Instrument, InstrumentScale, InstrumentScore, ScaleScore } from "./instrument.types.ts";

type Items = Readonly<Record<string, number | null>>;

/**
 * Scores an instrument from its items: subscales, total, and what the missing-item rule makes up for.
 *
 * @param items score of each item by id; null or left out is missing. An instrument whose scales have no items
 *   (and the total of one that is only entered) takes the scale scores, and `total`, in their place
 * @returns null scores where items are missing beyond the rule
 * @throws EvidensError `participants/bad-items`: unknown ids, scores out of range or not finite, all named
 * Source: the instrument's own `sources`. Checked: tests/participants/instruments.test.ts.
 */
export function scoreInstrument(instrument: Instrument, items: Items): InstrumentScore {
  refuseBadItems(instrument, items);
  const all = instrument.items.map(({ id }) => id);
  const scales = instrument.scales.map((scale) => scaleScore(instrument, scale, items));
  const entered = instrument.total.by === "entered" || items["total"] != null;
  const total = entered
    ? single("total", items["total"] ?? null)
    : instrument.total.by === "sum-of-scales"
      ? sumOfScales(scales)
      : scaleScore(
          instrument,
          { id: "total", label: instrument.name, items: all, range: instrument.total.range, by: "sum" },
          items,
        );
  return { instrument: instrument.id, total, scales, missing: all.filter((id) => items[id] == null) };
}

function single(scale: string, score: number | null): ScaleScore {
  return { scale, score, answered: score === null ? 0 : 1, items: 1, prorated: false };
}

function scaleScore(instrument: Instrument, scale: InstrumentScale, items: Items): ScaleScore {
  if (scale.items.length === 0) return single(scale.id, items[scale.id] ?? null);
  const byId = new Map(instrument.items.map((item) => [item.id, item]));
  const answered = scale.items.flatMap((id) => {
    const value = items[id] ?? null;
    const item = byId.get(id)!;
    if (value === null) return [];
    return [item.reversed === true ? item.range[0] + item.range[1] - value : value];
  });
  const n = scale.items.length;
  const missing = n - answered.length;
  const { kind, most = 0 } = instrument.missingItems;
  const allowed = missing === 0 || (kind === "prorate" && missing <= most && answered.length > 0);
  const mean = answered.reduce((a, b) => a + b, 0) / answered.length;
  const score = !allowed
    ? null
    : scale.by === "mean"
      ? mean
      : missing === 0
        ? answered.reduce((a, b) => a + b, 0)
        : mean * n;
  return { scale: scale.id, score, answered: answered.length, items: n, prorated: allowed && missing > 0 };
}

function sumOfScales(scales: readonly ScaleScore[]): ScaleScore {
  const known = scales.flatMap(({ score }) => score ?? []);
  return {
    scale: "total",
    score: known.length === scales.length ? known.reduce((a, b) => a + b, 0) : null,
    answered: scales.reduce((sum, { answered }) => sum + answered, 0),
    items: scales.reduce((sum, { items }) => sum + items, 0),
    prorated: scales.some(({ prorated }) => prorated),
  };
}

function refuseBadItems(instrument: Instrument, items: Items): void {
  const ranges = new Map<string, readonly [number, number]>([
    ...instrument.items.map(({ id, range }) => [id, range] as const),
    ...instrument.scales
      .filter((scale) => scale.items.length === 0)
      .map(({ id, range }) => [id, range] as const),
    ["total", instrument.total.range],
  ]);
  const problems = Object.entries(items).flatMap(([field, value]): Problem[] => {
    const range = ranges.get(field);
    if (range === undefined)
      return [
        {
          code: "participants/unknown-item",
          field,
          message: `${instrument.abbreviation} has no item \`${field}\`.`,
        },
      ];
    const allowed = instrument.items.find(({ id }) => id === field)?.values;
    const fits = (score: number): boolean =>
      Number.isFinite(score) && score >= range[0] && score <= range[1] && (allowed?.includes(score) ?? true);
    if (value === null || fits(value)) return [];
    const domain = allowed === undefined ? `${range[0]} to ${range[1]}` : allowed.join(", ");
    const message = `\`${field}\` is ${value}; ${instrument.abbreviation} allows ${domain}.`;
    return [{ code: "participants/item-range", field, message }];
  });
  if (problems.length === 0) return;
  throw new EvidensError({
    code: "participants/bad-items",
    kind: "invalid",
    message: problems.map(({ message }) => message).join(" "),
    remedy: "Correct the items and score again.",
    problems,
  });
}
