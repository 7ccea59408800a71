import { countText, drawBox, type LaidBox, layBox, lineText } from "./flow-box.ts";
import type { FlowBox, FlowModel } from "./flow-model.ts";
import { textWidth, wrap } from "./measure-text.ts";
import { type Palette, type PaletteName, palette } from "./palette.ts";
import { element, escapeXml, frame } from "./svg.ts";

export interface FigureOptions {
  /** Begins the ids inside the SVG; unique per page. */
  readonly id?: string;
  /** `screen` (default): colours as custom properties; `print`: literal colours and a size in pixels. */
  readonly palette?: PaletteName;
}

type BoxId = FlowBox["id"];

/** Rows of the PRISMA 2020 figure; columns 0–1 databases and registers, 2–3 other methods. */
const ROWS: readonly (readonly (BoxId | null)[])[] = [
  ["identified-databases", "removed-before-screening", "identified-other", null],
  ["records-screened", "records-excluded", null, null],
  ["reports-sought", "reports-not-retrieved", "other-sought", "other-not-retrieved"],
  ["reports-assessed", "reports-excluded", "other-assessed", "other-excluded"],
  ["included", "update", null, null],
];
/** An arrow goes from the left id to the right id when both are drawn. */
const ACROSS: readonly (readonly [BoxId, BoxId])[] = [
  ["identified-databases", "removed-before-screening"],
  ["records-screened", "records-excluded"],
  ["reports-sought", "reports-not-retrieved"],
  ["reports-assessed", "reports-excluded"],
  ["other-sought", "other-not-retrieved"],
  ["other-assessed", "other-excluded"],
];
const DOWN: readonly (readonly [BoxId, BoxId])[] = [
  ["identified-databases", "records-screened"],
  ["records-screened", "reports-sought"],
  ["reports-sought", "reports-assessed"],
  ["reports-assessed", "included"],
  ["identified-other", "other-sought"],
  ["other-sought", "other-assessed"],
];

const SIDE = 26;
const LEFT = 48;
const COLUMN = 330;
const GUTTER = 42;
const ROW_GAP = 30;

