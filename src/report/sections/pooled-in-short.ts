import { type Context, computed, computedInterval, computedP, countInWords } from "../context.ts";
import { plainText, type Run, type Runs, text } from "../document.ts";
import type { AnalysisOutcome } from "../snapshot.ts";
import { inSentence, measureRun, outcomeRun, shown } from "./analysis-words.ts";

/**
 * The pooled results for the summary: a sentence for each measure. An outcome that was told before is
 * told again as another way to compute it, within the sentence it belongs to.
 */
export function pooledInShort(ctx: Context): readonly Runs[] {
  const pooled = ctx.snapshot.analyses.filter((outcome) => outcome.pooled !== null);
  const fromUpdate = pooled.every(({ set }) => set.analysis.tags.some((tag) => tag.startsWith("update-")));
  const first = pooled.filter((one, at) => pooled.findIndex((other) => sameOutcome(one, other)) === at);
  const measures = [...new Set(first.map(({ set }) => plainText([measureRun(ctx, set.analysis)])))];
  return measures.map((measure, sentence) => {
    const own = first.filter(({ set }) => plainText([measureRun(ctx, set.analysis)]) === measure);
    return own.flatMap((outcome, at): Runs => {
      const last = at === own.length - 1;
      const again = pooled.filter((other) => other !== outcome && sameOutcome(outcome, other));
      const key =
        at > 0
          ? "summary.pooledNext"
          : fromUpdate && sentence === 0
            ? "summary.pooledUpdate"
            : "summary.pooled";
      const before = at === 0 ? [] : [text(last ? `, ${ctx.words["summary.and"]} ` : ", ")];
      return [
        ...before,
        ...ctx.say(key, numbers(ctx, outcome)),
        ...again.flatMap((other) => [text("; "), ...ctx.say("summary.pooledAgain", numbers(ctx, other))]),
        ...(last ? [text(".")] : []),
      ];
    });
  });
}

function sameOutcome(a: AnalysisOutcome, b: AnalysisOutcome): boolean {
  const [one, other] = [a.set.analysis, b.set.analysis];
  return one.outcome === other.outcome && one.timepoint === other.timepoint;
}

function numbers(ctx: Context, { set, pooled }: AnalysisOutcome): Readonly<Record<string, Run>> {
  const { analysis } = set;
  const how = `analysis ${analysis.id}`;
  const value = (x: number | undefined): number => shown(analysis, x ?? Number.NaN);
  return {
    k: countInWords(ctx, pooled?.k ?? 0, how),
    measure: measureRun(ctx, analysis),
    outcome: inSentence(outcomeRun(ctx, analysis.outcome)),
    estimate: computed(ctx, value(pooled?.estimate), 2, how),
    interval: computedInterval(ctx, value(pooled?.low), value(pooled?.high), how),
    p: computedP(ctx, pooled?.p ?? null, how),
  };
}
