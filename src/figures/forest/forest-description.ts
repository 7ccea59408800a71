import { cellOf, headingOf, overOf } from "./forest-columns.ts";
import type { ForestColumn, ForestFigure, ForestLayoutName, ForestStudy } from "./forest-figure-model.ts";
import { type ForestLine, forestLines } from "./forest-lines.ts";
import { effectCell, intervalText } from "./forest-numbers.ts";
import { forestFigureWords } from "./forest-words.ts";

/** The figure in words, row by row, with the columns that a narrow print leaves out. */
export function describeForestFigure(figure: ForestFigure, layout: ForestLayoutName = "revman"): string {
  return describeLines(forestLines(figure, layout), figure, layout);
}

/** Some lines of a figure in words, and on its last page what stands below them. */
export function describeLines(
  lines: readonly ForestLine[],
  figure: ForestFigure,
  layout: ForestLayoutName,
  last = true,
): string {
  const words = forestFigureWords[figure.language];
  const head = [figure.measure, ...(figure.method === undefined ? [] : [figure.method])].join(", ");
  const side = (name: string, favours = ""): string => (favours === "" ? "" : `${name}: ${favours}`);
  const below = [
    side(words.left, figure.favoursLow),
    side(words.right, figure.favoursHigh),
    figure.axisLabel ?? "",
    ...(figure.footer ?? []),
  ];
  return [
    `${head}.`,
    ...lines.flatMap((line) => lineInWords(line, figure, layout)),
    ...(last ? below.flatMap((text) => (text === "" ? [] : [closed(text)])) : []),
  ].join(" ");
}

/** Heading of a column in one line, with the group it belongs to. */
export function columnName(column: ForestColumn, figure: ForestFigure, layout: ForestLayoutName): string {
  const over = overOf(column, figure);
  const own = headingOf(column, figure, layout).replace(/\s+/g, " ");
  return over === "" ? own : `${over} ${own}`;
}

function lineInWords(line: ForestLine, figure: ForestFigure, layout: ForestLayoutName): readonly string[] {
  const words = forestFigureWords[figure.language];
  switch (line.kind) {
    case "heading":
    case "text":
      return [closed(line.text)];
    case "study":
      return [studyInWords(line.study, figure, layout)];
    case "summary": {
      const { prediction } = line.summary;
      return [
        `${line.label}: ${effectCell(line.summary, figure)}.`,
        ...(prediction === undefined || figure.prediction === "extension"
          ? []
          : [`${words.prediction}: ${intervalText(prediction.low, prediction.high, figure)}.`]),
      ];
    }
    case "events":
      return [`${words.totalEvents}: ${line.first}, ${line.second}.`];
    default:
      return [];
  }
}

function studyInWords(study: ForestStudy, figure: ForestFigure, layout: ForestLayoutName): string {
  const words = forestFigureWords[figure.language];
  const cells = figure.columns.flatMap((column) => {
    if (column.kind === "effect") return [];
    const cell = cellOf(column, study, figure);
    return cell === "" ? [] : [`${columnName(column, figure, layout)} ${cell}`];
  });
  const lights = figure.columns.some(({ kind }) => kind === "lights")
    ? (figure.domains ?? []).map(
        ({ id, label }) => `${label}: ${study.lights?.[id]?.label ?? words.notJudged}`,
      )
    : [];
  const { fitted } = study;
  const parts = [
    effectCell(study, figure),
    ...cells,
    ...(fitted === undefined ? [] : [`${words.fittedValue} ${effectCell(fitted, figure)}`]),
    ...lights,
  ];
  return `${study.label}${study.flag === undefined ? "" : ` (${study.flag})`}: ${parts.join("; ")}.`;
}

function closed(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
