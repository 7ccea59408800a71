/** Where a number in the report comes from. */
export type NumberSource =
  /** A row of the number index, by its anchor. */
  | { readonly from: "extracted"; readonly anchor: string }
  | { readonly from: "computed"; readonly how: string }
  | { readonly from: "reported"; readonly source: string };

/** A piece of running text. `lang` is set where the piece is not in the document's language. */
export type Run =
  | {
      readonly kind: "text" | "em" | "strong" | "code";
      readonly text: string;
      readonly lang?: string | undefined;
    }
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  /**
   * Report ids; `text` is filled in when all citations of the document are known: in brackets, or as
   * part of the sentence when `narrative`.
   */
  | {
      readonly kind: "cite";
      readonly ids: readonly string[];
      readonly text: string;
      readonly narrative?: boolean;
    }
  | {
      readonly kind: "number";
      readonly text: string;
      readonly value: number | null;
      readonly source: NumberSource;
    };

export type Runs = readonly Run[];

export interface Cell {
  readonly runs: Runs;
  /** Head of its row. */
  readonly header?: boolean | undefined;
  /** Anchor that others link to. */
  readonly id?: string | undefined;
  /** Columns it takes; a cell that takes them all says more about the row above. */
  readonly span?: number | undefined;
}

export interface TableBlock {
  readonly kind: "table";
  readonly id: string;
  readonly number: number;
  readonly caption: Runs;
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  /** Under the table, each a paragraph. */
  readonly notes: readonly Runs[];
  readonly align: readonly ("start" | "end")[];
  /** Relative widths of the columns; equal when empty. */
  readonly widths: readonly number[];
  /** Needs a landscape page. */
  readonly wide: boolean;
  /** A long register to look things up in: closed on a page until asked for, small on paper. */
  readonly folded: boolean;
}

export interface FigurePart {
  /** For the themed page. */
  readonly svg: string;
  /** For paper: literal colours, size in pixels. */
  readonly printSvg: string;
  /** The whole content in words. */
  readonly alt: string;
}

export interface FigureBlock {
  readonly kind: "figure";
  readonly id: string;
  readonly number: number;
  /** One, or as many as pages it takes on paper. */
  readonly parts: readonly FigurePart[];
  readonly caption: Runs;
  readonly notes: readonly Runs[];
}

export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3 | 4; readonly id: string; readonly runs: Runs }
  | {
      readonly kind: "paragraph";
      readonly runs: Runs;
      readonly style?: "small" | "quote" | "code" | undefined;
    }
  | { readonly kind: "list"; readonly items: readonly Runs[]; readonly ordered: boolean }
  | { readonly kind: "alert"; readonly tone: "warn" | "note"; readonly title: Runs; readonly runs: Runs }
  | TableBlock
  | FigureBlock
  | { readonly kind: "references"; readonly entries: readonly { readonly id: string; readonly runs: Runs }[] }
  | { readonly kind: "page-break" };

export interface ReportDocument {
  readonly language: "en" | "nb";
  readonly lang: "en-GB" | "nb-NO";
  readonly title: Runs;
  readonly authors: readonly string[];
  /** What the report was built from, in one line. */
  readonly status: Runs;
  readonly labels: {
    readonly table: string;
    readonly figure: string;
    readonly skip: string;
    readonly contents: string;
    readonly note: string;
    /** `{n}` stands for the number of rows. */
    readonly fold: string;
  };
  /** Moment of the newest event: the only date of the file. */
  readonly asOf: string;
  readonly blocks: readonly Block[];
}

export function text(content: string, lang?: string): Run {
  return lang === undefined ? { kind: "text", text: content } : { kind: "text", text: content, lang };
}

export function strong(content: string): Run {
  return { kind: "strong", text: content };
}

export function cell(runs: Runs, more: Omit<Cell, "runs"> = {}): Cell {
  return { runs, ...more };
}

/** The runs without their marking. */
export function plainText(runs: Runs): string {
  return runs.map((run) => run.text).join("");
}
