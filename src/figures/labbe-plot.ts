import type { Language } from "#kernel";
import { formatPercent } from "./number.ts";
import {
  axisFor,
  clipped,
  dot,
  dots,
  framePlot,
  type LegendEntry,
  layArea,
  type PlotArea,
  type PlotOptions,
  through,
} from "./plot-area.ts";
import { drawPointLabels } from "./point-labels.ts";
import { finite, ofEach, refuseUndrawable, whole } from "./refuse-figure.ts";
import { element, round } from "./svg.ts";

export interface LabbeStudy {
  readonly label: string;
  readonly events1: number;
  readonly n1: number;
  readonly events2: number;
  readonly n2: number;
}

export interface LabbeModel {
  readonly language: Language;
  readonly title: string;
  /** Names of the groups: `events1` of `n1` are of group 1. */
  readonly group1: string;
  readonly group2: string;
  readonly studies: readonly LabbeStudy[];
  /** Pooled effect of group 1 against group 2 as shown (a ratio, or a difference of risks); no curve without. */
  readonly pooled?: { readonly measure: "OR" | "RR" | "RD"; readonly estimate: number };
  /** How many studies are named in the picture, the largest first; default 0. */
  readonly named?: number;
}

const WORDS = {
  en: {
    risk: (group: string) => `Risk, ${group}`,
    equal: "Equal risk",
    pooled: { OR: "Pooled odds ratio", RR: "Pooled risk ratio", RD: "Pooled risk difference" },
    size: "Area: participants",
    above: (group: string, k: number, of: number) =>
      `${k} of ${of} studies have the higher risk with ${group}.`,
    none: "There is no study.",
  },
  nb: {
    risk: (group: string) => `Risiko, ${group}`,
    equal: "Lik risiko",
    pooled: { OR: "Samlet oddsratio", RR: "Samlet relativ risiko", RD: "Samlet risikoforskjell" },
    size: "Areal: deltakere",
    above: (group: string, k: number, of: number) => `${k} av ${of} studier har høyest risiko med ${group}.`,
    none: "Det er ingen studier.",
  },
} as const;

/**
 * A L'Abbé plot: the risk in group 1 against the risk in group 2, one circle for each study.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: L'Abbé, Detsky and O'Rourke 1987, doi:10.7326/0003-4819-107-2-224.
 * Checked: tests/figures/meta-analysis-plots.test.ts, tests/gallery/meta-analysis-plots.test.ts.
 */
export function labbePlot(model: LabbeModel, options: PlotOptions = {}): string {
  refuseBad(model);
  const { studies, language } = model;
  const words = WORDS[language];
  const risks = studies.flatMap((one) => [one.events1 / one.n1, one.events2 / one.n2]);
  const top = Math.max(0, ...risks);
  // Risks all below a half get a scale of their own; both axes are always the same.
  const high = top > 0.5 ? 1 : Math.max(0.001, top * 1.08);
  const percent = (group: string) => {
    const axis = axisFor([], { language, label: words.risk(group), low: 0, high: high * 100 });
    const digits = axis.ticks.some(({ at }) => !Number.isInteger(at)) ? 1 : 0;
    return {
      ...axis,
      low: 0,
      high,
      ticks: axis.ticks.map(({ at }) => ({ at: at / 100, label: formatPercent(at, { digits, language }) })),
    };
  };
  const area = layArea(
    {
      x: percent(model.group2),
      y: percent(model.group1),
      square: true,
      id: options.id ?? "labbe",
      above: 14,
    },
    options,
  );
  const people = (one: LabbeStudy): number => one.n1 + one.n2;
  const most = Math.max(1, ...studies.map(people));
  const largest = area.style.dot * 3.6;
  const points = studies
    .map((one) => ({
      label: one.label,
      x: area.x(one.events2 / one.n2),
      y: area.y(one.events1 / one.n1),
      radius: Math.max(area.style.dot * 0.6, largest * Math.sqrt(people(one) / most)),
      importance: people(one),
    }))
    .sort((a, b) => b.radius - a.radius);
  const content = [
    ...clipped(area, drawLines(area, model)),
    ...dots(points, bubble(area)),
    ...drawPointLabels(area, points, model.named ?? 0),
  ];
  return framePlot(area, { ...model, description: describeLabbe(model) }, content, legendOf(area, model));
}

