import { z } from "zod";
import type { Problem } from "#kernel";
import type { ParticipantModelRun, Stamped } from "#ledger";
import {
  type BaselinePlan,
  type BaselineTable,
  type DerivedOutcomes,
  type DerivePlan,
  type DictionaryDoubt,
  derivePlan,
  type Instrument,
  type IntegrityReport,
  modelSpecification,
  type ParticipantFlow,
  type ParticipantModel,
  type ParticipantModelSpecification,
  type PooledParticipants,
  type Trajectories,
  type TrajectoryPlan,
  type Variable,
} from "#participants";

/** One participant data set as the review knows it: what is in it, never who. */
export interface DataSetEntry {
  readonly id: string;
  /** As its dictionary or mapping says. */
  readonly name: string;
  /** Participants made by a program; everything that uses them says so. */
  readonly simulated: boolean;
  readonly source: string | null;
  readonly kind: "file" | "joined";
  /** Of a file. */
  readonly fileName: string | null;
  /** Rows; of a joined set null where a file is not here. */
  readonly rows: number | null;
  readonly variables: readonly Variable[];
  /** Whether the participants are on this machine or server; a copy of the review does not bring them. */
  readonly here: boolean;
  readonly by: string;
  readonly at: string;
  readonly eventId: string;
}

/** GET /api/participants */
export interface ParticipantsResponse {
  readonly dataSets: readonly DataSetEntry[];
  readonly models: readonly ModelEntry[];
  readonly instruments: readonly Instrument[];
}

/** A model that was put in the review. */
export interface ModelEntry {
  readonly run: Stamped<ParticipantModelRun>;
  readonly specification: ParticipantModelSpecification;
  /** The data, their dictionary or mapping changed since. */
  readonly stale: boolean;
}

/** GET /api/participants/:id */
export interface DataSetResponse {
  readonly dataSet: DataSetEntry;
  /** YAML, of a file. */
  readonly dictionary: string | null;
  /** YAML, of a joined set. */
  readonly mapping: string | null;
  /** Levels of category variables, in their order. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  /** What could not be read of file, dictionary or mapping. */
  readonly problems: readonly Problem[];
  /** What a person should look at in a proposed dictionary; empty once it was written by one. */
  readonly doubts: readonly DictionaryDoubt[];
}

const id = z.string().min(1).max(200);
const yaml = z.string().min(1).max(2_000_000);

/** POST /api/participants?file=&name= with the bytes of a CSV or XLSX file. */
export interface KeepQuery {
  readonly file: string;
  /** Names the data set in its proposed dictionary; default the file's name. */
  readonly name?: string | undefined;
}
export const keepQuery: z.ZodType<KeepQuery> = z.strictObject({
  file: z.string().min(1).max(1_000),
  name: id.optional(),
});

/** POST /api/participants/:id/dictionary */
export interface DictionaryRequest {
  readonly dictionary: string;
}
export const dictionaryRequest: z.ZodType<DictionaryRequest> = z.strictObject({ dictionary: yaml });

/** POST /api/participants/joined */
export interface MappingRequest {
  readonly mapping: string;
}
export const mappingRequest: z.ZodType<MappingRequest> = z.strictObject({ mapping: yaml });

/** POST /api/participants/instruments */
export interface InstrumentRequest {
  readonly text: string;
}
export const instrumentRequest: z.ZodType<InstrumentRequest> = z.strictObject({ text: yaml });

/** GET /api/participants/:id/checks */
export interface ChecksResponse {
  readonly report: IntegrityReport;
  /** Cells and rows that could not be read. */
  readonly problems: readonly Problem[];
}

/** POST /api/participants/:id/baseline */
export const baselineRequest: z.ZodType<BaselinePlan> = z.strictObject({
  variables: z.array(id).min(1).optional(),
  visit: id.optional(),
  perTrial: z.boolean().optional(),
  compare: z.tuple([id, id]).optional(),
  level: z.number().gt(0).lt(1).optional(),
});
export type BaselineResponse = BaselineTable;

/** GET /api/participants/:id/flow?outcome= */
export interface FlowQuery {
  readonly outcome?: string | undefined;
}
export const flowQuery: z.ZodType<FlowQuery> = z.strictObject({ outcome: id.optional() });
export type ParticipantFlowResponse = ParticipantFlow;

/** POST /api/participants/:id/trajectories */
export const trajectoriesRequest: z.ZodType<TrajectoryPlan> = z.strictObject({
  outcome: z.union([id, z.array(id).min(1).max(12)]),
  level: z.number().gt(0).lt(1).optional(),
  trial: id.optional(),
});
export type TrajectoriesResponse = Trajectories;

/** POST /api/participants/:id/outcomes */
export const outcomesRequest: z.ZodType<DerivePlan> = derivePlan;
export type OutcomesResponse = Omit<DerivedOutcomes, "data">;

/** POST /api/participants/models: fits; POST /api/participants/models/record: fits and puts it in the review. */
export interface ModelRequest {
  readonly specification: ParticipantModelSpecification;
}
export const modelRequest: z.ZodType<ModelRequest> = z.strictObject({ specification: modelSpecification });

/** POST /api/participants/models/pool */
export type PoolResponse = PooledParticipants;

export interface ModelResponse {
  readonly model: ParticipantModel;
  /** The specification as a file that gives the same numbers again. */
  readonly yaml: string;
  /** Null when it was only fitted. */
  readonly eventId: string | null;
}
