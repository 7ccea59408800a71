import { formatP, type Language } from "#kernel";
import { formatNumber, formatPercent } from "../number.ts";
import type {
  ChiSquare,
  ForestFigure,
  ForestLayoutName,
  ForestStatistics,
  ForestSummary,
} from "./forest-figure-model.ts";
import { forestFigureWords } from "./forest-words.ts";

type Scale = Pick<ForestFigure, "scale" | "language" | "digits">;

/** One value as shown: exponentiated on a log scale, with a power of ten where digits would run on. */
function shownNumber(value: number, { scale, language, digits = 2 }: Scale): string {
  const shown = scale === "log" ? Math.exp(value) : value;
  if (Math.abs(shown) < 1e6) return formatNumber(shown, { digits, language });
  // Beyond the greatest double a logarithm still has its power of ten.
  const power = Math.floor(scale === "log" ? value / Math.LN10 : Math.log10(Math.abs(shown)));
  const lead = scale === "log" ? Math.exp(value - power * Math.LN10) : shown / 10 ** power;
  return `${formatNumber(lead, { digits: 1, language })}e${power}`;
}

/** Two limits in brackets. */
export function intervalText(low: number, high: number, figure: Scale): string {
  const between = figure.language === "nb" ? "; " : ", ";
  return `[${shownNumber(low, figure)}${between}${shownNumber(high, figure)}]`;
}

/** An estimate with its interval, or that there is none. */
export function effectCell(
  one: { readonly estimate: number | null; readonly low: number | null; readonly high: number | null },
  figure: Scale,
): string {
  if (one.estimate === null || one.low === null || one.high === null)
    return forestFigureWords[figure.language].notEstimable;
  return `${shownNumber(one.estimate, figure)} ${intervalText(one.low, one.high, figure)}`;
}

/** `84%` as RevMan and metafor print it; Norwegian has a space before the sign. */
export function percentText(value: number | null, digits: number, language: Language): string {
  if (value === null) return "";
  return language === "nb"
    ? formatPercent(value, { digits, language })
    : `${formatNumber(value, { digits, language })}%`;
}

/** The lines under a result, in the manner of the layout. */
export function statisticsLines(
  summary: ForestSummary,
  layout: ForestLayoutName,
  language: Language,
): readonly string[] {
  const { statistics } = summary;
  if (statistics === undefined) return summary.notes ?? [];
  const own = layout === "revman" ? revmanLines(statistics, language) : [metaforLine(statistics, language)];
  return [...own.map(unbroken), ...(summary.notes ?? [])];
}

/** The line on differences between subgroups. */
export function subgroupLine(
  test: ChiSquare & { readonly i2?: number },
  layout: ForestLayoutName,
  language: Language,
): string {
  const words = forestFigureWords[language];
  const q = formatNumber(test.q, { digits: 2, language });
  if (layout === "metafor")
    return unbroken(`${words.subgroups}: QM = ${q}, df = ${test.df}, p ${formatP(test.p, language)}`);
  const i2 = test.i2 === undefined ? "" : `, I² = ${percentText(test.i2, 0, language)}`;
  return unbroken(
    `${words.subgroups}: Chi² = ${q}, df = ${test.df} (P ${formatP(test.p, language, "revman")})${i2}`,
  );
}

/** No line ends between a sign and its number. */
function unbroken(text: string): string {
  return text.replace(/ ([=<>])[ \u00a0]/g, "\u00a0$1\u00a0");
}

function revmanLines(statistics: ForestStatistics, language: Language): readonly string[] {
  const words = forestFigureWords[language];
  const { heterogeneity, tau2, i2, test } = statistics;
  const two = { digits: 2, language };
  const tau = tau2 === null ? "" : `Tau² = ${formatNumber(tau2, two)}; `;
  const spread =
    heterogeneity.df < 1
      ? words.notApplicable
      : `${tau}Chi² = ${formatNumber(heterogeneity.q, two)}, df = ${heterogeneity.df} (P ${formatP(heterogeneity.p, language, "revman")}); I² = ${percentText(i2, 0, language)}`;
  const lines = [`${words.heterogeneity}: ${spread}`];
  if (test !== undefined) {
    const df = test.df === undefined ? "" : `, df = ${test.df}`;
    const name = test.kind === "z" ? "Z" : "T";
    lines.push(
      `${words.overall}: ${name} = ${formatNumber(Math.abs(test.statistic), two)}${df} (P ${formatP(test.p, language, "revman")})`,
    );
  }
  return lines;
}

function metaforLine({ heterogeneity, tau2, i2 }: ForestStatistics, language: Language): string {
  const two = { digits: 2, language };
  const parts = [
    `Q = ${formatNumber(heterogeneity.q, two)}, df = ${heterogeneity.df}, p ${formatP(heterogeneity.p, language)}`,
    `I² = ${percentText(i2, 1, language)}`,
  ];
  return `(${parts.join("; ")}${tau2 === null ? "" : `, τ² = ${formatNumber(tau2, two)}`})`;
}
