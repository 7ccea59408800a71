import { stringify } from "yaml";
import type { DataSetEntry, DataSetResponse, ModelEntry } from "#contract";
import { EvidensError } from "#kernel";
import {
  applyDictionary,
  type BaselinePlan,
  baselineTable,
  checkIntegrity,
  deriveOutcomes,
  fitParticipantModel,
  instrumentById,
  instruments,
  levelsOf,
  type ParticipantModelSpecification,
  participantFlow,
  poolParticipantTrials,
  readDictionary,
  readParticipantTable,
  simulateParticipants,
  type TrajectoryPlan,
  trajectories,
} from "#participants";
import { Refused } from "./fake-full-texts.ts";

/** Participants as the server has them: simulated rows, computed by the real room. */
export interface FakeParticipants {
  /** Models put in the review, in order. */
  readonly recorded: ParticipantModelSpecification[];
  /** Dictionaries saved, in order. */
  readonly dictionaries: string[];
  /** Whether the file was taken in already. */
  readonly file: { kept: boolean };
  get(path: string, search: URLSearchParams): unknown;
  post(path: string, search: URLSearchParams, body: string): unknown;
  reset(): void;
}

/** As the program names a data set by its dictionary. */
const ID = "mdma-ptsd-simulated";
const STAMP = { by: "ada", at: "2026-03-01T10:00:00.000Z", eventId: "e-30" };

export function fakeParticipants(): FakeParticipants {
  const { csv, dictionary: first } = simulateParticipants();
  const table = readParticipantTable(csv).table;
  const recorded: ParticipantModelSpecification[] = [];
  const dictionaries: string[] = [];
  const file = { kept: true };
  const text = (): string => dictionaries.at(-1) ?? first;
  const data = () => applyDictionary(table, readDictionary(text()).dictionary!).data;
  const entry = (): DataSetEntry => {
    const dictionary = readDictionary(text()).dictionary!;
    return {
      id: ID,
      name: dictionary.name,
      simulated: dictionary.simulated ?? false,
      source: dictionary.source ?? null,
      kind: "file",
      fileName: "participants.csv",
      rows: table.rows.length,
      variables: dictionary.variables,
      here: true,
      ...STAMP,
    };
  };
  const whole = (): DataSetResponse => ({
    dataSet: entry(),
    dictionary: text(),
    mapping: null,
    levels: Object.fromEntries(data().columns.map((column) => [column.variable.name, levelsOf(column)])),
    problems: [],
    doubts:
      dictionaries.length > 0 ? [] : [{ code: "role-guessed", variable: "arm", values: { role: "arm" } }],
  });
  const derived = ({ derive }: ParticipantModelSpecification) => {
    if (derive === undefined) return { data: data(), rules: [] };
    const { instrument, ...plan } = derive;
    const known = instrument === undefined ? undefined : instrumentById(instrument);
    return deriveOutcomes(data(), { ...plan, ...(known === undefined ? {} : { instrument: known }) });
  };
  const fitted = (specification: ParticipantModelSpecification, eventId: string | null) => {
    const { data: rows, rules } = derived(specification);
    const model = fitParticipantModel(rows, specification, rules);
    return { model, yaml: stringify(specification), eventId };
  };
  const models = (): readonly ModelEntry[] =>
    recorded.map((specification) => ({
      specification,
      stale: false,
      run: {
        modelId: specification.id,
        inputsHash: "ab".repeat(32),
        specification: {},
        output: {},
        engine: "evidens/0",
        ...STAMP,
      },
    }));
  const answers = (what: string | undefined, search: URLSearchParams, body: unknown): unknown => {
    if (what === undefined) return whole();
    if (what === "checks") return { report: checkIntegrity(data()), problems: [] };
    if (what === "flow") return participantFlow(data(), { outcome: search.get("outcome") ?? "caps_iv" });
    if (what === "baseline") return baselineTable(data(), body as BaselinePlan);
    if (what === "trajectories") return trajectories(data(), body as TrajectoryPlan);
    if (what === "outcomes") {
      const { data: _, ...told } = derived({ derive: body } as ParticipantModelSpecification);
      return told;
    }
    return null;
  };
  return {
    recorded,
    dictionaries,
    file,
    get(path, search) {
      if (path === "participants")
        return { dataSets: file.kept ? [entry()] : [], models: models(), instruments };
      const [first_, id, what] = path.split("/");
      return first_ === "participants" && id === ID ? answers(what, search, {}) : null;
    },
    post(path, search, body) {
      if (path === "participants") {
        file.kept = true;
        return whole();
      }
      if (!path.startsWith("participants/")) return null;
      const [, id, what] = path.split("/");
      const given = JSON.parse(body) as {
        specification?: ParticipantModelSpecification;
        dictionary?: string;
      };
      try {
        if (path === "participants/models") return fitted(given.specification!, null);
        if (path === "participants/models/pool") {
          const { data: rows, rules } = derived(given.specification!);
          return poolParticipantTrials(rows, given.specification!, rules);
        }
        if (path === "participants/models/record") {
          recorded.push(given.specification!);
          return fitted(given.specification!, `e-${40 + recorded.length}`);
        }
        if (id === ID && what === "dictionary") {
          const { problems } = readDictionary(given.dictionary!);
          if (problems.length > 0) return new Refused("workbench/bad-dictionary", problems[0]!.message);
          dictionaries.push(given.dictionary!);
          return whole();
        }
        return id === ID ? answers(what, search, given) : null;
      } catch (error) {
        if (error instanceof EvidensError) return new Refused(error.code, error.message);
        throw error;
      }
    },
    reset() {
      recorded.length = 0;
      dictionaries.length = 0;
      file.kept = true;
    },
  };
}
