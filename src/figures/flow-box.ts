import type { FlowBox, FlowCount, FlowLine, FlowModel } from "./flow-model.ts";
import { textWidth, wrap } from "./measure-text.ts";
import type { Palette } from "./palette.ts";
import { element, escapeXml } from "./svg.ts";

const PAD = 16;
const LINE = 20;
const NOTE_LINE = 17;
const TITLE = { size: 14 } as const;
const NOTE = { size: 12.5 } as const;
const COUNT = { size: 16, bold: true } as const;

/** A box with its text broken into lines, ready to be placed. */
export interface LaidBox {
  readonly box: FlowBox;
  readonly height: number;
  readonly title: readonly string[];
  readonly lines: readonly string[];
  readonly note: readonly string[];
  readonly count: string | null;
  readonly known: boolean;
  readonly dashed: boolean;
}

/** How a count is written in words and figures. */
export function countText(count: FlowCount, model: FlowModel): string {
  if (count.kind === "not-reported" || count.value === null) return model.notReportedLabel;
  const number = String(count.value);
  return count.kind === "at-most" ? `${model.language === "nb" ? "høyst" : "at most"} ${number}` : number;
}

/** A line of a box: label, colon (none after a label that ends a sentence), count. */
export function lineText(line: FlowLine, model: FlowModel): string {
  return `${line.label}${/[?!.:]$/.test(line.label) ? "" : ":"} ${countText(line.count, model)}`;
}

/** Breaks a box's text for the width it will have. */
export function layBox(box: FlowBox, width: number, model: FlowModel): LaidBox {
  const inner = width - 2 * PAD;
  const count = box.count === null ? null : countText(box.count, model);
  const known = box.count !== null && box.count.kind !== "not-reported";
  const countWidth = count === null ? 0 : textWidth(count, known ? COUNT : TITLE) + 12;
  const title = wrap(box.title, Math.max(inner - countWidth, 80), TITLE);
  const lines = box.lines.flatMap((line) => wrap(lineText(line, model), inner, TITLE));
  const note = box.note === undefined ? [] : wrap(box.note, inner, NOTE);
  const missing = (one: FlowCount): boolean => one.kind === "not-reported";
  return {
    box,
    title,
    lines,
    note,
    count,
    known,
    dashed: box.count === null ? box.lines.some((line) => missing(line.count)) : missing(box.count),
    height:
      12 + (title.length + lines.length) * LINE + note.length * NOTE_LINE + (note.length > 0 ? 4 : 0) + 12,
  };
}

/** The box as SVG at its place. */
export function drawBox(
  laid: LaidBox,
  place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  colours: Palette,
): string {
  const { x, y, width, height } = place;
  const parts = [
    element("rect", {
      x,
      y,
      width,
      height,
      rx: 6,
      fill: laid.dashed ? "none" : colours.fill,
      stroke: laid.dashed ? colours.faint : colours.rule,
      "stroke-dasharray": laid.dashed ? "4 4" : undefined,
    }),
  ];
  const text = (line: string, at: number, fill: string, size: number): string =>
    element("text", { x: x + PAD, y: at, "font-size": size, fill }, escapeXml(line));
  let baseline = y + 27;
  if (laid.count !== null) {
    parts.push(
      element(
        "text",
        {
          x: x + width - PAD,
          y: baseline,
          "font-size": laid.known ? COUNT.size : TITLE.size,
          "font-weight": laid.known ? 600 : undefined,
          "text-anchor": "end",
          fill: laid.known ? colours.ink : colours.soft,
        },
        escapeXml(laid.count),
      ),
    );
  }
  for (const line of laid.title) {
    parts.push(text(line, baseline, colours.ink, TITLE.size));
    baseline += LINE;
  }
  for (const line of laid.lines) {
    parts.push(text(line, baseline, colours.soft, TITLE.size));
    baseline += LINE;
  }
  baseline += 2;
  for (const line of laid.note) {
    parts.push(text(line, baseline, colours.soft, NOTE.size));
    baseline += NOTE_LINE;
  }
  return parts.join("");
}
