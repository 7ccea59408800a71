import { EvidensError, type Language } from "#kernel";
import { textWidth, wrap } from "./measure-text.ts";
import { formatNumber } from "./number.ts";
import { type Palette, palette } from "./palette.ts";
import {
  dot,
  drawLegend,
  type LegendEntry,
  type PlotOptions,
  type PlotStyle,
  plotStyle,
  write,
} from "./plot-area.ts";
import { notNegative, ofEach, refuseUndrawable, whole } from "./refuse-figure.ts";
import { seriesColour } from "./series-colours.ts";
import { element, escapeXml, frame, round } from "./svg.ts";

export interface NetworkGraphNode {
  readonly label: string;
  readonly studies: number;
  readonly participants?: number;
}

export interface NetworkGraphEdge {
  readonly treatment1: string;
  readonly treatment2: string;
  readonly studies: number;
  /** Such as the sum of inverse variances. */
  readonly weight?: number;
}

export interface NetworkGraphModel {
  readonly language: Language;
  readonly title: string;
  /** Around the circle, from the top clockwise. */
  readonly nodes: readonly NetworkGraphNode[];
  readonly edges: readonly NetworkGraphEdge[];
  /** Designs of three arms or more, shaded. */
  readonly multiArm?: readonly { readonly treatments: readonly string[]; readonly studies: number }[];
  /** What the area of a node follows; default `studies`. */
  readonly nodeSize?: "studies" | "participants";
  /** What the width of an edge follows; default `studies`. */
  readonly edgeWidth?: "studies" | "weight";
}

const WORDS = {
  en: {
    studies: (k: string, one: boolean) => `${k} ${one ? "study" : "studies"}`,
    participants: (n: string) => `${n} participants`,
    pair: (a: string, b: string, k: string) => `${a} and ${b}: ${k}.`,
    counts: (n: number, m: number) => `${n} treatments, ${m} direct comparisons.`,
    arms: (names: string, k: string) => `Compared together: ${names} (${k}).`,
    node: { studies: "Area: studies", participants: "Area: participants" },
    edge: { studies: "Width: studies", weight: "Width: inverse variance" },
    shaded: "Studies of three arms or more",
    none: "There is no treatment.",
  },
  nb: {
    studies: (k: string, one: boolean) => `${k} ${one ? "studie" : "studier"}`,
    participants: (n: string) => `${n} deltakere`,
    pair: (a: string, b: string, k: string) => `${a} og ${b}: ${k}.`,
    counts: (n: number, m: number) => `${n} tiltak, ${m} direkte sammenlikninger.`,
    arms: (names: string, k: string) => `Sammenliknet samlet: ${names} (${k}).`,
    node: { studies: "Areal: studier", participants: "Areal: deltakere" },
    edge: { studies: "Bredde: studier", weight: "Bredde: invers varians" },
    shaded: "Studier med tre armer eller flere",
    none: "Det er ingen tiltak.",
  },
} as const;

interface PlacedNode {
  readonly node: NetworkGraphNode;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly lines: readonly string[];
  readonly cos: number;
  readonly sin: number;
}

/**
 * The graph of a network: treatments on a circle, direct comparisons as lines, studies of several arms as shaded
 * areas.
 *
 * @throws EvidensError `figures/bad-numbers`, `figures/bad-network` (a name that is missing or double)
 * Source: Chaimani et al. 2013, doi:10.1371/journal.pone.0076654.
 * Checked: tests/figures/network-graph.test.ts, tests/gallery/network-graph.test.ts.
 */
export function networkGraph(model: NetworkGraphModel, options: PlotOptions = {}): string {
  refuseBad(model);
  const style = plotStyle(options.width);
  const name = options.palette ?? "screen";
  const colours = palette(name);
  const { placed, bottom } = placeNodes(model, style);
  const at = new Map(placed.map((one) => [one.node.label, one] as const));
  const shaded = (model.multiArm ?? []).map(({ treatments }, i) =>
    element(
      "path",
      {
        d: `M${inOrder(treatments, placed)
          .map((one) => `${round(one.x)} ${round(one.y)}`)
          .join("L")}Z`,
        fill: seriesColour(i, name),
        "fill-opacity": 0.16,
      },
      element("title", {}, escapeXml(treatments.join(", "))),
    ),
  );
  const parts = [
    ...shaded,
    ...drawEdges(model, at, colours),
    ...placed.map((one) =>
      dot(one.x, one.y, one.radius, nodeTitle(model, one.node), {
        fill: colours.accent,
        stroke: colours.fill,
        "stroke-width": 1.5,
      }),
    ),
    ...drawEdgeNumbers(model, at, placed, style, colours),
    ...placed.flatMap((one) => drawLabel(one, style, colours)),
  ];
  const legend = drawLegend({ style, colours }, legendOf(model, style, colours, name), bottom + 6);
  return frame(
    {
      id: options.id ?? "network",
      width: style.width,
      height: Math.ceil(legend.bottom + 2),
      language: model.language,
      title: model.title,
      description: describeNetwork(model),
      standalone: name === "print",
      background: name === "print" ? "#ffffff" : undefined,
    },
    [...parts, ...legend.parts],
  );
}