interface Placed {
  readonly laid: LaidBox;
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The PRISMA 2020 flow diagram. A dashed box is a count that nobody reported.
 *
 * Source: Page et al. 2021, doi:10.1136/bmj.n71, figure 1. Checked: tests/gallery/flow.test.ts.
 */
export function flowDiagram(model: FlowModel, options: FigureOptions = {}): string {
  const colours = palette(options.palette ?? "screen");
  const columns = ROWS.flat().some((id, at) => at % 4 > 1 && id !== null && find(model, id)) ? 4 : 2;
  const width = LEFT + columns * COLUMN + (columns - 1) * GUTTER + 2;
  const top = drawHeadings(model, columns, colours);
  const { placed, bottom } = placeBoxes(model, columns, top.bottom);
  const notes = drawFootnotes(model, bottom + 22, width, colours);
  return frame(
    {
      id: options.id ?? "flow",
      width,
      height: notes.bottom,
      language: model.language,
      title: model.title,
      description: describeFlow(model),
      standalone: options.palette === "print",
      background: options.palette === "print" ? "#ffffff" : undefined,
    },
    [
      ...top.parts,
      ...drawSides(model, placed, colours),
      ...drawArrows(placed, columns, colours),
      ...[...placed.values()].map((box) => drawBox(box.laid, box, colours)),
      ...notes.parts,
    ],
  );
}

/** The diagram in words, box by box. */
export function describeFlow(model: FlowModel): string {
  const boxes = ROWS.flat()
    .map((id) => (id === null ? undefined : find(model, id)))
    .filter((box) => box !== undefined);
  return [
    ...boxes.map((box) => {
      const count = box.count === null ? "" : `: ${countText(box.count, model)}`;
      const lines = box.lines.map((line) => lineText(line, model)).join("; ");
      return `${box.title}${count}${lines === "" ? "" : ` (${lines})`}.${box.note === undefined ? "" : ` ${box.note}`}`;
    }),
    ...model.footnotes,
  ].join(" ");
}

function find(model: FlowModel, id: BoxId): FlowBox | undefined {
  return model.boxes.find((box) => box.id === id);
}

function columnX(column: number): number {
  return LEFT + column * (COLUMN + GUTTER);
}

function placeBoxes(
  model: FlowModel,
  columns: number,
  top: number,
): { placed: ReadonlyMap<BoxId, Placed>; bottom: number } {
  const placed = new Map<BoxId, Placed>();
  // With other methods, their arrow runs into the included box from the right: the update goes below.
  const rows = columns === 4 ? [...ROWS.slice(0, 4), ["included" as const], ["update" as const]] : ROWS;
  let y = top;
  for (const [row, ids] of rows.entries()) {
    const boxes = ids.flatMap((id, column) => {
      const box = id === null ? undefined : find(model, id);
      return box === undefined ? [] : [{ column, laid: layBox(box, COLUMN, model) }];
    });
    if (boxes.length === 0) continue;
    const height = Math.max(52, ...boxes.map((box) => box.laid.height));
    for (const { column, laid } of boxes) {
      placed.set(laid.box.id, { laid, row, x: columnX(column), y, width: COLUMN, height });
    }
    y += height + ROW_GAP;
  }
  return { placed, bottom: y - ROW_GAP };
}

function drawHeadings(
  model: FlowModel,
  columns: number,
  colours: Palette,
): { parts: readonly string[]; bottom: number } {
  const headings = [model.headings.databases, columns === 4 ? model.headings.other : null];
  const style = { size: 13, bold: true } as const;
  const span = 2 * COLUMN + GUTTER;
  const lines = headings.map((heading) => (heading === null ? [] : wrap(heading, span - 24, style)));
  const most = Math.max(...lines.map((one) => one.length));
  const height = 12 + most * 18;
  const parts = lines.flatMap((texts, at) => {
    if (texts.length === 0) return [];
    const x = columnX(at * 2);
    return [
      element("rect", { x, y: 1, width: span, height, rx: 6, fill: colours.tint }),
      ...texts.map((text, line) =>
        element(
          "text",
          {
            x: x + span / 2,
            y: 19 + line * 18,
            "font-size": style.size,
            "font-weight": 600,
            "text-anchor": "middle",
            fill: colours.accent,
          },
          escapeXml(text),
        ),
      ),
    ];
  });
  return { parts, bottom: height + 17 };
}

function drawSides(
  model: FlowModel,
  placed: ReadonlyMap<BoxId, Placed>,
  colours: Palette,
): readonly string[] {
  const bands = [
    { label: model.sideLabels.identification, rows: [0] },
    { label: model.sideLabels.screening, rows: [1, 2, 3] },
    { label: model.sideLabels.included, rows: [4, 5] },
  ];
  return bands.flatMap(({ label, rows }) => {
    const boxes = [...placed.values()].filter((box) => rows.includes(box.row));
    if (boxes.length === 0) return [];
    const y = Math.min(...boxes.map((box) => box.y));
    const height = Math.max(...boxes.map((box) => box.y + box.height)) - y;
    // A rotated label longer than its band is set smaller rather than cut.
    const size = Math.min(12, (height - 4) / Math.max(1, textWidth(label, { size: 1, bold: true })));
    return [
      element("rect", { x: 0, y, width: SIDE, height, rx: 6, fill: colours.tint }),
      element(
        "text",
        {
          transform: `translate(17 ${Math.round((y + height / 2) * 1000) / 1000}) rotate(-90)`,
          "text-anchor": "middle",
          "font-size": size,
          "font-weight": 600,
          fill: colours.accent,
        },
        escapeXml(label),
      ),
    ];
  });
}

function drawArrows(
  placed: ReadonlyMap<BoxId, Placed>,
  columns: number,
  colours: Palette,
): readonly string[] {
  const paths: string[] = [];
  for (const [from, to] of ACROSS) {
    const [a, b] = [placed.get(from), placed.get(to)];
    if (a === undefined || b === undefined) continue;
    const y = a.y + Math.min(a.height, b.height) / 2;
    paths.push(`M${a.x + a.width} ${y}H${b.x - 2}m-6 -4l6 4l-6 4`);
  }
  for (const [from, to] of DOWN) {
    const [a, b] = [placed.get(from), placed.get(to)];
    if (a === undefined || b === undefined) continue;
    paths.push(`M${a.x + a.width / 2} ${a.y + a.height}V${b.y - 2}m-4 -6l4 6l4 -6`);
  }
  const [last, included] = [placed.get("other-assessed"), placed.get("included")];
  if (columns === 4 && last !== undefined && included !== undefined) {
    const y = included.y + included.height / 2;
    paths.push(
      `M${last.x + last.width / 2} ${last.y + last.height}V${y}H${included.x + included.width + 2}m6 -4l-6 4l6 4`,
    );
  }
  return paths.map((d) => element("path", { d, fill: "none", stroke: colours.faint }));
}

function drawFootnotes(
  model: FlowModel,
  top: number,
  width: number,
  colours: Palette,
): { parts: readonly string[]; bottom: number } {
  const style = { size: 12.5 } as const;
  const lines = model.footnotes.flatMap((note) => wrap(note, width - LEFT - 8, style));
  return {
    parts: lines.map((line, at) =>
      element(
        "text",
        { x: LEFT, y: top + at * 18, "font-size": style.size, fill: colours.soft },
        escapeXml(line),
      ),
    ),
    bottom: lines.length === 0 ? top - 14 : top + lines.length * 18 - 8,
  };
}
