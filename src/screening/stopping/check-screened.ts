import { EvidensError } from "#kernel";
import type { Screened, StoppingVerdict } from "./stopping.types.ts";

/** Why a rule does not hold in a state of screening; the shells have words for each. */
export const STOPPING_UNSUPPORTED: readonly string[] = [
  "screening/stopping-captures-differ",
  "screening/stopping-captures-sparse",
  "screening/stopping-no-early-stop",
  "screening/stopping-no-probabilities",
  "screening/stopping-no-random-sample",
  "screening/stopping-no-random-start",
  "screening/stopping-none-found",
  "screening/stopping-one-occasion",
  "screening/stopping-sample-short",
  "screening/stopping-set-too-small",
  "screening/stopping-too-few-screened",
];

function refuse(message: string, remedy: string): never {
  throw new EvidensError({ code: "screening/stopping-input", kind: "invalid", message, remedy });
}

/** Refuses a parameter outside its domain. */
export function demandParameter(holds: boolean, name: string, value: number, domain: string): void {
  if (!holds)
    refuse(`The stopping rule's ${name} is ${value}, outside ${domain}.`, `Choose ${name} in ${domain}.`);
}

/** Refuses a target recall or a confidence that is none. */
export function demandLevels({ target, confidence }: { target: number; confidence: number }): void {
  demandParameter(target > 0 && target <= 1, "target", target, "(0, 1]");
  demandParameter(confidence > 0 && confidence < 1, "confidence", confidence, "(0, 1)");
}

/** Whether p is below 1 - confidence; a p that equals it but for rounding is not. */
export function rejects(p: number, confidence: number): boolean {
  return p < 1 - confidence - 1e-12;
}

/** Counts of a state of screening. */
export interface Counts {
  readonly screened: number;
  readonly found: number;
  readonly unread: number;
  readonly total: number;
}

/**
 * The counts of a state of screening, after checking it.
 *
 * @throws EvidensError `screening/stopping-input` labels other than 0 and 1, lengths that differ, or a total
 *   below what was screened
 */
export function countsOf({ labels, random, total }: Screened): Counts {
  const screened = labels.length;
  if (!Number.isSafeInteger(total) || total < screened)
    refuse(
      `${screened} records were screened of a set of ${total}.`,
      "Count the set again: every screened record belongs to it.",
    );
  if (random !== undefined && random.length !== screened)
    refuse(
      `${screened} records were screened but ${random.length} say whether they were drawn at random.`,
      "Give one mark for each screened record.",
    );
  let found = 0;
  for (let i = 0; i < screened; i++) {
    const label = labels[i]!;
    if (label > 1) refuse(`Label ${i + 1} is ${label}.`, "Use 1 for relevant and 0 for not relevant.");
    found += label;
  }
  return { screened, found, unread: total - screened, total };
}

/** How many of the last labels are 0. */
export function trailingIrrelevant(labels: Uint8Array): number {
  return labels.length - 1 - labels.lastIndexOf(1);
}

/** A verdict; a set that was read to its end needs no rule. */
export function verdict(
  rule: string,
  { unread, screened, found }: Counts,
  outcome: { stop: boolean; unsupported?: string | null; values: Readonly<Record<string, number>> },
): StoppingVerdict {
  const { stop, unsupported = null, values } = outcome;
  const complete = unread === 0;
  return {
    rule,
    stop: complete || (unsupported === null && stop),
    unsupported: complete ? null : unsupported,
    values: { screened, found, unread, ...values },
  };
}
