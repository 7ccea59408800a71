import type { Language } from "#kernel";
import type { FigureOptions } from "./flow-diagram.ts";
import { textWidth, wrap } from "./measure-text.ts";
import { type Palette, palette } from "./palette.ts";
import { element, escapeXml, frame, round } from "./svg.ts";

/** A judgement by strength; the words for it come from the instrument. */
export type LightLevel = "low" | "some" | "high" | "critical" | "none";

export interface Light {
  readonly level: LightLevel;
  /** The judgement in words, such as `Some concerns`. */
  readonly label: string;
}

export interface TrafficLightRow {
  readonly label: string;
  /** By domain id; a domain that is missing is drawn as "no information". */
  readonly domains: Readonly<Record<string, Light>>;
  readonly overall: Light;
  /** Shown under the label, such as `retracted`. */
  readonly flag?: string | undefined;
}

export interface TrafficLightDomain {
  readonly id: string;
  /** Short head of the column, such as `D1`. */
  readonly short: string;
  readonly label: string;
}

export interface TrafficLightOptions extends FigureOptions {
  readonly language: Language;
  readonly title: string;
  readonly studyHeading: string;
  readonly overallHeading: string;
  /** Words for a domain that was not judged. */
  readonly missingLabel: string;
}

/** Colour with a sign: no judgement is told by colour alone. Signs follow RoB 2's own sheet. */
const LIGHTS: Readonly<
  Record<LightLevel, { readonly fill: string; readonly ink: string; readonly sign: string }>
> = {
  low: { fill: "#2f9e5b", ink: "#ffffff", sign: "plus" },
  some: { fill: "#f2d027", ink: "#1b1e23", sign: "exclamation" },
  high: { fill: "#bf2a1a", ink: "#ffffff", sign: "minus" },
  critical: { fill: "#6e0f0f", ink: "#ffffff", sign: "cross" },
  none: { fill: "#dcd9d0", ink: "#1b1e23", sign: "question" },
};

const CELL = 62;
const STUDY = { size: 13.5 } as const;
const SMALL = { size: 12.5 } as const;

/**
 * Risk-of-bias judgements as a table of lights, with domains and signs explained below.
 *
 * Source: RoB 2 (Sterne et al. 2019, doi:10.1136/bmj.l4898). Checked: tests/gallery/traffic-light.test.ts.
 */
export function trafficLight(
  rows: readonly TrafficLightRow[],
  domains: readonly TrafficLightDomain[],
  options: TrafficLightOptions,
): string {
  const colours = palette(options.palette ?? "screen");
  const labelWidth = Math.min(260, Math.max(140, ...rows.map((row) => textWidth(row.label, STUDY)))) + 24;
  const width = Math.max(labelWidth + (domains.length + 1) * CELL + 8, 560);
  const column = (at: number): number => labelWidth + at * CELL + CELL / 2;
  const heads = [...domains.map((domain) => domain.short), options.overallHeading];
  const parts = [
    text(8, 22, options.studyHeading, SMALL.size, colours.soft),
    ...heads.map((head, at) =>
      text(column(at), 22, head, SMALL.size, colours.soft, { "text-anchor": "middle" }),
    ),
    rule(32, width, colours),
  ];
  let y = 32;
  for (const row of rows) {
    const laid = drawRow(row, y, labelWidth, column, domains, options, colours);
    parts.push(...laid.parts);
    y += laid.height;
  }
  parts.push(rule(y, width, colours));
  const legend = drawLegend(rows, domains, y + 22, width, options, colours);
  parts.push(...legend.parts);
  return frame(
    {
      id: options.id ?? "risk-of-bias",
      width,
      height: legend.bottom,
      language: options.language,
      title: options.title,
      description: describeLights(rows, domains, options),
      standalone: options.palette === "print",
      background: options.palette === "print" ? "#ffffff" : undefined,
    },
    parts,
  );
}

function describeLights(
  rows: readonly TrafficLightRow[],
  domains: readonly TrafficLightDomain[],
  options: TrafficLightOptions,
): string {
  return rows
    .map((row) => {
      const judged = domains.map(
        (domain) => `${domain.label}: ${row.domains[domain.id]?.label ?? options.missingLabel}`,
      );
      const flag = row.flag === undefined ? "" : ` (${row.flag})`;
      return `${row.label}${flag}. ${judged.join("; ")}; ${options.overallHeading}: ${row.overall.label}.`;
    })
    .join(" ");
}

