import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { ModelEntry, ModelResponse } from "#contract";
import { canonicalJson, type ParticipantModelRun, type Stamped } from "#ledger";
import {
  type DerivedOutcomes,
  deriveOutcomes,
  fitParticipantModel,
  type ParticipantModel,
  type ParticipantModelSpecification,
  type PooledParticipants,
  poolParticipantTrials,
  readModelSpecification,
} from "#participants";
import { type Context, personOf, protocolOf, refuse } from "../../context.ts";
import { type LoadedData, loadData } from "./load.ts";
import { outcomePlan } from "./tables.ts";

/**
 * A model specification from its file.
 *
 * @throws {EvidensError} `workbench/bad-specification` with every problem and its line
 */
export function modelFromYaml(text: string, file: string): ParticipantModelSpecification {
  const { specification, problems } = readModelSpecification(text, file);
  refuse(problems, "workbench/bad-specification", "This model cannot be read");
  return specification!;
}

/** Models put in the review, newest first, each with whether its data changed since. */
export async function modelEntries(context: Context): Promise<readonly ModelEntry[]> {
  const docs = await context.store.read.documents<Stamped<ParticipantModelRun>>("participant-model");
  const entries: ModelEntry[] = [];
  for (const { doc } of docs) {
    const specification = doc.specification as unknown as ParticipantModelSpecification;
    const now = await fingerprintNow(context, specification);
    entries.push({ run: doc, specification, stale: now !== null && now !== doc.inputsHash });
  }
  return entries.sort((a, b) => (a.run.eventId < b.run.eventId ? 1 : -1));
}

/** Null where the participants are not here, so that nobody can tell. */
async function fingerprintNow(
  context: Context,
  specification: ParticipantModelSpecification,
): Promise<string | null> {
  try {
    return fingerprint(specification, await loadData(context, specification.dataSet));
  } catch {
    return null;
  }
}

function fingerprint(specification: ParticipantModelSpecification, { inputs }: LoadedData): string {
  const content = { specification, inputs } as unknown as Parameters<typeof canonicalJson>[0];
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}

/**
 * Fits a model of participants; nothing is kept.
 *
 * @throws {EvidensError} what the engine says: a formula or variable that does not fit, a model that cannot be
 *   estimated; `workbench/unknown-data-set`, `workbench/participants-not-here`
 */
export async function fitModel(
  context: Context,
  specification: ParticipantModelSpecification,
): Promise<ModelResponse> {
  const model = await fitLoaded(context, specification, await loadData(context, specification.dataSet));
  return { model, yaml: stringify(specification, { lineWidth: 0 }), eventId: null };
}

/** Pools the trials of a data set as a specification plans it; nothing is kept. @throws as `fitModel` */
export async function poolModel(
  context: Context,
  specification: ParticipantModelSpecification,
): Promise<PooledParticipants> {
  const loaded = await loadData(context, specification.dataSet);
  const { data, rules } = await derivedFor(context, specification, loaded);
  return poolParticipantTrials(data, specification, rules);
}

async function derivedFor(
  context: Context,
  { derive }: ParticipantModelSpecification,
  { data }: LoadedData,
): Promise<Pick<DerivedOutcomes, "data" | "rules">> {
  return derive === undefined
    ? { data, rules: [] }
    : deriveOutcomes(data, await outcomePlan(context, derive));
}

async function fitLoaded(
  context: Context,
  specification: ParticipantModelSpecification,
  loaded: LoadedData,
): Promise<ParticipantModel> {
  const { data, rules } = await derivedFor(context, specification, loaded);
  return fitParticipantModel(data, specification, rules);
}

/** Fits a model and puts its numbers in the review. @throws as `fitModel` */
export async function recordModel(
  context: Context,
  input: { by: string; specification: ParticipantModelSpecification },
): Promise<ModelResponse> {
  const { specification, by } = input;
  personOf(await protocolOf(context.store.read), by);
  const loaded = await loadData(context, specification.dataSet);
  const model = await fitLoaded(context, specification, loaded);
  const { specification: _, residualQuantiles: __, ...output } = model;
  const [event] = await context.store.append([
    {
      type: "participants.model-run",
      by,
      body: {
        modelId: specification.id,
        inputsHash: fingerprint(specification, loaded),
        specification: { ...specification },
        output,
        engine: `evidens/${context.programVersion}`,
      },
    },
  ]);
  return { model, yaml: stringify(specification, { lineWidth: 0 }), eventId: event!.id };
}
