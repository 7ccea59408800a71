import {
  type Block,
  type FigureBlock,
  plainText,
  type ReportDocument,
  type Runs,
  type TableBlock,
} from "../document.ts";
import { escapeHtml } from "./escape.ts";
import { type FontFace, fontCss } from "./fonts.ts";
import { type ReferenceAnchors, runsHtml } from "./runs.ts";
import { reportCss } from "./style.ts";

export interface HtmlOptions {
  /** Added after the report's own style. */
  readonly css?: string;
  /** Fonts to embed, so that the page looks the same everywhere; those without a character in it are left out. */
  readonly fonts?: readonly FontFace[];
}

/**
 * The report as one HTML file that opens without a network: no script, nothing loaded, links only to
 * DOIs and within the file.
 *
 * Checked: tests/report/writers.test.ts.
 */
export function toHtml(document: ReportDocument, options: HtmlOptions = {}): string {
  const writer = new Writer(document);
  const body = document.blocks.map((block) => writer.block(block)).join("\n");
  const fonts = options.fonts === undefined ? "" : fontCss(options.fonts, body);
  const style = `${fonts}${reportCss}${options.css ?? ""}`.replace(/<(?=[/!a-z])/gi, "\\3c ");
  const title = plainText(document.title);
  return `<!doctype html>
<html lang="${document.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<meta name="generator" content="Evidens">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#report">${escapeHtml(document.labels.skip)}</a>
<header>
<h1>${writer.runs(document.title)}</h1>
${document.authors.length === 0 ? "" : `<p class="authors">${escapeHtml(document.authors.join(", "))}</p>\n`}<p class="status">${writer.runs(document.status)}</p>
</header>
<nav aria-label="${escapeHtml(document.labels.contents)}"><details><summary>${escapeHtml(document.labels.contents)}</summary><ol>${writer.contents()}</ol></details></nav>
<main id="report">
${body}
</main>
</body>
</html>
`;
}

class Writer {
  private readonly document: ReportDocument;
  private readonly anchors: ReferenceAnchors;

  constructor(document: ReportDocument) {
    this.document = document;
    this.anchors = new Map(
      document.blocks.flatMap((block) =>
        block.kind === "references"
          ? block.entries.map((entry, at) => [entry.id, `ref-${at + 1}`] as const)
          : [],
      ),
    );
  }

  runs(runs: Runs): string {
    return runsHtml(runs, this.anchors);
  }

  contents(): string {
    return this.document.blocks
      .filter((block) => block.kind === "heading" && block.level === 2)
      .map((block) =>
        block.kind === "heading"
          ? `<li><a href="#${escapeHtml(block.id)}">${escapeHtml(plainText(block.runs))}</a></li>`
          : "",
      )
      .join("");
  }

  block(block: Block): string {
    switch (block.kind) {
      case "heading":
        return `<h${block.level} id="${escapeHtml(block.id)}">${this.runs(block.runs)}</h${block.level}>`;
      case "paragraph":
        return `<p${block.style === undefined ? "" : ` class="${block.style}"`}>${this.runs(block.runs)}</p>`;
      case "list": {
        const tag = block.ordered ? "ol" : "ul";
        return `<${tag}>${block.items.map((item) => `<li>${this.runs(item)}</li>`).join("")}</${tag}>`;
      }
      case "alert":
        return `<div class="alert ${block.tone}" role="note"><p><strong>${this.runs(block.title)}.</strong> ${this.runs(block.runs)}</p></div>`;
      case "table":
        return this.table(block);
      case "figure":
        return this.figure(block);
      case "references":
        return `<ul class="references">${block.entries
          .map((entry, at) => `<li id="ref-${at + 1}">${this.runs(entry.runs)}</li>`)
          .join("")}</ul>`;
      case "page-break":
        return `<div class="page-break"></div>`;
    }
  }

  private caption(kind: string, block: TableBlock | FigureBlock): string {
    return `<figcaption id="${escapeHtml(block.id)}-caption"><b>${escapeHtml(kind)} ${block.number}</b> <em>${this.runs(block.caption)}</em></figcaption>`;
  }

  private notes(notes: readonly Runs[]): string {
    if (notes.length === 0) return "";
    const label = `<span class="label-note">${escapeHtml(this.document.labels.note)}</span> `;
    return `<div class="notes">${notes.map((note, at) => `<p>${at === 0 ? label : ""}${this.runs(note)}</p>`).join("")}</div>`;
  }

  private region(block: TableBlock | FigureBlock, content: string): string {
    return `<div class="scroll" role="region" tabindex="0" aria-labelledby="${escapeHtml(block.id)}-caption">${content}</div>`;
  }

  private table(block: TableBlock): string {
    const side = (at: number): string => (block.align[at] === "end" ? ` class="end"` : "");
    const head = block.head
      .map((one, at) => `<th scope="col"${side(at)}>${this.runs(one.runs)}</th>`)
      .join("");
    const rows = block.rows
      .map((row) => {
        const cells = row.map((one, at) => {
          const id = one.id === undefined ? "" : ` id="${escapeHtml(one.id)}"`;
          const span = one.span === undefined ? "" : ` colspan="${one.span}"`;
          return one.header === true
            ? `<th scope="row"${id}${span}${side(at)}>${this.runs(one.runs)}</th>`
            : `<td${id}${span}${side(at)}>${this.runs(one.runs)}</td>`;
        });
        return `<tr${row[0]?.span === undefined ? "" : ` class="under"`}>${cells.join("")}</tr>`;
      })
      .join("\n");
    const columnCount = block.wide ? ` style="--columns:${block.head.length}"` : "";
    const table = `<table${columnCount} aria-labelledby="${escapeHtml(block.id)}-caption">${columns(block.widths)}<thead><tr>${head}</tr></thead><tbody>\n${rows}\n</tbody></table>`;
    const content = `${this.region(block, table)}${this.notes(block.notes)}`;
    const fold = escapeHtml(this.document.labels.fold.replace("{n}", String(block.rows.length)));
    return `<figure class="table${block.wide ? " wide" : ""}" id="${escapeHtml(block.id)}">${this.caption(this.document.labels.table, block)}${
      block.folded ? `<details><summary>${fold}</summary>${content}</details>` : content
    }</figure>`;
  }

  private figure(block: FigureBlock): string {
    const parts = block.parts.map(({ svg }) => svg).join("\n");
    return `<figure class="figure${block.parts.length > 1 ? " pages" : ""}" id="${escapeHtml(block.id)}">${this.caption(this.document.labels.figure, block)}${this.region(block, parts)}${this.notes(block.notes)}</figure>`;
  }
}

/** Widths of columns as shares of the table; none when the block leaves them to the page. */
function columns(widths: readonly number[]): string {
  const sum = widths.reduce((all, one) => all + one, 0);
  if (sum <= 0) return "";
  const cols = widths.map((one) => `<col style="width:${Math.round((1000 * one) / sum) / 10}%">`);
  return `<colgroup>${cols.join("")}</colgroup>`;
}
