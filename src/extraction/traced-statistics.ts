import type { Problem } from "#kernel";
import type { StudyDefined } from "#ledger";
import type { PlannedAnalysis, Protocol, Statistic } from "#review";
import type { LeftOutDetail, TracedValue } from "./analysis-set.types.ts";
import { checkStatistic } from "./check-statistic.ts";
import type { ValueInForce, ValuesDoc } from "./documents.types.ts";
import { parseNumber } from "./parse-number.ts";

export interface StatisticsWanted {
  readonly analysis: PlannedAnalysis;
  readonly protocol: Protocol;
  readonly values: readonly ValuesDoc[];
  readonly study: StudyDefined;
  /** Arm id; null for contrast values. */
  readonly arm: string | null;
  /** What the arm is called; empty for contrast values. */
  readonly armLabel: string;
  readonly statistics: readonly Statistic[];
}

/** What was found for one arm (or the contrast) of one study. */
export interface TracedStatistics {
  readonly values: Readonly<Partial<Record<Statistic, TracedValue>>>;
  /** How many of the statistics have any entry, also "not reported". */
  readonly seen: number;
  /** Statistics without a number, as words. */
  readonly missing: readonly string[];
  /** One sentence per statistic that cannot be used. */
  readonly bad: readonly string[];
  /** What is missing, then what cannot be used, by code. */
  readonly details: readonly LeftOutDetail[];
  readonly problems: readonly Problem[];
}

/**
 * Looks up the statistics of one arm at the analysis' outcome and timepoint. Several entries for one
 * statistic (two extractors, two forms) must give the same number; the first in order then stands.
 */
export function traceStatistics(wanted: StatisticsWanted): TracedStatistics {
  const values: Partial<Record<Statistic, TracedValue>> = {};
  const missing: string[] = [];
  const bad: string[] = [];
  const problems: Problem[] = [];
  const missed: LeftOutDetail[] = [];
  const arm = wanted.armLabel;
  let seen = 0;
  for (const statistic of wanted.statistics) {
    const entries = entriesOf(wanted, statistic);
    const where = wanted.arm === null ? statistic : `${statistic} of ${wanted.arm}`;
    if (entries.length > 0) seen += 1;
    const [first] = entries;
    if (first === undefined || entries.every((entry) => entry.value === null)) {
      missing.push(first === undefined ? where : `${where} (not reported)`);
      missed.push({
        code: first === undefined ? "missing" : "not-reported",
        values: { statistic, arm },
      });
      continue;
    }
    const read = agree(statistic, where, entries);
    if ("number" in read) values[statistic] = traced(read.number, first, wanted.arm);
    else {
      bad.push(read.message);
      problems.push({
        ...read,
        field: `${wanted.study.studyId} ${where}`,
        values: { statistic, arm, value: asEntered(entries) },
      });
    }
  }
  const excess = eventsAboveTotal(values);
  if (excess !== null) {
    bad.push(excess.message);
    problems.push({
      ...excess,
      field: `${wanted.study.studyId} events of ${wanted.arm}`,
      values: { arm, events: values.events!.number, total: values.total!.number },
    });
  }
  const refused = problems.map(({ code, values: about = {} }) => ({
    code: code.replace(/^.*\//, ""),
    values: about,
  }));
  return { values, seen, missing, bad, details: [...missed, ...refused], problems };
}

/** What was entered, each text once. */
function asEntered(entries: readonly ValueInForce[]): string {
  return [...new Set(entries.map(({ value }) => value ?? "–"))].join("; ");
}

/** Entries in force that hold the statistic at this place, form by form in the protocol's order. */
function entriesOf(wanted: StatisticsWanted, statistic: Statistic): readonly ValueInForce[] {
  const per = wanted.arm === null ? "contrast" : "arm";
  return wanted.protocol.forms.flatMap((form) => {
    const fields = new Set(
      form.fields
        .filter((field) => field.per === per && field.statistic === statistic)
        .map((field) => field.id),
    );
    const docs = wanted.values.filter(
      (doc) => doc.formId === form.id && doc.studyId === wanted.study.studyId,
    );
    return docs
      .flatMap((doc) => doc.entries)
      .filter(
        (entry) =>
          fields.has(entry.field) &&
          (entry.arm ?? null) === wanted.arm &&
          entry.outcome === wanted.analysis.outcome &&
          entry.timepoint === wanted.analysis.timepoint,
      );
  });
}

/** The one number that all entries give, or why there is none. */
function agree(
  statistic: Statistic,
  where: string,
  entries: readonly ValueInForce[],
): { readonly number: number } | Problem {
  const numbers = new Set<number | null>();
  for (const entry of entries) {
    if (entry.value === null) {
      numbers.add(null);
      continue;
    }
    const read = parseNumber(entry.value);
    if (!("number" in read)) return { ...read, message: `The ${where} cannot be used: ${read.message}` };
    const doubt = checkStatistic(statistic, read.number);
    if (doubt !== null) {
      return {
        code: `extraction/bad-${statistic}`,
        ...doubt,
        message: `The ${where} cannot be used: ${doubt.message}`,
      };
    }
    numbers.add(read.number);
  }
  const [number] = numbers;
  if (numbers.size === 1 && number !== null && number !== undefined) return { number };
  const said = entries.map((entry) => `${entry.by}: ${entry.value ?? "not reported"}`).join(", ");
  return {
    code: "extraction/extractors-differ",
    message: `The ${where} was extracted differently (${said}).`,
    remedy: "Compare with the report and correct the wrong value.",
  };
}

function eventsAboveTotal(values: Readonly<Partial<Record<Statistic, TracedValue>>>): Problem | null {
  const { events, total } = values;
  if (events === undefined || total === undefined || events.number <= total.number) return null;
  return {
    code: "extraction/events-above-total",
    message: `${events.number} events in ${total.number} people cannot be.`,
    remedy: "Check events and total against the report.",
  };
}

function traced(number: number, entry: ValueInForce, arm: string | null): TracedValue {
  return {
    number,
    verbatim: entry.value ?? "",
    field: entry.field,
    arm,
    quote: entry.quote ?? null,
    place: entry.place ?? null,
    ...(entry.placeNb === undefined ? {} : { placeNb: entry.placeNb }),
    report: entry.report,
    confidence: entry.confidence,
    by: entry.by,
    at: entry.at,
    eventId: entry.eventId,
  };
}
