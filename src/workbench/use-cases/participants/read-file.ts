import { EvidensError, type Problem } from "#kernel";
import { type RawTable, readParticipantTable } from "#participants";
import { workbookOf } from "#records";
import { decoded, encodingGuess } from "../../io/text-encoding.ts";

/** A participants' file as a table of cells. */
export interface ReadFile {
  readonly format: "csv" | "xlsx";
  readonly table: RawTable;
  readonly problems: readonly Problem[];
}

/** Archives (XLSX) and Excel's old format begin with these bytes. */
const isWorkbook = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03) || (bytes[0] === 0xd0 && bytes[1] === 0xcf);

/**
 * Reads a CSV file in whatever encoding, or the first sheet of a workbook that holds anything; its first row is
 * the headings.
 *
 * @throws {EvidensError} `workbench/bad-workbook` when a workbook is damaged, encrypted or blows up
 */
export function readParticipantFile(bytes: Uint8Array, fileName: string): ReadFile {
  if (isWorkbook(bytes)) return readSheet(bytes, fileName);
  const guess = encodingGuess();
  guess.add(bytes);
  const text = [...decoded([bytes], guess.end(true))].join("");
  return { format: "csv", ...readParticipantTable(text, fileName) };
}

function readSheet(bytes: Uint8Array, fileName: string): ReadFile {
  const book = workbookOf(bytes);
  if ("refused" in book) {
    throw new EvidensError({
      code: "workbench/bad-workbook",
      kind: "invalid",
      message: `${fileName} cannot be read: ${book.refused}.`,
      remedy: "Save the sheet as CSV and import that file.",
    });
  }
  const filled = book.sheets.filter(({ rows }) => rows.length > 0);
  const [head, ...rows] = filled[0]?.rows ?? [];
  const columns = (head?.cells ?? []).map((cell) => cell.trim());
  const problems: Problem[] = filled.slice(1).map(({ name }) => ({
    code: "workbench/sheet-not-read",
    file: fileName,
    message: `The sheet "${name}" is not read; the first sheet "${filled[0]!.name}" is.`,
    remedy: "Import it as a file of its own if it holds participants.",
  }));
  const beyond = rows.filter(({ cells }) => cells.length > columns.length);
  for (const { line } of beyond)
    problems.push({
      code: "participants/wrong-width",
      file: fileName,
      line,
      message: `Row ${line} has cells beyond the last heading; the row is not read.`,
      remedy: "Give every column a heading.",
    });
  const kept = rows.filter(({ cells }) => cells.length <= columns.length);
  return {
    format: "xlsx",
    table: {
      columns,
      rows: kept.map(({ cells }) => columns.map((_, i) => (cells[i] ?? "").trim())),
      lines: kept.map(({ line }) => line),
    },
    problems,
  };
}
