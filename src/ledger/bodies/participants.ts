import { z } from "zod";

/**
 * A file of individual participant data was kept, or described anew. The participants themselves are in none of
 * the tables, exports or copies of the review: their file is kept apart, under its hash.
 */
export interface ParticipantDataKept {
  readonly dataSetId: string;
  /** SHA-256 of the file in hex. */
  readonly hash: string;
  readonly size: number;
  /** As the person's file was named. */
  readonly fileName: string;
  readonly format: "csv" | "xlsx";
  /** Participant rows it has. */
  readonly rows: number;
  /** The data dictionary as written, YAML. */
  readonly dictionary: string;
}

/** Several data sets were joined by a mapping to common variables. */
export interface TrialsMapped {
  /** Id of the joined data set. */
  readonly dataSetId: string;
  /** The mapping as written, YAML. */
  readonly mapping: string;
}

/** An outcome instrument was defined that the program does not bring; ids of its own instruments are refused. */
export interface InstrumentDefined {
  readonly instrumentId: string;
  /** Its rules as written, YAML. */
  readonly text: string;
}

/** A model of participants was fitted and its numbers put in the review. Stale when `inputsHash` no longer fits. */
export interface ParticipantModelRun {
  readonly modelId: string;
  /** SHA-256 (hex) over specification, files, dictionaries and mappings. */
  readonly inputsHash: string;
  readonly specification: Readonly<Record<string, unknown>>;
  /** The numbers of groups, in plain JSON; never a value of one participant. */
  readonly output: Readonly<Record<string, unknown>>;
  readonly engine: string;
}

const id = z.string().min(1).max(200);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const yaml = z.string().min(1).max(2_000_000);

export const participantDataKept: z.ZodType<ParticipantDataKept> = z.strictObject({
  dataSetId: id,
  hash,
  size: z.int().min(1),
  fileName: z.string().min(1).max(1_000),
  format: z.enum(["csv", "xlsx"]),
  rows: z.int().min(1),
  dictionary: yaml,
});

export const trialsMapped: z.ZodType<TrialsMapped> = z.strictObject({ dataSetId: id, mapping: yaml });

export const instrumentDefined: z.ZodType<InstrumentDefined> = z.strictObject({
  instrumentId: id,
  text: yaml,
});

export const participantModelRun: z.ZodType<ParticipantModelRun> = z.strictObject({
  modelId: id,
  inputsHash: hash,
  specification: z.record(z.string(), z.unknown()),
  output: z.record(z.string(), z.unknown()),
  engine: z.string(),
});
