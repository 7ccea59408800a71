import type { Language } from "#kernel";
import type { Trajectories } from "#participants";
import { formatInterval, formatNumber, formatPercent } from "./number.ts";
import {
  type Axis,
  axisFor,
  framePlot,
  type LegendEntry,
  layArea,
  type PlotArea,
  type PlotOptions,
  through,
  write,
} from "./plot-area.ts";
import { finite, ofEach, refuseUndrawable, whole } from "./refuse-figure.ts";
import { seriesColour } from "./series-colours.ts";
import { element, escapeXml, round } from "./svg.ts";

export interface TrajectoryMean {
  /** Position of the visit, 0-based. */
  readonly at: number;
  readonly mean: number;
  /** Ends of the interval; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n?: number | undefined;
}

export interface TrajectoryArm {
  readonly label: string;
  readonly means: readonly TrajectoryMean[];
}

/** The line of one participant. */
export interface TrajectoryLine {
  /** Index of the arm. */
  readonly arm: number;
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

export interface TrajectoryModel {
  readonly language: Language;
  readonly title: string;
  readonly outcomeLabel: string;
  readonly visitLabel: string;
  readonly visits: readonly string[];
  /** What the means are: of those seen, or least-squares means of a model. */
  readonly means: "observed" | "ls-means";
  readonly arms: readonly TrajectoryArm[];
  readonly participants?: readonly TrajectoryLine[];
  /** Confidence of the intervals; default 0.95. */
  readonly level?: number;
  /** True writes "simulated" into the picture and its description. */
  readonly simulated: boolean;
  /** A thin line at this value, such as 0 for change. */
  readonly reference?: number;
}

const WORDS = {
  en: {
    simulated: "Simulated data, no real participants",
    person: "One participant",
    interval: (level: string) => `${level} confidence interval`,
    observed: "Means of those seen.",
    "ls-means": "Least-squares means of the model.",
    lines: (n: number) => `${n} participants as thin lines.`,
    none: "There is no value.",
  },
  nb: {
    simulated: "Simulerte data, ingen virkelige deltakere",
    person: "Én deltaker",
    interval: (level: string) => `${level} konfidensintervall`,
    observed: "Gjennomsnitt av dem som ble sett.",
    "ls-means": "Minste kvadraters gjennomsnitt fra modellen.",
    lines: (n: number) => `${n} deltakere som tynne linjer.`,
    none: "Det er ingen verdier.",
  },
} as const;

/**
 * Scores over visits: a thin line per participant, and per arm the mean with its interval; or the least-squares
 * means of a model by visit. Arms differ in colour, shape and dash.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Diggle et al. 2002, "Analysis of Longitudinal Data", 2nd ed., ch. 3.
 * Checked: tests/gallery/participant-figures.test.ts.
 */
export function trajectoryPlot(model: TrajectoryModel, options: PlotOptions = {}): string {
  refuseBad(model);
  const area = layOut(model, options);
  const { participants = [], simulated, reference } = model;
  const words = WORDS[model.language];
  const content = [
    ...(simulated
      ? [write(area.left, area.top - 8, words.simulated, area.style.tick, area.colours.warn)]
      : []),
    ...(reference === undefined ? [] : [drawReference(area, reference)]),
    ...participants.map((one) => drawPerson(area, one)),
    ...model.arms.flatMap((arm, at) => drawArm(area, arm, at, model.arms.length)),
  ];
  const text = { language: model.language, title: model.title, description: describeTrajectory(model) };
  return framePlot(area, text, content, legendOf(area, model));
}

/**
 * The model of a figure from trajectories as they were computed.
 *
 * @param outcome name of one of the outcomes
 * @returns null where the trajectories do not hold the outcome
 */
export function trajectoryModel(
  { outcomes, visits, level, simulated }: Trajectories,
  outcome: string,
  text: Pick<TrajectoryModel, "language" | "title" | "visitLabel">,
): TrajectoryModel | null {
  const one = outcomes.find((each) => each.outcome === outcome);
  if (one === undefined) return null;
  const arms = one.arms.map(({ arm }) => arm);
  return {
    ...text,
    outcomeLabel: one.unit === null ? one.label : `${one.label}, ${one.unit}`,
    visits,
    means: "observed",
    level,
    simulated,
    arms: one.arms.map(({ arm, visits: means }) => ({
      label: arm,
      means: means.map(({ at, mean, ciLow, ciHigh, n }) => ({ at, mean, low: ciLow, high: ciHigh, n })),
    })),
    participants: one.participants.map(({ arm, points }) => ({ arm: arms.indexOf(arm), points })),
  };
}

/** The plot in words: every mean with its interval. */
export function describeTrajectory(model: TrajectoryModel): string {
  const { language, arms, visits, participants = [] } = model;
  const words = WORDS[language];
  const format = { digits: 1, language };
  const told = arms.map(({ label, means }) => {
    const each = means.map(({ at, mean, low, high, n }) => {
      const count = n === undefined ? "" : `, n = ${n}`;
      const interval = low === null || high === null ? "" : ` ${formatInterval(low, high, format)}`;
      return `${visits[at]}: ${formatNumber(mean, format)}${interval}${count}`;
    });
    return `${label}: ${each.length === 0 ? words.none : `${each.join("; ")}.`}`;
  });
  return [
    ...(model.simulated ? [`${words.simulated}.`] : []),
    `${model.outcomeLabel}. ${words[model.means]}`,
    ...(participants.length === 0 ? [] : [words.lines(participants.length)]),
    ...told,
  ].join(" ");
}

function refuseBad(model: TrajectoryModel): void {
  const visits = model.visits.length;
  const place = (at: number) => ({
    ...whole("at", at),
    holds: Number.isInteger(at) && at >= 0 && at < visits,
    domain: "the place of a visit",
  });
  refuseUndrawable("Trajectories", [
    ...model.arms.flatMap((arm, at) =>
      ofEach(`arms[${at}].means`, arm.means, (one) => [
        place(one.at),
        finite("mean", one.mean),
        ...(one.low === null ? [] : [finite("low", one.low)]),
        ...(one.high === null ? [] : [finite("high", one.high)]),
      ]),
    ),
    ...(model.participants ?? []).flatMap((line, at) =>
      ofEach(`participants[${at}].points`, line.points, (one) => [place(one.at), finite("value", one.value)]),
    ),
    ...(model.reference === undefined ? [] : [finite("reference", model.reference)]),
  ]);
}

function layOut(model: TrajectoryModel, options: PlotOptions): PlotArea {
  const { language, visits, participants = [], arms, reference } = model;
  const values = [
    ...participants.flatMap(({ points }) => points.map(({ value }) => value)),
    ...arms.flatMap(({ means }) => means.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean])),
    ...(reference === undefined ? [] : [reference]),
  ];
  const y = axisFor(values, { language, label: model.outcomeLabel });
  const x: Axis = {
    low: -0.3,
    high: Math.max(visits.length - 1, 0) + 0.3,
    ticks: visits.map((label, at) => ({ at, label })),
    label: model.visitLabel,
  };
  return layArea({ x, y, id: options.id ?? "trajectory", above: model.simulated ? 26 : 10 }, options);
}

