import type { Command } from "commander";
import { formatP, formatPAlone, formatProblem } from "#kernel";
import type { Workbench } from "#workbench";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { partLines } from "../review/analysis-parts.ts";
import { withReview } from "../review/with-review.ts";
import { decimal } from "../terminal/numbers.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { withProgress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

type Outcome = Awaited<ReturnType<Workbench["runAnalyses"]>>[number];

/** Measures that are pooled as logarithms and read as ratios. */
const RATIOS: ReadonlySet<string> = new Set(["RR", "OR"]);

export function analyseCommand(cli: Cli): Command {
  return cli
    .command(
      "analyse [id]",
      "Run one planned analysis with its planned parts, or all, and record the results",
      ["evidens analyse", "evidens analyse main --json"],
    )
    .action(cli.run(analyse));
}

async function analyse(context: Context, _options: object, analysisId?: string): Promise<void> {
  const outcomes = await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    return withProgress(context, context.t("analyse.working"), () =>
      workbench.runAnalyses({ by, analysisId }),
    );
  });
  context.print.result({ analyses: outcomes }, () =>
    outcomes.length === 0
      ? [context.t("analyse.none")]
      : outcomes.flatMap((outcome) => outcomeLines(context, outcome)),
  );
}

function outcomeLines(context: Context, outcome: Outcome): Line[] {
  const { t, language } = context;
  const { analysis, leftOut } = outcome.set;
  return [
    styled(
      "bold",
      `${analysis.id}: ${analysis.label[language] ?? analysis.label.en} (${analysis.measure}${methodOf(context, analysis)})`,
    ),
    ...effectLines(context, outcome),
    ...pooledLines(context, outcome),
    ...partLines(context, outcome, (value, measure) => scaleOf(context, measure)(value)),
    ...leftOut.map(
      ({ label, why, detail }): Line =>
        `  ${t("analyse.leftOut", { label, why: t(`leftOut.${why}`) })}${detail === "" ? "" : ` (${detail})`}`,
    ),
    ...outcome.problems.map((problem): Line => [styled("yellow", "  !"), ` ${formatProblem(problem)}`]),
    "",
  ];
}

/** How counts are pooled where not by inverse variance. */
function methodOf({ t }: Context, { method, model }: Outcome["set"]["analysis"]): string {
  if (method === "peto") return `, ${t("method.peto")}`;
  if (method !== undefined && method !== "inverse-variance" && method !== "mantel-haenszel")
    return `, ${t(`method.counts-${model}`, { name: method })}`;
  if (method !== "mantel-haenszel") return "";
  return `, ${t(model === "random" ? "method.mantel-haenszel-random" : "method.mantel-haenszel")}`;
}

function effectLines(context: Context, outcome: Outcome): Line[] {
  if (outcome.effects.length === 0) return [];
  const { t } = context;
  const shown = scaleOf(context, outcome.set.analysis.measure);
  const columns = [
    { head: t("analyse.study"), max: 50 },
    { head: outcome.set.analysis.measure, right: true },
    { head: t("analyse.interval"), right: true },
    { head: t("analyse.weight"), right: true },
  ];
  const rows = outcome.effects.map(({ row, y, low, high, weight }) => [
    row.label,
    shown(y),
    `[${shown(low)}; ${shown(high)}]`,
    Number.isFinite(weight) ? `${decimal(weight, 1, context.language)} %` : "–",
  ]);
  return table(columns, rows);
}

function pooledLines(context: Context, outcome: Outcome): Line[] {
  const { t, language } = context;
  const { pooled } = outcome;
  if (pooled === null) return [styled("yellow", t("analyse.notPooled"))];
  const shown = scaleOf(context, outcome.set.analysis.measure);
  const range = (low: number | null, high: number | null): string =>
    low === null || high === null ? "–" : `[${shown(low)}; ${shown(high)}]`;
  const q = `${decimal(pooled.q, 3, language)} (df ${pooled.qDf}, p ${formatP(pooled.qP, language)})`;
  const rows: [string, string][] = [
    ["k", String(pooled.k)],
    [t("analyse.estimate"), `${shown(pooled.estimate)} (SE ${decimal(pooled.se, 4, language)})`],
    [t("analyse.interval"), range(pooled.low, pooled.high)],
    [t("analyse.prediction"), range(pooled.predictionLow, pooled.predictionHigh)],
    ["p", formatPAlone(pooled.p, language)],
    ["τ²", decimal(pooled.tau2, 4, language)],
    ["I²", pooled.i2 === null ? "–" : `${decimal(pooled.i2, 1, language)} %`],
    ["Q", q],
  ];
  return table([{ head: t("analyse.pooled") }, { head: "" }], rows);
}

/** Numbers as readers know them: ratios back from the log scale on which they were pooled. */
function scaleOf({ language }: Context, measure: string): (value: number) => string {
  const ratio = RATIOS.has(measure);
  return (value) => decimal(ratio ? Math.exp(value) : value, 4, language);
}
