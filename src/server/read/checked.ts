import type { z } from "zod";
import { EvidensError, type Problem } from "#kernel";

/**
 * The value as the schema reads it.
 *
 * @throws {EvidensError} `invalid`, one problem per field that is wrong
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown, code: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue): Problem => ({ code, field: fieldPath(issue.path), message: issue.message }),
  );
  throw new EvidensError({
    code,
    kind: "invalid",
    message: `${problems.length === 1 ? "One field is" : `${problems.length} fields are`} not as they should be: ${problems
      .map((problem) => `${problem.field || "the body"}: ${problem.message}`)
      .join("; ")}.`,
    remedy: "Correct the fields named and send it again.",
    problems,
  });
}

function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`,
    )
    .join("");
}