const DASHES = [undefined, "7 3", "2 3", "7 3 2 3"] as const;

const strokeOf = (area: PlotArea, arm: number) => ({
  fill: "none",
  stroke: seriesColour(arm, area.name),
  "stroke-dasharray": DASHES[arm % DASHES.length],
});

function drawReference(area: PlotArea, value: number): string {
  const d = `M${round(area.left)} ${round(area.y(value))}H${round(area.right)}`;
  return element("path", { d, fill: "none", stroke: area.colours.faint, "stroke-width": 0.75 });
}

function drawPerson(area: PlotArea, { arm, points }: TrajectoryLine): string {
  const [only] = points;
  if (only === undefined) return "";
  const colour = seriesColour(Math.max(arm, 0), area.name);
  // Somebody seen once has no line but must not vanish.
  if (points.length === 1)
    return element("circle", {
      cx: area.x(only.at),
      cy: area.y(only.value),
      r: 1.5,
      fill: colour,
      "fill-opacity": 0.45,
    });
  const d = through(
    area,
    points.map(({ at, value }) => [at, value]),
  );
  return element("path", { d, fill: "none", stroke: colour, "stroke-width": 0.75, "stroke-opacity": 0.3 });
}

function drawArm(
  area: PlotArea,
  { label, means }: TrajectoryArm,
  arm: number,
  arms: number,
): readonly string[] {
  const shift = (arm - (arms - 1) / 2) * 0.05;
  const stroke = strokeOf(area, arm);
  const width = area.style.line * 1.8;
  const line = means.map(({ at, mean }) => [at + shift, mean] as const);
  const bars = means.flatMap(({ at, low, high }) => {
    if (low === null || high === null) return [];
    const [x, top, bottom] = [area.x(at + shift), area.y(high), area.y(low)];
    const d = `M${round(x)} ${round(top)}V${round(bottom)}M${round(x - 4)} ${round(top)}h8M${round(x - 4)} ${round(bottom)}h8`;
    return [element("path", { d, fill: "none", stroke: stroke.stroke, "stroke-width": area.style.line })];
  });
  return [
    ...(line.length < 2
      ? []
      : [element("path", { d: through(area, line), ...stroke, "stroke-width": width })]),
    ...bars,
    ...line.map(([at, mean]) => marker(area.x(at), area.y(mean), arm, area, label)),
  ];
}

