import { dirname } from "node:path";
import { EvidensError, formatProblem } from "#kernel";
import { type Context, pathOf } from "../context.ts";
import { findReview, isServerAddress } from "../review/find-review.ts";

export interface Finding {
  readonly id: string;
  readonly state: "ok" | "warning" | "error";
  readonly text: string;
}

/** The folder that matters and what the full check of the review says; works without a review. */
export async function reviewHealth(context: Context): Promise<{ folder: string; findings: Finding[] }> {
  const { t, services } = context;
  let path: string;
  try {
    path = findReview(context);
  } catch (error) {
    if (!(error instanceof EvidensError)) throw error;
    return {
      folder: pathOf(context, "."),
      findings: [{ id: "review", state: "warning", text: t("doctor.noReview", { why: error.message }) }],
    };
  }
  const folder = isServerAddress(path) ? pathOf(context, ".") : dirname(path);
  try {
    const workbench = await services.openReview(path, { readOnly: true });
    try {
      const problems = await workbench.verify();
      const location = workbench.location;
      if (problems.length === 0)
        return { folder, findings: [{ id: "review", state: "ok", text: t("doctor.healthy", { location }) }] };
      return {
        folder,
        findings: problems.map((problem) => ({
          id: problem.code,
          state: "error",
          text: formatProblem(problem),
        })),
      };
    } finally {
      await workbench.close();
    }
  } catch (error) {
    if (!(error instanceof EvidensError)) throw error;
    return {
      folder,
      findings: [{ id: error.code, state: "error", text: `${error.message} ${error.remedy}` }],
    };
  }
}