/** The network in words: each treatment, each direct comparison. */
export function describeNetwork(model: NetworkGraphModel): string {
  const words = WORDS[model.language];
  if (model.nodes.length === 0) return words.none;
  return [
    words.counts(model.nodes.length, model.edges.length),
    ...model.nodes.map((node) => `${nodeTitle(model, node)}.`),
    ...model.edges.map((edge) =>
      words.pair(edge.treatment1, edge.treatment2, counted(edge.studies, model.language)),
    ),
    ...(model.multiArm ?? []).map((one) =>
      words.arms(one.treatments.join(", "), counted(one.studies, model.language)),
    ),
  ].join(" ");
}

function counted(studies: number, language: Language): string {
  return WORDS[language].studies(formatNumber(studies, { digits: 0, language }), studies === 1);
}

function nodeTitle({ language }: NetworkGraphModel, node: NetworkGraphNode): string {
  const people =
    node.participants === undefined
      ? ""
      : `, ${WORDS[language].participants(formatNumber(node.participants, { digits: 0, language }))}`;
  return `${node.label}: ${counted(node.studies, language)}${people}`;
}

function refuseBad(model: NetworkGraphModel): void {
  const { nodes, edges, multiArm = [], nodeSize = "studies", edgeWidth = "studies" } = model;
  refuseUndrawable("Network graph", [
    ...ofEach("nodes", nodes, (one) => [
      whole("studies", one.studies),
      ...(nodeSize === "participants" || one.participants !== undefined
        ? [whole("participants", one.participants ?? Number.NaN)]
        : []),
    ]),
    ...ofEach("edges", edges, (one) => [
      whole("studies", one.studies),
      ...(edgeWidth === "weight" || one.weight !== undefined
        ? [notNegative("weight", one.weight ?? Number.NaN)]
        : []),
    ]),
    ...ofEach("multiArm", multiArm, (one) => [whole("studies", one.studies)]),
  ]);
  const names = nodes.map(({ label }) => label);
  const wrong = [
    ...names.filter((one, at) => names.indexOf(one) !== at).map((one) => `"${one}" is there twice.`),
    ...[
      ...edges.flatMap((one) => [one.treatment1, one.treatment2]),
      ...multiArm.flatMap((one) => one.treatments),
    ]
      .filter((one) => !names.includes(one))
      .map((one) => `"${one}" is compared but is no node.`),
    ...edges
      .filter((one) => one.treatment1 === one.treatment2)
      .map((one) => `"${one.treatment1}" is compared with itself.`),
  ];
  if (wrong.length === 0) return;
  throw new EvidensError({
    code: "figures/bad-network",
    kind: "invalid",
    message: `Network graph: ${[...new Set(wrong)].join(" ")}`,
    remedy: "Give each treatment one node, and name both ends of each comparison.",
  });
}

const LABEL_LINES = 3;

/** As large a circle as its labels leave room for. */
function placeNodes(
  model: NetworkGraphModel,
  style: PlotStyle,
): { readonly placed: readonly PlacedNode[]; readonly bottom: number } {
  const { nodes, nodeSize = "studies" } = model;
  const page = style.width > 400;
  const size = { size: style.text };
  const labelRoom = page ? 150 : 84;
  const largest = page ? 22 : 13;
  const sizeOf = (node: NetworkGraphNode): number =>
    nodeSize === "participants" ? (node.participants ?? 0) : node.studies;
  const most = Math.max(1, ...nodes.map(sizeOf));
  const rough = nodes.map((node, i) => {
    const angle = (2 * Math.PI * i) / nodes.length - Math.PI / 2;
    const radius = Math.max(largest * 0.28, largest * Math.sqrt(sizeOf(node) / most));
    const vertical = Math.abs(Math.cos(angle)) < 0.2;
    const longest = Math.max(...node.label.split(" ").map((word) => textWidth(word, size)));
    const beside = Math.max(labelRoom, Math.min(longest + 1, labelRoom * 1.3));
    const lines = wrap(node.label, vertical ? labelRoom * 2 : beside, size);
    const kept =
      lines.length > LABEL_LINES ? [...lines.slice(0, LABEL_LINES - 1), `${lines[LABEL_LINES - 1]}…`] : lines;
    return { node, cos: Math.cos(angle), sin: Math.sin(angle), radius, lines: kept };
  });
  const half = style.width / 2;
  const reach = rough.reduce(
    (least, { cos, radius, lines }) => {
      if (Math.abs(cos) < 0.2) return least;
      const wide = Math.max(...lines.map((line) => textWidth(line, size)));
      return Math.min(least, (half - 4 - wide - radius - 6) / Math.abs(cos));
    },
    page ? 190 : 118,
  );
  const circle = nodes.length < 2 ? 0 : Math.max(page ? 110 : 62, reach);
  const row = style.text * 1.25;
  const above = Math.max(
    0,
    ...rough.filter(({ sin }) => sin < -0.8).map(({ lines, radius }) => lines.length * row + radius),
  );
  const middle = Math.max(above + 8, largest + 6) + circle;
  const placed = rough.map((one) => ({ ...one, x: half + one.cos * circle, y: middle + one.sin * circle }));
  const ends = placed.map(({ y, radius, sin, cos, lines }) =>
    Math.abs(cos) < 0.2 && sin > 0
      ? y + radius + lines.length * row + 4
      : y + Math.max(radius, (lines.length * row) / 2),
  );
  return { placed, bottom: Math.max(0, ...ends) + 6 };
}

