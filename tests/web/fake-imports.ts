import type { ImportResponse, ImportsResponse, PreviewResponse } from "#contract";
import { side } from "./fake-duplicates.ts";

// Simulated, all of it; see fake-reports.ts.

type Import = ImportsResponse["imports"][number];

/** Imports that come in and are taken back. */
export interface FakeImports {
  /** What came in, in order: file, source and the columns that were chosen. */
  readonly taken: { readonly file: string; readonly source: string; readonly columns: unknown }[];
  list(): ImportsResponse;
  /** Null: the file cannot be read. */
  preview(search: URLSearchParams): PreviewResponse | null;
  take(search: URLSearchParams): ImportResponse;
  undo(eventId: string): boolean;
  reset(): void;
}

/** A simulated import with something odd in it. */
export function imported(fileName: string, more: Partial<Import> = {}): Import {
  return {
    by: "ada",
    at: "2026-01-06T08:00:00.000Z",
    eventId: `import-${fileName}`,
    importId: fileName === "first.ris" ? "imp1" : fileName,
    sourceId: "base-a",
    fileName,
    fileHash: "ab".repeat(32),
    fileBytes: 1_234_567,
    format: "ris",
    encoding: "utf-8",
    parser: "1",
    counts: { entries: 401, records: 400, problems: 1 },
    recordsHash: "cd".repeat(32),
    problems: [{ code: "records/ris-stray-line", line: 12, message: "Simulated stray line <b>not bold</b>" }],
    report: {
      fill: { title: 400, authors: 396, year: 400, journal: 380, abstract: 171, doi: 200, keywords: 3 },
      types: { JOUR: 380, CONF: 20 },
      years: { from: 1998, to: 2024 },
      decisions: { "rayyan include": 12, "rayyan exclude": 30 },
      odd: [
        { code: "no-abstract", count: 229, first: [7, 14, 21] },
        { code: "future-year", count: 1, first: [3] },
      ],
      lines: { total: 4_812, blank: 401, kept: 4_410, outside: 1 },
    },
    ...more,
  };
}

const OLD = imported("second.ris");
const { report: _report, ...WITHOUT_REPORT } = OLD;
const HEADINGS = ["Name of work", "People", "When", "Remarks"] as const;
const GUESS: Readonly<Record<string, string>> = { "Name of work": "title", People: "authors", When: "year" };

export function fakeImports(): FakeImports {
  const taken: { file: string; source: string; columns: unknown }[] = [];
  const kept: Import[] = [];
  const reset = (): void => {
    taken.length = 0;
    kept.splice(0, kept.length, imported("first.ris"), WITHOUT_REPORT);
  };
  reset();
  const columnsOf = (search: URLSearchParams): Readonly<Record<string, string>> =>
    JSON.parse(search.get("columns") ?? "{}") as Record<string, string>;
  return {
    taken,
    list: () => ({ imports: kept }),
    preview: (search) => {
      const file = search.get("file") ?? "";
      if (file.endsWith(".pdf")) return null;
      const table = file.endsWith(".csv");
      const fields = { ...GUESS, ...columnsOf(search) };
      const abstract = Object.values(fields).includes("abstract");
      return {
        format: table ? "table" : "ris",
        encoding: "utf-8",
        columns: table
          ? HEADINGS.map((heading) => ({
              heading,
              field: fields[heading] ?? "ignore",
              examples: heading === "Remarks" ? [] : [`Simulated ${heading.toLowerCase()}`],
            }))
          : null,
        columnFields: table ? ["title", "authors", "year", "abstract", "notes", "ignore"] : [],
        sample: [side(1, abstract ? {} : { abstract: null })],
        problems: [],
      };
    },
    take: (search) => {
      const file = search.get("file") ?? "";
      const again = kept.find(({ fileName }) => fileName === file);
      if (again !== undefined) return { import: again, already: true };
      const source = search.get("source") ?? "";
      const columns = columnsOf(search);
      taken.push({ file, source, columns });
      const table = file.endsWith(".csv");
      const one = imported(file, {
        sourceId: source,
        ...(table ? { format: "table", columns: { ...GUESS, Remarks: "ignore", ...columns } } : {}),
      });
      kept.push(one);
      return { import: one, already: false };
    },
    undo: (eventId) => {
      const at = kept.findIndex((one) => one.eventId === eventId);
      if (at >= 0) kept.splice(at, 1);
      return at >= 0;
    },
    reset,
  };
}
