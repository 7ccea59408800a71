import { type ForestAxis, forestAxis } from "./forest-axis.ts";
import type { ForestModel, ForestRow } from "./forest-model.ts";
import { textWidth, wrap } from "./measure-text.ts";
import { formatInterval, formatNumber, formatPercent } from "./number.ts";

export const TEXT = { size: 13.5 } as const;
export const BOLD = { size: 13.5, bold: true } as const;
export const HEAD = { size: 12.5 } as const;
export const FLAG = { size: 12, bold: true } as const;

/** Words the plot itself needs; all others come with the model. */
export const forestWords = {
  en: { notEstimable: "not estimable", prediction: "Prediction interval", lineLabel: "Line of no effect" },
  nb: {
    notEstimable: "kan ikke beregnes",
    prediction: "Prediksjonsintervall",
    lineLabel: "Linje for ingen effekt",
  },
} as const;

export interface LaidRow {
  readonly row: ForestRow;
  readonly label: readonly string[];
  readonly effect: string;
  readonly weight: string;
  readonly y: number;
  readonly height: number;
}

export interface ForestLayout {
  readonly width: number;
  readonly studyX: number;
  readonly showsGroups: boolean;
  readonly showsWeights: boolean;
  readonly groupX: number;
  /** Right edge of the column of weights. */
  readonly weightX: number;
  readonly plotLow: number;
  readonly plotHigh: number;
  readonly axis: ForestAxis;
  readonly rows: readonly LaidRow[];
  readonly headLines: readonly string[];
  readonly headBottom: number;
  readonly rowsBottom: number;
  /** Largest weight, for the size of the squares; 0 when there is none. */
  readonly maxWeight: number;
  x(value: number): number;
}

/** An estimate with its interval as shown to readers. */
export function effectText(model: ForestModel, estimate: number, low: number, high: number): string {
  const shown = (value: number): number => (model.scale === "log" ? Math.exp(value) : value);
  const format = { digits: 2, language: model.language };
  return `${formatNumber(shown(estimate), format)} ${formatInterval(shown(low), shown(high), format)}`;
}

/**
 * Smallest widths of figure and plot, and the widest study name before it is broken. A column of 85 mm is laid out
 * in 410 units, so that its text comes out at 8 points.
 */
const ROOM = {
  page: { width: 780, plot: 250, study: 230, leastStudy: 110, gap: 20 },
  column: { width: 410, plot: 110, study: 124, leastStudy: 70, gap: 10 },
} as const;

/**
 * Widths of columns and places of rows, from the text they must hold. An empty heading leaves a column out; at the
 * width of a journal's column groups and weights have no room and are left out.
 */
export function layForest(model: ForestModel, target: keyof typeof ROOM = "page"): ForestLayout {
  const words = forestWords[model.language];
  const room = ROOM[target];
  const { gap } = room;
  const studyWidth = clamp(
    Math.max(
      textWidth(model.studyHeading, HEAD),
      ...model.rows.map((row) => Math.max(textWidth(row.label, TEXT), textWidth(row.flag ?? "", FLAG))),
    ),
    room.leastStudy,
    room.study,
  );
  const groupHead = target === "page" ? wrap(model.groupHeading, 120, HEAD) : [""];
  const groupWidth = Math.max(
    ...groupHead.map((line) => textWidth(line, HEAD)),
    ...model.rows.map((row) => textWidth(row.groups, TEXT)),
  );
  const texts = model.rows.map((row) => ({
    effect:
      row.estimate === null || row.low === null || row.high === null
        ? words.notEstimable
        : effectText(model, row.estimate, row.low, row.high),
    weight: row.weight === null ? "–" : formatPercent(row.weight, { digits: 1, language: model.language }),
  }));
  const weightWidth = Math.max(
    textWidth(model.weightHeading, HEAD),
    ...texts.map((one) => textWidth(one.weight, TEXT)),
  );
  const pooledTexts = pooledLines(model);
  const effectWidth = Math.max(
    textWidth(model.effectHeading, HEAD),
    ...texts.map((one) => textWidth(one.effect, TEXT)),
    ...pooledTexts.map((text) => textWidth(text, BOLD)),
  );
  const groupX = 8 + studyWidth + gap;
  const showsGroups = target === "page" && model.groupHeading !== "";
  const showsWeights = target === "page" && model.weightHeading !== "";
  const groupEnd = showsGroups ? groupX + groupWidth : 8 + studyWidth;
  const weightX = showsWeights ? groupEnd + gap + weightWidth : groupEnd;
  const fixed = weightX + gap * 2 + effectWidth + gap + 8;
  const width = Math.max(room.width, fixed + room.plot);
  const plotLow = weightX + gap * 1.5;
  const plotHigh = width - 8 - effectWidth - gap * 1.2;
  const axis = forestAxis(model);
  const headBottom = 14 + groupHead.length * 16;
  const rows = layRows(model, texts, studyWidth, headBottom);
  return {
    width,
    studyX: 8,
    showsGroups,
    showsWeights,
    groupX,
    weightX,
    plotLow,
    plotHigh,
    axis,
    rows,
    headLines: groupHead,
    headBottom,
    rowsBottom: rows.reduce((bottom, row) => Math.max(bottom, row.y + row.height), headBottom) + 6,
    maxWeight: Math.max(0, ...model.rows.map((row) => row.weight ?? 0)),
    x: (value) => plotLow + ((value - axis.low) / (axis.high - axis.low)) * (plotHigh - plotLow),
  };
}

function pooledLines(model: ForestModel): readonly string[] {
  const { pooled } = model;
  if (pooled === null) return [];
  return [effectText(model, pooled.estimate, pooled.low, pooled.high)];
}

function layRows(
  model: ForestModel,
  texts: readonly { readonly effect: string; readonly weight: string }[],
  studyWidth: number,
  headBottom: number,
): readonly LaidRow[] {
  let y = headBottom + 8;
  return model.rows.map((row, at) => {
    const label = wrap(row.label, studyWidth, TEXT);
    const height = Math.max(34, 16 + label.length * 17 + (row.flag === undefined ? 0 : 16));
    const laid = { row, label, effect: texts[at]?.effect ?? "", weight: texts[at]?.weight ?? "", y, height };
    y += height;
    return laid;
  });
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