function inOrder(treatments: readonly string[], placed: readonly PlacedNode[]): readonly PlacedNode[] {
  return placed.filter(({ node }) => treatments.includes(node.label));
}

function drawEdges(
  model: NetworkGraphModel,
  at: ReadonlyMap<string, PlacedNode>,
  colours: Palette,
): readonly string[] {
  const { edges, edgeWidth = "studies" } = model;
  const sizeOf = (edge: NetworkGraphEdge): number =>
    edgeWidth === "weight" ? (edge.weight ?? 0) : edge.studies;
  const most = Math.max(Number.MIN_VALUE, ...edges.map(sizeOf));
  return edges.map((edge) => {
    const [a, b] = [at.get(edge.treatment1)!, at.get(edge.treatment2)!];
    return element(
      "path",
      {
        d: `M${round(a.x)} ${round(a.y)}L${round(b.x)} ${round(b.y)}`,
        stroke: colours.soft,
        "stroke-opacity": 0.75,
        "stroke-width": Math.max(1, (8 * sizeOf(edge)) / most),
      },
      element(
        "title",
        {},
        escapeXml(`${edge.treatment1} – ${edge.treatment2}: ${counted(edge.studies, model.language)}`),
      ),
    );
  });
}

/** Where along an edge its number may stand. */
const PLACES = [0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75] as const;

/** The number of studies on each edge, where it has room. */
function drawEdgeNumbers(
  model: NetworkGraphModel,
  at: ReadonlyMap<string, PlacedNode>,
  placed: readonly PlacedNode[],
  style: PlotStyle,
  colours: Palette,
): readonly string[] {
  const taken = placed.map(({ x, y, radius }) => ({ x, y, radius }));
  return model.edges.flatMap((edge) => {
    const [a, b] = [at.get(edge.treatment1)!, at.get(edge.treatment2)!];
    const text = formatNumber(edge.studies, { digits: 0, language: model.language });
    const wide = textWidth(text, { size: style.tick });
    const radius = Math.max(wide / 2 + 3, style.tick * 0.72);
    for (const share of PLACES) {
      const [x, y] = [a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share];
      if (taken.some((other) => Math.hypot(other.x - x, other.y - y) < other.radius + radius + 1)) continue;
      taken.push({ x, y, radius });
      return [
        element("circle", {
          cx: x,
          cy: y,
          r: radius,
          fill: colours.fill,
          stroke: colours.rule,
          "stroke-width": 0.75,
        }),
        write(x, y + style.tick * 0.35, text, style.tick, colours.ink, { "text-anchor": "middle" }),
      ];
    }
    return [];
  });
}

function drawLabel(one: PlacedNode, style: PlotStyle, colours: Palette): readonly string[] {
  const row = style.text * 1.25;
  const gap = one.radius + 6;
  const vertical = Math.abs(one.cos) < 0.2;
  const anchor = vertical ? "middle" : one.cos > 0 ? "start" : "end";
  const x = vertical ? one.x : one.x + Math.sign(one.cos) * gap;
  const block = one.lines.length * row;
  let top = one.y - block / 2;
  if (vertical) top = one.sin < 0 ? one.y - gap - block + 2 : one.y + gap - 4;
  return one.lines.map((line, i) =>
    write(x, top + i * row + row * 0.78, line, style.text, colours.ink, { "text-anchor": anchor }),
  );
}

function legendOf(
  model: NetworkGraphModel,
  style: PlotStyle,
  colours: Palette,
  name: "screen" | "print",
): readonly LegendEntry[] {
  const words = WORDS[model.language];
  if (model.nodes.length === 0) return [];
  const entries: LegendEntry[] = [
    {
      label: words.node[model.nodeSize ?? "studies"],
      sample: (x, y) =>
        dot(x, y, style.dot, words.node[model.nodeSize ?? "studies"], { fill: colours.accent }),
    },
  ];
  if (model.edges.length > 0)
    entries.push({
      label: words.edge[model.edgeWidth ?? "studies"],
      sample: (x, y) =>
        element("path", {
          d: `M${round(x - 11)} ${round(y)}h22`,
          stroke: colours.soft,
          "stroke-opacity": 0.75,
          "stroke-width": 3,
        }),
    });
  if ((model.multiArm ?? []).length > 0)
    entries.push({
      label: words.shaded,
      sample: (x, y) =>
        element("rect", {
          x: x - 11,
          y: y - 5,
          width: 22,
          height: 10,
          fill: seriesColour(0, name),
          "fill-opacity": 0.25,
        }),
    });
  return entries;
}
