import { formatProblem, type Problem } from "#kernel";
import type { Context } from "../context.ts";
import type { Line } from "./paint.ts";

const SHOWN = 20;

/** The first problems of a file, one a line, and how many more there are. */
export function problemLines(context: Context, problems: readonly Problem[], count: number): Line[] {
  const lines: Line[] = problems.slice(0, SHOWN).map((problem) => `  ${formatProblem(problem)}`);
  if (count > SHOWN) lines.push(`  ${context.t("problems.more", { n: count - SHOWN })}`);
  return lines;
}