/** Circle, square, triangle, diamond by turns, so that arms differ without colour. */
function marker(x: number, y: number, arm: number, area: PlotArea, title: string): string {
  const r = area.style.dot;
  const shapes = [
    `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
    `M${round(x - r)} ${round(y - r)}h${2 * r}v${2 * r}h${-2 * r}Z`,
    `M${round(x)} ${round(y - 1.2 * r)}l${round(1.2 * r)} ${round(2.1 * r)}h${round(-2.4 * r)}Z`,
    `M${round(x)} ${round(y - 1.4 * r)}l${round(1.4 * r)} ${round(1.4 * r)}l${round(-1.4 * r)} ${round(1.4 * r)}l${round(-1.4 * r)} ${round(-1.4 * r)}Z`,
  ];
  return element(
    "path",
    { d: shapes[arm % shapes.length]!, fill: seriesColour(arm, area.name) },
    element("title", {}, escapeXml(title)),
  );
}

function legendOf(area: PlotArea, model: TrajectoryModel): readonly LegendEntry[] {
  const { language, level = 0.95, participants = [] } = model;
  const words = WORDS[language];
  const percent = formatPercent(level * 100, { digits: Number.isInteger(level * 100) ? 0 : 1, language });
  const rule = (x: number, y: number): string => `M${round(x - 12)} ${round(y)}h24`;
  const entries: LegendEntry[] = model.arms.map(({ label }, at) => ({
    label,
    sample: (x, y) =>
      element("path", { d: rule(x, y), ...strokeOf(area, at), "stroke-width": area.style.line * 1.8 }) +
      marker(x, y, at, area, label),
  }));
  if (model.arms.some(({ means }) => means.some(({ low }) => low !== null)))
    entries.push({
      label: words.interval(percent),
      sample: (x, y) =>
        element("path", {
          d: `M${round(x)} ${round(y - 5)}v10m-4 0h8m-8 -10h8`,
          fill: "none",
          stroke: area.colours.ink,
          "stroke-width": area.style.line,
        }),
    });
  if (participants.length > 0)
    entries.push({
      label: words.person,
      sample: (x, y) =>
        element("path", { d: rule(x, y), fill: "none", stroke: area.colours.faint, "stroke-width": 0.75 }),
    });
  return entries;
}
