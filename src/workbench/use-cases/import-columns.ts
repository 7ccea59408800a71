import type { PreviewResponse } from "#contract";
import { type ColumnMapping, guessColumns, guessWorkbookColumns } from "#records";
import type { SourceFile } from "../io/source-file.ts";

type Columns = NonNullable<PreviewResponse["columns"]>;

/**
 * What each column of a table is read as, in the order of the file: as guessed, but for the headings
 * that a person chose a field for. null for what is no table.
 */
export function columnsOf(file: SourceFile, chosen: ColumnMapping | undefined): Columns | null {
  const guessed = guessedColumns(file, chosen);
  if (guessed === null) return null;
  return guessed.map((column) =>
    chosen !== undefined && Object.hasOwn(chosen, column.heading)
      ? { ...column, field: chosen[column.heading]! }
      : column,
  );
}

function guessedColumns(file: SourceFile, chosen: ColumnMapping | undefined): Columns | null {
  if (file.format === "table") return guessColumns(file.head, chosen).columns;
  if (file.format !== "xlsx") return null;
  const content = file.content();
  return content instanceof Uint8Array ? (guessWorkbookColumns(content)?.columns ?? null) : null;
}