/** The plot in words. */
export function describeLabbe(model: LabbeModel): string {
  const { studies, language } = model;
  const words = WORDS[language];
  if (studies.length === 0) return words.none;
  const percent = (share: number): string => formatPercent(share * 100, { digits: 1, language });
  const higher = studies.filter((one) => one.events1 / one.n1 > one.events2 / one.n2).length;
  return [
    words.above(model.group1, higher, studies.length),
    ...studies.map(
      (one) =>
        `${one.label}: ${model.group1} ${percent(one.events1 / one.n1)} (${one.events1}/${one.n1}), ${model.group2} ${percent(one.events2 / one.n2)} (${one.events2}/${one.n2}).`,
    ),
  ].join(" ");
}

function refuseBad(model: LabbeModel): void {
  const group = (events: string, n: string, count: number, of: number) => [
    { field: n, value: of, holds: Number.isInteger(of) && of > 0, domain: "a whole number above 0" },
    whole(events, count),
    { field: events, value: count, holds: !(count > of), domain: `at most the ${of} of the group` },
  ];
  refuseUndrawable("L'Abbé plot", [
    ...ofEach("studies", model.studies, (one) => [
      ...group("events1", "n1", one.events1, one.n1),
      ...group("events2", "n2", one.events2, one.n2),
    ]),
    ...(model.pooled ? [finite("pooled.estimate", model.pooled.estimate)] : []),
  ]);
}

function bubble(area: PlotArea) {
  return {
    fill: area.colours.accent,
    "fill-opacity": 0.35,
    stroke: area.colours.accent,
    "stroke-width": area.style.line,
  };
}

const STEPS = 60;

function drawLines(area: PlotArea, { pooled }: LabbeModel): readonly string[] {
  const high = area.xAxis.high;
  const diagonal = element("path", {
    d: through(area, [
      [0, 0],
      [high, high],
    ]),
    ...equalLine(area),
  });
  if (pooled === undefined) return [diagonal];
  const { measure, estimate } = pooled;
  const risk = (x: number): number => {
    if (measure === "RR") return x * estimate;
    if (measure === "RD") return x + estimate;
    const odds = estimate * x;
    return x >= 1 ? 1 : odds / (1 - x + odds);
  };
  const curve = Array.from({ length: STEPS + 1 }, (_, i) => (i / STEPS) * high)
    .map((x) => [x, risk(x)] as const)
    .filter(([, y]) => y >= 0 && y <= 1);
  return curve.length < 2
    ? [diagonal]
    : [diagonal, element("path", { d: through(area, curve), ...pooledLine(area) })];
}

const equalLine = (area: PlotArea) => ({ fill: "none", stroke: area.colours.faint, "stroke-width": 1 });

const pooledLine = (area: PlotArea) => ({
  fill: "none",
  stroke: area.colours.accent,
  "stroke-width": area.style.line * 1.4,
  "stroke-dasharray": "6 3",
});

function legendOf(area: PlotArea, model: LabbeModel): readonly LegendEntry[] {
  const words = WORDS[model.language];
  const rule = (x: number, y: number): string => `M${round(x - 11)} ${round(y)}h22`;
  const entries: LegendEntry[] = [
    { label: words.size, sample: (x, y) => dot(x, y, area.style.dot * 1.2, words.size, bubble(area)) },
    { label: words.equal, sample: (x, y) => element("path", { d: rule(x, y), ...equalLine(area) }) },
  ];
  const { pooled } = model;
  if (pooled !== undefined)
    entries.push({
      label: words.pooled[pooled.measure],
      sample: (x, y) => element("path", { d: rule(x, y), ...pooledLine(area) }),
    });
  return entries;
}
