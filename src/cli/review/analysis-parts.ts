import { formatP, formatPAlone, formatProblem, type LocalText } from "#kernel";
import type { Workbench } from "#workbench";
import type { Context } from "../context.ts";
import { decimal } from "../terminal/numbers.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { table } from "../terminal/table.ts";

type Outcome = Awaited<ReturnType<Workbench["runAnalyses"]>>[number];
type Part = Outcome["parts"][number];
type Numbers = { readonly estimate: number; readonly low: number; readonly high: number };
type Shown = (value: number, measure: string) => string;

/**
 * The parts planned beside the main result, each with its numbers, or with why there are none.
 *
 * @param shown a value of the analysis scale as readers know it, by measure
 */
export function partLines(context: Context, outcome: Outcome, shown: Shown): Line[] {
  const { t, language } = context;
  return outcome.parts.flatMap((part): Line[] => [
    styled("bold", `  ${t(`part.${part.kind}`)}: ${part.label[language] ?? part.label.en} (${part.id})`),
    ...(part.result === null
      ? [styled("yellow", `  ${t("part.notDone")}`)]
      : numbersOf(context, outcome, part, shown)),
    ...remarksOf(part).map((remark): Line => `  ${remark[language] ?? remark.en}`),
    ...(part.unplaced.length === 0 ? [] : [`  ${t("part.unplaced", { studies: part.unplaced.join("; ") })}`]),
    ...part.problems.map((problem): Line => [styled("yellow", "  !"), ` ${formatProblem(problem)}`]),
  ]);
}

function remarksOf({ result }: Part): readonly LocalText[] {
  return result !== null && "remarks" in result ? (result.remarks ?? []) : [];
}

function numbersOf(context: Context, outcome: Outcome, part: Part, shown: Shown): Line[] {
  const { t, language } = context;
  const { measure } = outcome.set.analysis;
  const range = (one: Numbers, of: string): string => `[${shown(one.low, of)}; ${shown(one.high, of)}]`;
  const head = (first: string, effect: string) => [
    { head: first, max: 40 },
    { head: "k", right: true },
    { head: effect, right: true },
    { head: t("analyse.interval"), right: true },
    { head: "p", right: true },
  ];
  if (part.kind === "subgroups" && part.result !== null) {
    const { variable, groups, between } = part.result;
    const rows = groups.map((group) => [
      group.group[language] ?? group.group.en,
      String(group.k),
      shown(group.estimate, measure),
      range(group, measure),
      formatPAlone(group.p, language),
    ]);
    return [
      ...table(head(variable[language] ?? variable.en, measure), rows),
      `  ${t("part.between")}: ${jointTest(context, between)}`,
    ];
  }
  if (part.kind === "moderators" && part.result !== null) {
    const { k, coefficients, test, tau2 } = part.result;
    const four = (value: number): string => decimal(value, 4, language);
    const rows = coefficients.map((one) => [
      one.name,
      String(k),
      four(one.estimate),
      `[${four(one.low)}; ${four(one.high)}]`,
      formatPAlone(one.p, language),
    ]);
    return [
      ...table(head(t("part.coefficient"), t("analyse.estimate")), rows),
      `  ${t("part.test")}: ${jointTest(context, test)}; τ² ${decimal(tau2, 4, language)}`,
    ];
  }
  if (part.kind === "sensitivity" && part.result !== null) {
    const { measure: own, pooled } = part.result;
    return table(head(t("analyse.pooled"), own), [
      [
        part.label[language] ?? part.label.en,
        String(pooled.k),
        shown(pooled.estimate, own),
        range(pooled, own),
        formatPAlone(pooled.p, language),
      ],
    ]);
  }
  return [];
}

function jointTest(
  { language }: Context,
  {
    statistic,
    df,
    denominatorDf,
    p,
  }: {
    readonly statistic: number | null;
    readonly df: number;
    readonly denominatorDf: number | null;
    readonly p: number | null;
  },
): string {
  const name = denominatorDf === null ? `χ²(${df})` : `F(${df}; ${denominatorDf})`;
  return `${name} ${statistic === null ? "–" : decimal(statistic, 3, language)}, p ${formatP(p, language)}`;
}