function drawRow(
  row: TrafficLightRow,
  y: number,
  labelWidth: number,
  column: (at: number) => number,
  domains: readonly TrafficLightDomain[],
  options: TrafficLightOptions,
  colours: Palette,
): { parts: readonly string[]; height: number } {
  const lines = wrap(row.label, labelWidth - 20, STUDY);
  const textHeight = lines.length * 17 + (row.flag === undefined ? 0 : 16);
  const height = Math.max(40, textHeight + 16);
  const middle = y + height / 2;
  const first = middle - textHeight / 2 + 13;
  const missing: Light = { level: "none", label: options.missingLabel };
  const parts = lines.map((line, at) => text(8, first + at * 17, line, STUDY.size, colours.ink));
  if (row.flag !== undefined) {
    parts.push(text(8, first + lines.length * 17 - 1, row.flag, 12, colours.warn, { "font-weight": 600 }));
  }
  const lights = [...domains.map((domain) => row.domains[domain.id] ?? missing), row.overall];
  lights.forEach((light, at) => {
    parts.push(drawLight(light.level, column(at), middle, 12));
  });
  return { parts, height };
}

/** A light with its sign around a middle. */
export function drawLight(level: LightLevel, x: number, y: number, radius: number): string {
  const { fill, ink, sign } = LIGHTS[level];
  const r = radius * 0.48;
  const strokes: Readonly<Record<string, string>> = {
    plus: `M${round(x - r)} ${round(y)}H${round(x + r)}M${round(x)} ${round(y - r)}V${round(y + r)}`,
    minus: `M${round(x - r)} ${round(y)}H${round(x + r)}`,
    cross: `M${round(x - r)} ${round(y - r)}L${round(x + r)} ${round(y + r)}M${round(x + r)} ${round(y - r)}L${round(x - r)} ${round(y + r)}`,
    exclamation: `M${round(x)} ${round(y - r)}V${round(y + r * 0.35)}M${round(x)} ${round(y + r)}v0.01`,
    question: `M${round(x - r * 0.6)} ${round(y - r * 0.5)}a${round(r * 0.6)} ${round(r * 0.6)} 0 1 1 ${round(r * 0.9)} ${round(r * 0.55)}q${round(-r * 0.3)} ${round(r * 0.2)} ${round(-r * 0.3)} ${round(r * 0.55)}M${round(x)} ${round(y + r * 1.05)}v0.01`,
  };
  return (
    element("circle", { cx: x, cy: y, r: radius, fill }) +
    element("path", {
      d: strokes[sign] ?? "",
      stroke: ink,
      fill: "none",
      "stroke-width": round(radius / 5),
      "stroke-linecap": "round",
    })
  );
}

function drawLegend(
  rows: readonly TrafficLightRow[],
  domains: readonly TrafficLightDomain[],
  top: number,
  width: number,
  options: TrafficLightOptions,
  colours: Palette,
): { parts: readonly string[]; bottom: number } {
  const parts: string[] = [];
  let y = top;
  let x = 8;
  for (const [label, level] of legendOf(rows, domains, options)) {
    const wide = 26 + textWidth(label, SMALL) + 22;
    if (x > 8 && x + wide > width) {
      x = 8;
      y += 24;
    }
    parts.push(drawLight(level, x + 8, y - 4, 8), text(x + 24, y, label, SMALL.size, colours.ink));
    x += wide;
  }
  y += 26;
  for (const domain of domains) {
    for (const line of wrap(`${domain.short}: ${domain.label}`, width - 16, SMALL)) {
      parts.push(text(8, y, line, SMALL.size, colours.soft));
      y += 18;
    }
  }
  return { parts, bottom: y - 6 };
}

/** Each judgement that occurs, once, from low to high. */
function legendOf(
  rows: readonly TrafficLightRow[],
  domains: readonly TrafficLightDomain[],
  options: TrafficLightOptions,
): readonly (readonly [string, LightLevel])[] {
  const order: readonly LightLevel[] = ["low", "some", "high", "critical", "none"];
  const found = new Map<string, LightLevel>();
  for (const row of rows) {
    found.set(row.overall.label, row.overall.level);
    for (const { id } of domains) {
      const light = row.domains[id];
      found.set(light?.label ?? options.missingLabel, light?.level ?? "none");
    }
  }
  return [...found].sort((a, b) => order.indexOf(a[1]) - order.indexOf(b[1]));
}

function text(
  x: number,
  y: number,
  content: string,
  size: number,
  fill: string,
  more: Readonly<Record<string, string | number>> = {},
): string {
  return element("text", { x, y, "font-size": size, fill, ...more }, escapeXml(content));
}

function rule(y: number, width: number, colours: Palette): string {
  return element("path", { d: `M0 ${round(y)}H${round(width)}`, stroke: colours.rule });
}
