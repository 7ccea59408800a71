import {
  AlignmentType,
  BorderStyle,
  type FileChild,
  HeadingLevel,
  ImageRun,
  PageBreak,
  Paragraph,
  SimpleField,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { strToU8 } from "fflate";
import { replaceForbidden } from "#figures";
import { EvidensError, type Rasterise } from "#kernel";
import {
  type Block,
  type FigureBlock,
  type FigurePart,
  plainText,
  type ReportDocument,
  type Runs,
  type TableBlock,
} from "../document.ts";
import { bookmarked, runsDocx } from "./runs.ts";

/** Width of the text in twentieths of a point: A4 with the margins of `to-docx`. */
const TEXT_WIDTH = { portrait: 9866, landscape: 14798 } as const;

const HEADINGS = { 2: HeadingLevel.HEADING_1, 3: HeadingLevel.HEADING_2, 4: HeadingLevel.HEADING_3 } as const;
/** Characters from which a row may run over the end of a page. */
const LONG_CELL = 260;
const NONE = { style: BorderStyle.NONE, size: 0, color: "auto" } as const;
const RULE = { style: BorderStyle.SINGLE, size: 8, color: "1B1E23" } as const;
const THIN = { style: BorderStyle.SINGLE, size: 4, color: "1B1E23" } as const;

/** One block of the report as Word content. */
export async function blockDocx(
  block: Block,
  document: ReportDocument,
  rasterise: Rasterise,
): Promise<readonly FileChild[]> {
  switch (block.kind) {
    case "heading":
      return [new Paragraph({ heading: HEADINGS[block.level], children: runsDocx(block.runs) })];
    case "paragraph": {
      const style =
        block.style === undefined
          ? {}
          : { style: { small: "Small", quote: "Small", code: "Code" }[block.style] };
      return [new Paragraph({ ...style, children: runsDocx(block.runs) })];
    }
    case "list":
      return block.items.map(
        (item) =>
          new Paragraph({
            ...(block.ordered ? { numbering: { reference: "ordered", level: 0 } } : { bullet: { level: 0 } }),
            children: runsDocx(item),
          }),
      );
    case "alert":
      return [
        new Paragraph({
          style: block.tone === "warn" ? "Alert" : "Notice",
          children: [
            ...runsDocx(block.title, { bold: true }),
            new TextRun({ text: ". ", bold: true }),
            ...runsDocx(block.runs),
          ],
        }),
      ];
    case "table":
      return tableDocx(block, document);
    case "figure":
      return figureDocx(block, document, rasterise);
    case "references":
      return block.entries.map(
        (entry) => new Paragraph({ style: "Bibliography", children: runsDocx(entry.runs) }),
      );
    case "page-break":
      return [new Paragraph({ children: [new PageBreak()] })];
  }
}

/** Number (a `SEQ` field with its value) and title, as APA sets them. */
function captionDocx(block: TableBlock | FigureBlock, label: string): readonly Paragraph[] {
  const sequence = block.kind === "table" ? "Table" : "Figure";
  return [
    new Paragraph({
      style: "FigureNumber",
      children: [
        new TextRun(`${label} `),
        new SimpleField(`SEQ ${sequence} \\* ARABIC`, String(block.number)),
      ],
    }),
    new Paragraph({ style: "FigureTitle", children: runsDocx(block.caption, { italics: true }) }),
  ];
}

function notesDocx(notes: readonly Runs[], label: string): readonly Paragraph[] {
  return notes.map(
    (note, at) =>
      new Paragraph({
        style: "TableNote",
        children: [
          ...(at === 0 ? [new TextRun({ text: `${label} `, italics: true })] : []),
          ...runsDocx(note),
        ],
      }),
  );
}

function tableDocx(block: TableBlock, document: ReportDocument): readonly FileChild[] {
  const total = TEXT_WIDTH[block.wide ? "landscape" : "portrait"];
  const widths = columnWidths(block, total);
  const made = new Table({
    width: { size: total, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    // On the table once rather than on each of thousands of cells.
    margins: { left: 0, right: 140, top: 0, bottom: 0 },
    borders: {
      top: RULE,
      bottom: RULE,
      left: NONE,
      right: NONE,
      insideHorizontal: NONE,
      insideVertical: NONE,
    },
    rows: [
      rowDocx(block.head, block, widths, true),
      ...block.rows.map((row, at) =>
        rowDocx(row, block, widths, false, block.rows[at + 1]?.[0]?.span !== undefined),
      ),
    ],
  });
  return [
    ...captionDocx(block, document.labels.table),
    made,
    ...notesDocx(block.notes, document.labels.note),
    ...(block.notes.length === 0 ? [new Paragraph({ style: "TableNote", children: [] })] : []),
  ];
}

function columnWidths(block: TableBlock, total: number): number[] {
  const shares = block.head.map((_, at) => block.widths[at] ?? 1);
  const sum = shares.reduce((all, one) => all + one, 0);
  return shares.map((share) => Math.floor((total * share) / sum));
}

function rowDocx(
  cells: TableBlock["head"],
  block: TableBlock,
  widths: readonly number[],
  head: boolean,
  keepNext = false,
): TableRow {
  const style = `${head ? "TableHead" : "TableText"}${block.folded ? "Small" : block.wide ? "Wide" : ""}`;
  return new TableRow({
    ...(head ? { tableHeader: true } : {}),
    cantSplit: cells.every((one) => plainText(one.runs).length < LONG_CELL),
    children: cells.map(
      (one, at) =>
        new TableCell({
          width: { size: widthOf(widths, at, one.span ?? 1), type: WidthType.DXA },
          ...(one.span === undefined ? {} : { columnSpan: one.span }),
          ...(head ? { borders: { top: RULE, bottom: THIN } } : {}),
          children: [
            new Paragraph({
              style,
              ...(keepNext ? { keepNext } : {}),
              ...(block.align[at] === "end" ? { alignment: AlignmentType.END } : {}),
              children: one.id === undefined ? runsDocx(one.runs) : bookmarked(one.id, one.runs),
            }),
          ],
        }),
    ),
  });
}

/** Width of the columns that a cell takes. */
function widthOf(widths: readonly number[], first: number, span: number): number {
  return widths.slice(first, first + span).reduce((sum, width) => sum + width, 0);
}

/** Pixels at 96 to the inch that a figure may be wide on a portrait page. */
const FIGURE_WIDTH = 650;
/** Pixels of the raster fallback per pixel of the page. */
const RASTER = 1.5;

async function figureDocx(
  block: FigureBlock,
  document: ReportDocument,
  rasterise: Rasterise,
): Promise<readonly FileChild[]> {
  const { figure } = document.labels;
  const pictures: Paragraph[] = [];
  for (const [at, part] of block.parts.entries()) {
    const name = `${figure} ${block.number}${block.parts.length > 1 ? ` (${at + 1}/${block.parts.length})` : ""}`;
    pictures.push(await pictureDocx(part, block.id, name, rasterise));
  }
  return [...captionDocx(block, figure), ...pictures, ...notesDocx(block.notes, document.labels.note)];
}

async function pictureDocx(
  { printSvg, alt }: FigurePart,
  id: string,
  name: string,
  rasterise: Rasterise,
): Promise<Paragraph> {
  const { width, height } = svgSize(printSvg, id);
  const shown = Math.min(FIGURE_WIDTH, width);
  const png = await rasterise(printSvg, Math.round(shown * RASTER));
  return new Paragraph({
    children: [
      new ImageRun({
        type: "svg",
        data: strToU8(printSvg),
        fallback: { type: "png", data: png },
        transformation: { width: shown, height: Math.round((shown * height) / width) },
        altText: { name, title: name, description: replaceForbidden(alt) },
      }),
    ],
  });
}

function svgSize(svg: string, id: string): { width: number; height: number } {
  const match = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  if (!(width > 0) || !(height > 0)) {
    throw new EvidensError({
      code: "report/figure-size",
      kind: "invalid",
      message: `Figure "${id}" has no size.`,
      remedy: "Draw the figure with a viewBox.",
    });
  }
  return { width, height };
}
