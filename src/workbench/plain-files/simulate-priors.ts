import { z } from "zod";
import type { Problem } from "#kernel";
import type { Start } from "./simulate-input.ts";

const ids = z.array(z.union([z.string(), z.number()]).transform(String)).min(1);
const given = z
  .object({
    seed: z.int().min(0).max(0xffff_ffff),
    relevant: ids,
    irrelevant: ids.optional(),
    irrelevant10: ids.optional(),
  })
  .transform(({ seed, relevant, irrelevant, irrelevant10 }) => ({
    seed,
    relevant,
    irrelevant: irrelevant10 ?? irrelevant ?? [],
  }));
const priorsFile = z.union([z.array(given).min(1), z.record(z.string(), z.array(given).min(1))]);

/** Starts by the name of their set; a list without a name is for a single file. */
export type Priors = readonly Start[] | Readonly<Record<string, readonly Start[]>>;

/**
 * Reads a file of starts: `{"set": [{"seed", "relevant": [ids], "irrelevant10": [ids]}]}`, or the list
 * alone where there is one set.
 *
 * @returns null when the file is no such thing
 */
export function readPriors(text: string, file: string, problems: Problem[]): Priors | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    problems.push({ code: "workbench/simulate-priors", file, message: `this is no JSON: ${String(error)}` });
    return null;
  }
  const read = priorsFile.safeParse(parsed);
  if (read.success) return read.data;
  // Of the two shapes, what is wrong with the one that was meant.
  const meant = (
    Array.isArray(parsed) ? z.array(given).min(1) : z.record(z.string(), z.array(given).min(1))
  ).safeParse(parsed);
  for (const { path, message } of meant.error?.issues ?? [])
    problems.push({
      code: "workbench/simulate-priors",
      file,
      message,
      ...(path.length === 0 ? {} : { field: path.join(".") }),
    });
  return null;
}
