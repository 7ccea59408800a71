import {
  AlignmentType,
  Document,
  type FileChild,
  Footer,
  type ISectionOptions,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  TextRun,
} from "docx";
import { replaceForbidden } from "#figures";
import type { Rasterise } from "#kernel";
import { type Block, plainText, type ReportDocument } from "../document.ts";
import { blockDocx } from "./blocks.ts";
import { normaliseDocx } from "./normalise.ts";
import { runsDocx } from "./runs.ts";
import { documentStyles } from "./styles.ts";

export interface DocxOptions {
  /** Turns a figure into the PNG shown where SVG is not understood. */
  readonly rasterise: Rasterise;
}

/**
 * The report as a Word document: named styles, repeated table heads, landscape pages for wide tables,
 * text alternatives, no macro and no outside link. The same document gives the same bytes.
 *
 * @throws {EvidensError} `report/figure-size` for a figure without a size
 * Source: ECMA-376 (through the docx library). Checked: tests/report/writers.test.ts.
 */
export async function toDocx(document: ReportDocument, options: DocxOptions): Promise<Uint8Array> {
  const parts: { readonly wide: boolean; readonly children: FileChild[] }[] = [
    { wide: false, children: frontDocx(document) },
  ];
  for (const { wide, block } of orient(document.blocks)) {
    const children = await blockDocx(block, document, options.rasterise);
    const last = parts.at(-1);
    if (last !== undefined && last.wide === wide) last.children.push(...children);
    // A new section begins on a new page of itself; a break before it would leave an empty one.
    else parts.push({ wide, children: block.kind === "page-break" ? [] : [...children] });
  }
  const file = new Document({
    title: replaceForbidden(plainText(document.title)),
    creator: replaceForbidden(document.authors.join("; ")),
    lastModifiedBy: "Evidens",
    description: replaceForbidden(plainText(document.status)),
    styles: documentStyles(document.lang),
    numbering: {
      config: [
        {
          reference: "ordered",
          levels: [{ level: 0, format: "decimal", text: "%1.", alignment: AlignmentType.START }],
        },
      ],
    },
    sections: parts
      .filter((part) => part.children.length > 0)
      .map((part) => section(part.wide, part.children)),
  });
  const packed = new Uint8Array(await Packer.toArrayBuffer(file));
  return normaliseDocx(packed, document.asOf);
}

function frontDocx(document: ReportDocument): FileChild[] {
  return [
    new Paragraph({ heading: "Title", children: runsDocx(document.title) }),
    ...(document.authors.length === 0
      ? []
      : [
          new Paragraph({
            style: "Authors",
            children: [new TextRun(replaceForbidden(document.authors.join(", ")))],
          }),
        ]),
    new Paragraph({ style: "Status", children: runsDocx(document.status) }),
  ];
}

/** Wide tables go on landscape pages, together with the headings that lead to them and what stands between. */
function orient(blocks: readonly Block[]): readonly { readonly wide: boolean; readonly block: Block }[] {
  let wide = false;
  let led = false;
  return blocks.map((block, at) => {
    const leads = block.kind === "heading" || (led && block.kind === "paragraph");
    if (!(led && leads)) {
      const target = blocks
        .slice(at)
        .find((one) => one.kind !== "heading" && !(leads && one.kind === "paragraph"));
      wide = target?.kind === "table" && target.wide;
    }
    led = leads;
    return { block, wide };
  });
}

function section(wide: boolean, children: readonly FileChild[]): ISectionOptions {
  return {
    properties: {
      page: {
        size: {
          width: 11906,
          height: 16838,
          orientation: wide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: { top: 1134, bottom: 1134, left: 1020, right: 1020 },
      },
    },
    footers: {
      default: new Footer({
        children: [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            style: "Small",
            children: [new TextRun({ children: [PageNumber.CURRENT] })],
          }),
        ],
      }),
    },
    children: [...children],
  };
}
