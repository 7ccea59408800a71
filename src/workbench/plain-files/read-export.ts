import { basename } from "node:path";
import { EvidensError, type Problem } from "#kernel";
import { type ColumnMapping, isRemark, type RecordFact, type RecordFormat, readRecords } from "#records";
import { lookThrough } from "../io/source-file.ts";

/** What became of a file that was read outside any review. */
export interface ReadFileResult {
  readonly format: RecordFormat;
  readonly encoding: string;
  readonly records: number;
  /** The first problems, each with the name of the file. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}

/** A file on its way: its records one by one, then what became of it. */
export interface ExportReading {
  readonly records: Iterable<RecordFact>;
  /**
   * To be called once the records are used up.
   *
   * @throws {EvidensError} `workbench/no-records` when there was none
   */
  finish(): ReadFileResult;
}

const PROBLEMS_KEPT = 1_000;

/**
 * Opens an export file of any format by what stands in it.
 *
 * @throws {EvidensError} as `lookThrough`
 */
export async function readExport(input: {
  readonly path: string;
  readonly columns?: ColumnMapping;
}): Promise<ExportReading> {
  const file = basename(input.path);
  const source = await lookThrough({ path: input.path }, file);
  const problems: Problem[] = [];
  let [records, problemCount] = [0, 0];
  const reading = readRecords(source.content(), {
    format: source.format,
    importId: "r",
    ...(input.columns === undefined ? {} : { columns: input.columns }),
    onProblem: (problem) => {
      if (!isRemark(problem)) problemCount += 1;
      if (problems.length < PROBLEMS_KEPT) problems.push({ ...problem, file });
    },
  });
  const counted = function* (): Generator<RecordFact> {
    for (const record of reading) {
      records += 1;
      yield record;
    }
  };
  return {
    records: counted(),
    finish() {
      if (records > 0)
        return { format: source.format, encoding: source.encoding, records, problems, problemCount };
      throw new EvidensError({
        code: "workbench/no-records",
        kind: "invalid",
        message: `${file} holds no record that could be read.`,
        remedy: "Look at the lines named, or export the references again.",
        problems,
      });
    },
  };
}
