import { z } from "zod";
import type { Problem } from "#kernel";
import { type Place, readYaml } from "#review";
import { isRecord, listOf, variableProblems, variableSchema } from "../dictionary.ts";
import type { ParsedMapping, TrialMapping, TrialSource, VariableSource } from "./mapping.types.ts";

const words = z.string().trim().min(1);

const variableSource: z.ZodType<VariableSource> = z.strictObject({
  to: words,
  from: words.optional(),
  constant: words.optional(),
  recode: z.record(z.string(), words).optional(),
  factor: z.number().optional(),
  offset: z.number().optional(),
});

const trialSource: z.ZodType<TrialSource> = z.strictObject({
  dataset: words,
  variables: z.array(variableSource).min(1),
});

const mappingSchema: z.ZodType<TrialMapping> = z.strictObject({
  name: words,
  variables: z.array(variableSchema).min(1),
  trials: z.array(trialSource).min(1),
});

/**
 * Reads a mapping of trials to common variables in YAML and names every problem at once, each with its line. Never
 * throws on content.
 *
 * @param text decoded file
 * @param file name to show in the problems
 * Source: YAML 1.2.2, core schema. Checked: tests/participants/mapping.test.ts.
 */
export function readMapping(text: string, file?: string): ParsedMapping {
  const { value, problems } = readYaml<TrialMapping>(text, file, mappingSchema, {
    crossCheck: (data, places) => {
      const placeOf = (path: readonly PropertyKey[]): Place => places.of(path);
      return [...variableProblems(listOf(data, "variables"), placeOf), ...sourceProblems(data, placeOf)];
    },
    whenEmpty: "Write `name`, the common `variables`, and `trials` with where each has them.",
  });
  return { mapping: value, problems };
}

function sourceProblems(data: unknown, placeOf: (path: readonly PropertyKey[]) => Place): Problem[] {
  const problems: Problem[] = [];
  const common = new Set(listOf(data, "variables").map((one) => (isRecord(one) ? one["name"] : null)));
  const datasets = new Set<unknown>();
  listOf(data, "trials").forEach((trial, t) => {
    if (!isRecord(trial)) return;
    const tell = (path: readonly PropertyKey[], code: string, message: string, remedy: string): void => {
      problems.push({ code: `participants/${code}`, ...placeOf(["trials", t, ...path]), message, remedy });
    };
    if (datasets.has(trial["dataset"]))
      tell(
        ["dataset"],
        "dataset-twice",
        `\`${String(trial["dataset"])}\` stands twice.`,
        "Keep one of the two.",
      );
    datasets.add(trial["dataset"]);
    const filled = new Set<unknown>();
    listOf(trial, "variables").forEach((one, v) => {
      if (!isRecord(one)) return;
      const path = ["variables", v];
      const { to, from, constant } = one;
      if (typeof to === "string" && !common.has(to))
        tell(
          [...path, "to"],
          "unknown-variable",
          `\`${to}\` is no common variable.`,
          "Name one of `variables`.",
        );
      if (filled.has(to))
        tell([...path, "to"], "filled-twice", `\`${String(to)}\` is filled twice.`, "Keep one of the two.");
      filled.add(to);
      if ((from === undefined) === (constant === undefined))
        tell(
          path,
          "from-or-constant",
          "Exactly one of `from` and `constant` is needed.",
          "Write one of them.",
        );
      if (one["factor"] === 0)
        tell([...path, "factor"], "factor-zero", "A factor of 0 erases all values.", "Correct it.");
    });
  });
  return problems;
}
