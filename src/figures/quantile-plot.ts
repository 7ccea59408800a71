import type { Language } from "#kernel";
import { axisFor, clipped, dots, framePlot, layArea, type PlotOptions, through } from "./plot-area.ts";
import { finite, ofEach, refuseUndrawable } from "./refuse-figure.ts";
import { element } from "./svg.ts";

export interface QuantileModel {
  readonly language: Language;
  readonly title: string;
  /** Label of the vertical axis, such as "Standardised residual". */
  readonly valueLabel: string;
  /** Each value beside the quantile of the standard normal it would have, rising. */
  readonly points: readonly (readonly [normal: number, value: number])[];
  /** Said under the title of a figure whose data are simulated; part of the description. */
  readonly note?: string;
}

const WORDS = {
  en: {
    x: "Normal quantile",
    none: "There is no value.",
    far: (most: string) => `The value farthest from the line lies ${most} from it.`,
  },
  nb: {
    x: "Normalkvantil",
    none: "Det er ingen verdier.",
    far: (most: string) => `Verdien lengst fra linjen ligger ${most} fra den.`,
  },
} as const;

/**
 * A normal quantile plot: ordered values against the quantiles of a standard normal distribution. On the line they
 * are as a normal distribution has them.
 *
 * @throws EvidensError `figures/bad-numbers`
 * Source: Wilk and Gnanadesikan 1968, doi:10.1093/biomet/55.1.1.
 * Checked: tests/figures/quantile-plot.test.ts.
 */
export function quantilePlot(model: QuantileModel, options: PlotOptions = {}): string {
  const { points, language } = model;
  refuseUndrawable(
    "Quantile plot",
    ofEach("points", points, ([normal, value]) => [finite("normal", normal), finite("value", value)]),
  );
  const values = points.map(([, value]) => value);
  const normal = points.map(([at]) => at);
  const area = layArea(
    {
      x: axisFor(normal, { language, label: WORDS[language].x }),
      y: axisFor([...values, ...normal], { language, label: model.valueLabel }),
      id: options.id ?? "quantiles",
    },
    options,
  );
  const { low, high } = area.xAxis;
  const content = [
    ...clipped(area, [
      element("path", {
        d: through(area, [
          [low, low],
          [high, high],
        ]),
        stroke: area.colours.faint,
        "stroke-width": area.style.line,
      }),
    ]),
    ...dots(
      points.map(([at, value]) => ({
        x: area.x(at),
        y: area.y(value),
        radius: area.style.dot * 0.6,
        label: `${at.toFixed(2)}: ${value.toFixed(2)}`,
      })),
      { fill: area.colours.accent },
    ),
  ];
  return framePlot(area, { ...model, description: describe(model) }, content, []);
}

function describe({ points, language, valueLabel, note }: QuantileModel): string {
  const words = WORDS[language];
  if (points.length === 0) return words.none;
  const most = Math.max(...points.map(([at, value]) => Math.abs(value - at))).toFixed(2);
  const far = words.far(language === "nb" ? most.replace(".", ",") : most);
  return [note, `${valueLabel}.`, far].filter((part) => part !== undefined).join(" ");
}
