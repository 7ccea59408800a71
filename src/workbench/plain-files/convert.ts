import { type ColumnMapping, type RecordFact, writeRecords, xlsxFile } from "#records";
import type { ConvertFormat } from "./convert-formats.ts";
import { openOutput } from "./output.ts";
import { type ReadFileResult, readExport } from "./read-export.ts";

export interface ConvertInput {
  /** The export file to read. */
  readonly path: string;
  readonly to: ConvertFormat;
  /** File to write, whole or not at all; or a function that takes the pieces in order. */
  readonly out: string | ((piece: string | Uint8Array) => Promise<void>);
  readonly columns?: ColumnMapping;
  readonly onProgress?: (records: number) => void;
}

/**
 * Reads an export file of any format and writes its records in another, outside any review. Memory
 * does not grow with the file, except that a spreadsheet is read and written whole.
 *
 * @throws {EvidensError} as `readExport`; `workbench/no-records` when nothing could be read, and then
 *   nothing is written
 */
export async function convertFile(input: ConvertInput): Promise<ReadFileResult> {
  const reading = await readExport(input);
  const output = await openOutput(input.out);
  try {
    if (input.to === "xlsx") await output.write(xlsxFile([...reading.records]));
    else {
      let count = 0;
      const counted = function* (): Generator<RecordFact> {
        for (const record of reading.records) {
          yield record;
          count += 1;
          if (count % 1_000 === 0) input.onProgress?.(count);
        }
      };
      for (const piece of writeRecords(counted(), input.to)) await output.write(piece);
    }
    const result = reading.finish();
    await output.finish();
    return result;
  } catch (error) {
    await output.abandon();
    throw error;
  }
}
