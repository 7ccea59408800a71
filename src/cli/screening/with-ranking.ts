import type { RankingState } from "#contract";
import type { Workbench } from "#workbench";
import { type Context, personOf } from "../context.ts";
import { withReviewToRead } from "../review/with-review.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { withProgress } from "../terminal/progress.ts";
import type { Stage } from "./stage.ts";

/** Opens the review to read with its learner, and works once the person's order takes in all decisions. */
export function withRanking<T>(
  context: Context,
  stage: Stage,
  work: (workbench: Workbench, person: string, ranking: RankingState) => Promise<T>,
): Promise<T> {
  return withReviewToRead(
    context,
    async (workbench) => {
      const person = await personOf(context, workbench);
      const ranking = await withProgress(context, context.t("order.working"), () =>
        workbench.rankingSettled(person, stage),
      );
      if (ranking.state === "failed") context.print.remark(styled("yellow", context.t("order.failed")));
      return await work(workbench, person, ranking);
    },
    { learn: true },
  );
}

/** How the order comes about, in words. */
export function orderLine({ t }: Context, ranking: RankingState): Line {
  const learned = ranking.order === "ranked" && ranking.state === "ready" && ranking.trainedOn > 0;
  const order = t(`order.${ranking.order}`);
  return styled(
    "dim",
    learned
      ? t("order.trained", { order, n: ranking.trainedOn, relevant: ranking.relevant })
      : t("order.plain", { order }),
  );
}

/** What pushed a report up or down, one term a line. */
export function explanationLines(
  { t }: Context,
  { explanation }: Awaited<ReturnType<Workbench["explain"]>>,
): Line[] {
  if (explanation === null) return [styled("dim", t("screen.noWhy"))];
  return [
    styled("bold", t("screen.why", { rank: explanation.rank ?? "–", of: explanation.of })),
    ...explanation.terms.map(
      ({ term, weight }): Line => `  ${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(3)}  ${term}`,
    ),
  ];
}
