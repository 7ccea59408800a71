import Papa from "papaparse";
import type { ValuesDoc } from "#extraction";
import { type RecordFact, type ReportRow, writeRis } from "#records";
import { cslItem } from "#report";
import type { Context } from "../context.ts";
import { writeFileWhole } from "../io/write-file.ts";
import type { ExportFormat } from "../workbench.ts";
import { docsOf } from "./extraction.ts";

type Exporter = (context: Context, path: string) => Promise<number | null>;

/** What can be written out, by name: where a new export is added. */
const exporters: Readonly<Record<ExportFormat, Exporter>> = {
  review: async (context, path) => {
    await context.store.exportFile(path);
    return null;
  },
  "records-csv": async (context, path) => {
    const rows = await allReports(context);
    await writeFileWhole(path, csv(REPORT_COLUMNS, rows.map(reportCells)));
    return rows.length;
  },
  "records-csl": async (context, path) => {
    const rows = await allReports(context);
    await writeFileWhole(
      path,
      `${JSON.stringify(
        rows.map((row) => cslItem(row)),
        null,
        2,
      )}\n`,
    );
    return rows.length;
  },
  "records-ris": async (context, path) => {
    const rows = await allReports(context);
    await writeFileWhole(path, writeRis(rows));
    return rows.length;
  },
  "extraction-csv": async (context, path) => {
    const docs = await docsOf<ValuesDoc>(context.store.read, "values");
    const rows = docs.flatMap((doc) =>
      doc.entries.map((entry) => [
        doc.studyId,
        doc.formId,
        entry.field,
        entry.arm,
        entry.outcome,
        entry.timepoint,
        entry.value,
        entry.quote,
        entry.place,
        entry.report,
        entry.confidence,
        entry.note,
        entry.by,
        entry.at,
        entry.eventId,
      ]),
    );
    const head = [
      "study",
      "form",
      "field",
      "arm",
      "outcome",
      "timepoint",
      "value",
      "quote",
      "place",
      "report",
      "confidence",
      "note",
      "extractor",
      "at",
      "event",
    ];
    await writeFileWhole(path, csv(head, rows));
    return rows.length;
  },
  "log-jsonl": async (context, path) => {
    const events = await context.store.read.events();
    await writeFileWhole(path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    return events.length;
  },
};

/** Writes the review, or a table of it, to a file. */
export async function exportTo(
  context: Context,
  input: { path: string; format: ExportFormat },
): Promise<{ readonly path: string; readonly rows: number | null }> {
  return { path: input.path, rows: await exporters[input.format](context, input.path) };
}

async function allReports(context: Context): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  for (let after = 0; ; ) {
    const page = await context.store.read.reports({ after, limit: 1_000 });
    rows.push(...page);
    if (page.length < 1_000) return rows;
    after = page.at(-1)!.position;
  }
}

const REPORT_COLUMNS = [
  "id",
  "type",
  "authors",
  "year",
  "title",
  "journal",
  "volume",
  "issue",
  "pages",
  "doi",
  "pmid",
  "abstract",
  "sources",
  "records",
];

function reportCells(row: ReportRow): readonly (string | number | null)[] {
  return [
    row.id,
    row.type,
    row.authors.map(fullName).join("; "),
    row.year,
    row.title,
    row.journal,
    row.volume,
    row.issue,
    row.pages,
    row.doi,
    row.pmid,
    row.abstract,
    row.sources.join("; "),
    row.records.join("; "),
  ];
}

function fullName({ family, given }: RecordFact["authors"][number]): string {
  return given === null ? family : `${family}, ${given}`;
}

/** RFC 4180 with a guard against cells that a spreadsheet would run as a formula. */
function csv(
  fields: readonly string[],
  data: readonly (readonly (string | number | null | undefined)[])[],
): string {
  const text = Papa.unparse(
    { fields: [...fields], data: data.map((row) => [...row]) },
    { escapeFormulae: true, newline: "\r\n" },
  );
  return `\ufeff${text}\r\n`;
}
