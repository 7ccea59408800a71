import type { Context } from "./context.ts";
import {
  type Block,
  type Cell,
  cell,
  type FigureBlock,
  type Runs,
  type TableBlock,
  text,
} from "./document.ts";
import type { TextKey } from "./text/index.ts";

export function heading(ctx: Context, level: 2 | 3 | 4, id: string, key: TextKey): Block {
  return { kind: "heading", level, id, runs: ctx.say(key) };
}

export function headingOf(level: 2 | 3 | 4, id: string, runs: Runs): Block {
  return { kind: "heading", level, id, runs };
}

export function paragraph(runs: Runs, style?: "small" | "quote" | "code"): Block {
  return { kind: "paragraph", runs, style };
}

/** Paragraph of several sentences with spaces between. */
export function sentences(...parts: readonly Runs[]): Block {
  const kept = parts.filter((part) => part.length > 0);
  return paragraph(kept.flatMap((part, at) => (at === 0 ? part : [text(" "), ...part])));
}

export function list(items: readonly Runs[], ordered = false): Block {
  return { kind: "list", items, ordered };
}

export interface TableParts {
  readonly id: string;
  readonly caption: Runs;
  readonly head: readonly Runs[];
  readonly rows: readonly (readonly (Runs | Cell)[])[];
  readonly notes?: readonly Runs[];
  readonly align?: readonly ("start" | "end")[];
  readonly widths?: readonly number[];
  readonly wide?: boolean;
  readonly folded?: boolean;
}

/** A numbered table; the first cell of a row is its head. */
export function table(ctx: Context, parts: TableParts): TableBlock {
  return {
    kind: "table",
    id: parts.id,
    number: ctx.nextTable(),
    caption: parts.caption,
    head: parts.head.map((runs) => cell(runs, { header: true })),
    rows: parts.rows.map((row) =>
      row.map((one, at) => {
        const made = "runs" in one ? one : cell(one);
        return at === 0 && made.span === undefined ? { ...made, header: true } : made;
      }),
    ),
    notes: parts.notes ?? [],
    align: parts.align ?? parts.head.map(() => "start"),
    widths: parts.widths ?? [],
    wide: parts.wide ?? false,
    folded: parts.folded ?? false,
  };
}

export function figure(ctx: Context, parts: Omit<FigureBlock, "kind" | "number">): FigureBlock {
  return { kind: "figure", number: ctx.nextFigure(), ...parts };
}
