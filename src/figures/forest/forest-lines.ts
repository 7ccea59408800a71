import { sumOf } from "./forest-columns.ts";
import type {
  ForestColumn,
  ForestFigure,
  ForestGroup,
  ForestLayoutName,
  ForestStudy,
  ForestSummary,
} from "./forest-figure-model.ts";
import { intervalText, statisticsLines, subgroupLine } from "./forest-numbers.ts";
import { forestFigureWords } from "./forest-words.ts";

/** One line of the figure from left to right. */
export type ForestLine =
  | { readonly kind: "heading" | "text"; readonly text: string; readonly tail?: boolean }
  | { readonly kind: "study"; readonly study: ForestStudy; readonly indent: boolean }
  | {
      readonly kind: "summary";
      readonly label: string;
      readonly summary: ForestSummary;
      /** The groups it sums up. */
      readonly of: readonly ForestGroup[];
    }
  | { readonly kind: "events"; readonly first: number; readonly second: number }
  | { readonly kind: "prediction"; readonly low: number; readonly high: number }
  | { readonly kind: "rule" | "gap" };

/** The figure as lines from top to bottom; lines marked `tail` may stand beside the axis. */
export function forestLines(figure: ForestFigure, layout: ForestLayoutName): readonly ForestLine[] {
  const { groups, language } = figure;
  const several = groups.some((group) => group.label !== undefined);
  const lines: ForestLine[] = [];
  for (const group of groups) {
    if (group.label !== undefined) lines.push({ kind: "heading", text: group.label });
    for (const study of group.studies) lines.push({ kind: "study", study, indent: several });
    for (const summary of group.summaries ?? [])
      lines.push(...summaryLines(summary, [group], figure, layout, several));
    if (several) lines.push({ kind: "gap" });
  }
  if (figure.summaries.length > 0 && layout === "metafor") lines.push({ kind: "rule" });
  figure.summaries.forEach((summary, at) => {
    const own = summaryLines(summary, groups, figure, layout, false, at === 0);
    const last = at === figure.summaries.length - 1;
    lines.push(...(last ? own.map(asTail) : own));
  });
  if (figure.subgroupTest !== undefined)
    lines.push({ kind: "text", text: subgroupLine(figure.subgroupTest, layout, language), tail: true });
  return lines;
}

function asTail(line: ForestLine): ForestLine {
  return line.kind === "text" ? { ...line, tail: true } : line;
}

function summaryLines(
  summary: ForestSummary,
  of: readonly ForestGroup[],
  figure: ForestFigure,
  layout: ForestLayoutName,
  sub: boolean,
  first = true,
): readonly ForestLine[] {
  const { language } = figure;
  const words = forestFigureWords[language];
  const label = summary.label ?? defaultLabel(summary, layout, sub, language);
  const lines: ForestLine[] = [{ kind: "summary", label, summary, of }];
  const { prediction } = summary;
  if (prediction !== undefined && figure.prediction !== "extension")
    lines.push({ kind: "prediction", ...prediction });
  if (layout === "revman" && first && showsEvents(figure.columns)) {
    const [a, b] = [sumOf(of, "first", "events"), sumOf(of, "second", "events")];
    if (a !== undefined && b !== undefined) lines.push({ kind: "events", first: a, second: b });
  }
  for (const text of statisticsLines(summary, layout, language)) lines.push({ kind: "text", text });
  if (prediction !== undefined && figure.prediction === "extension") {
    const text = `${words.prediction}: ${intervalText(prediction.low, prediction.high, figure)}`;
    lines.push({ kind: "text", text });
  }
  return lines;
}

function showsEvents(columns: readonly ForestColumn[]): boolean {
  return columns.some((column) => column.kind === "arm" && column.field === "events");
}

function defaultLabel(
  { statistics }: ForestSummary,
  layout: ForestLayoutName,
  sub: boolean,
  language: ForestFigure["language"],
): string {
  const words = forestFigureWords[language];
  if (layout === "revman") return sub ? words.subtotalRow : words.totalRow;
  if (statistics === undefined) return words.summary;
  return statistics.tau2 === null ? words.common : words.random;
}
