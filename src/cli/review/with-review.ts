import type { OpenReviewOptions, Workbench } from "#workbench";
import type { Context } from "../context.ts";
import { findReview } from "./find-review.ts";

/**
 * Opens the review, does the work and closes it again, whatever happens.
 *
 * @throws {EvidensError} when there is no review, or more than one to choose from
 */
export async function withReview<T>(
  context: Context,
  work: (workbench: Workbench) => Promise<T>,
  options: OpenReviewOptions = {},
): Promise<T> {
  const workbench = await context.services.openReview(findReview(context), options);
  try {
    for (const problem of workbench.openingProblems)
      context.print.remark(`${context.t("opening.problem")}: ${problem.message}`);
    return await work(workbench);
  } finally {
    await workbench.close();
  }
}

/** Like `withReview`, for commands that only look: works beside a program that writes. */
export function withReviewToRead<T>(
  context: Context,
  work: (workbench: Workbench) => Promise<T>,
  options: OpenReviewOptions = {},
): Promise<T> {
  return withReview(context, work, { ...options, readOnly: true });
}
