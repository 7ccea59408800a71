import type { Problem } from "#kernel";
import type { Words } from "../app/text.ts";

/** What is wrong with a file, in the reader's language where the catalogues know it. */
export function problemText(problem: Pick<Problem, "code" | "message" | "remedy">, words: Words): string {
  const own = `${problem.message} ${problem.remedy ?? ""}`.trim();
  return words.named("pdf.problem", problem.code.replace(/^workbench\//, ""), own);
}
