import type { Problem } from "#kernel";
import type { ArmsDefined, ExtractedEntry } from "#ledger";
import type { Form, FormField, Protocol } from "#review";
import { addressKey } from "./address.ts";
import { checkStatistic } from "./check-statistic.ts";
import type { ValueInForce, ValuesDoc } from "./documents.types.ts";
import { parseNumber } from "./parse-number.ts";

export interface EntriesToCheck {
  readonly protocol: Protocol;
  readonly form: Form;
  readonly studyId: string;
  /** Arms of the study; empty when none are defined. */
  readonly arms: ArmsDefined["arms"];
  readonly entries: readonly ExtractedEntry[];
  /** What is in force for this study and form; null when nothing is. */
  readonly existing: ValuesDoc | null;
  /** The extractor who saves; own earlier values are compared before those of others. */
  readonly by?: string | undefined;
}

/**
 * All that speaks against saving these values; empty when they may be saved. Each problem names
 * field, arm, outcome and timepoint in `field`.
 *
 * Checked: tests/extraction/check-entries.test.ts.
 */
export function checkEntries(input: EntriesToCheck): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const entry of input.entries) {
    const key = addressKey(entry);
    if (seen.has(key)) {
      problems.push({
        code: "extraction/duplicate-address",
        field: placeOf(entry),
        message: `${placeOf(entry)} of study "${input.studyId}" stands more than once in this save.`,
        remedy: "Keep one of the values.",
      });
    }
    seen.add(key);
    const field = input.form.fields.find((one) => one.id === entry.field);
    if (field === undefined) {
      problems.push(unknown(entry, "field", entry.field, input.form.fields));
      continue;
    }
    problems.push(...checkAddress(input, field, entry), ...checkValue(field, entry));
  }
  return [...problems, ...checkEventsWithinTotal(input)];
}

/** The address for a reader: `mean (arm mdma, outcome caps, timepoint end)`. */
function placeOf(entry: ExtractedEntry): string {
  const parts = (["arm", "outcome", "timepoint"] as const)
    .filter((part) => entry[part] !== undefined)
    .map((part) => `${part} ${entry[part]}`);
  return parts.length === 0 ? entry.field : `${entry.field} (${parts.join(", ")})`;
}

function unknown(
  entry: ExtractedEntry,
  what: "field" | "arm" | "outcome" | "timepoint",
  value: string,
  known: readonly { readonly id: string }[],
): Problem {
  const ids = known.map((one) => one.id).join(", ");
  const where = { field: "form", arm: "study", outcome: "protocol", timepoint: "protocol" }[what];
  return {
    code: `extraction/unknown-${what}`,
    field: placeOf(entry),
    message: `"${value}" is no ${what} of the ${where}.`,
    remedy: known.length === 0 ? `Define the ${what}s of the ${where} first.` : `Use one of: ${ids}.`,
  };
}

/** Which parts of the address a field takes, by what it repeats over. */
const PARTS = {
  arm: ["arm", "outcome", "timepoint"],
  contrast: ["outcome", "timepoint"],
  study: [],
} as const satisfies Record<FormField["per"], readonly ("arm" | "outcome" | "timepoint")[]>;

function checkAddress(input: EntriesToCheck, field: FormField, entry: ExtractedEntry): readonly Problem[] {
  const wanted: readonly string[] = input.form.kind === "study" ? [] : PARTS[field.per];
  const known = { arm: input.arms, outcome: input.protocol.outcomes, timepoint: input.protocol.timepoints };
  const problems: Problem[] = [];
  for (const part of ["arm", "outcome", "timepoint"] as const) {
    const value = entry[part];
    if (value === undefined) {
      if (!wanted.includes(part)) continue;
      problems.push({
        code: `extraction/${part}-missing`,
        field: placeOf(entry),
        message: `"${entry.field}" stands once per ${wanted.join(", ")}, and this value names no ${part}.`,
        remedy: `Give the ${part} (${known[part].map((one) => one.id).join(", ") || "none is defined yet"}).`,
      });
    } else if (!wanted.includes(part)) {
      problems.push({
        code: `extraction/${part}-not-expected`,
        field: placeOf(entry),
        message: `"${entry.field}" does not repeat over ${part}s, and this value names the ${part} "${value}".`,
        remedy: `Leave the ${part} out.`,
      });
    } else if (!known[part].some((one) => one.id === value)) {
      problems.push(unknown(entry, part, value, known[part]));
    }
  }
  return problems;
}

function checkValue(field: FormField, entry: ExtractedEntry): readonly Problem[] {
  // null says "looked for and not reported", which every field may say.
  if (entry.value === null) return [];
  const place = placeOf(entry);
  if (field.type === "choice") {
    if (field.choices.some((choice) => choice.id === entry.value)) return [];
    return [
      {
        code: "extraction/unknown-choice",
        field: place,
        message: `"${entry.value}" is not a choice of "${field.id}".`,
        remedy: `Use one of: ${field.choices.map((choice) => choice.id).join(", ")}.`,
      },
    ];
  }
  if (field.type === "text" && field.statistic === undefined) {
    if (entry.value.trim() !== "") return [];
    return [
      {
        code: "extraction/empty-value",
        field: place,
        message: `"${field.id}" is empty.`,
        remedy: "Enter the text, or null when the report does not give it.",
      },
    ];
  }
  const read = parseNumber(entry.value);
  if (!("number" in read)) return [{ ...read, field: place }];
  if (field.statistic !== undefined) {
    const doubt = checkStatistic(field.statistic, read.number);
    return doubt === null ? [] : [{ code: `extraction/bad-${field.statistic}`, field: place, ...doubt }];
  }
  if (field.type !== "integer" || Number.isInteger(read.number)) return [];
  return [
    {
      code: "extraction/not-whole",
      field: place,
      message: `"${field.id}" takes whole numbers, and this is ${entry.value}.`,
      remedy: "Enter a whole number.",
    },
  ];
}

/** Events may not exceed the total of the same arm, outcome and timepoint, whether saved now or before. */
function checkEventsWithinTotal(input: EntriesToCheck): readonly Problem[] {
  const problems: Problem[] = [];
  const done = new Set<string>();
  for (const entry of input.entries) {
    const statistic = input.form.fields.find((field) => field.id === entry.field)?.statistic;
    if (statistic !== "events" && statistic !== "total") continue;
    const site = addressKey({ ...entry, field: "" });
    if (done.has(site)) continue;
    done.add(site);
    const events = numberAt(input, "events", site);
    const total = numberAt(input, "total", site);
    if (events === null || total === null || events <= total) continue;
    problems.push({
      code: "extraction/events-above-total",
      field: placeOf(entry),
      message: `${events} events in ${total} people cannot be (study "${input.studyId}").`,
      remedy: "Check events and total against the report; if they count different things, correct the field.",
    });
  }
  return problems;
}

/** The number of a statistic at a site: this save first, then the extractor's own earlier value, then others'. */
function numberAt(input: EntriesToCheck, statistic: "events" | "total", site: string): number | null {
  const fields = new Set(
    input.form.fields.filter((field) => field.statistic === statistic).map((field) => field.id),
  );
  const fits = (entry: ExtractedEntry) =>
    fields.has(entry.field) && addressKey({ ...entry, field: "" }) === site;
  const before: readonly ValueInForce[] = input.existing?.entries ?? [];
  const found =
    input.entries.find(fits) ??
    before.find((entry) => entry.by === input.by && fits(entry)) ??
    before.find(fits);
  if (found === undefined || found.value === null) return null;
  const read = parseNumber(found.value);
  return "number" in read ? read.number : null;
}
