import { EvidensError, type Problem } from "#kernel";
import type { ParticipantDataKept, Stamped, TrialsMapped } from "#ledger";
import {
  applyDictionary,
  instruments,
  mapTrials,
  type ParticipantData,
  readDictionary,
  readMapping,
  scoreItems,
  type TrialMapping,
} from "#participants";
import type { ReviewReads } from "#store";
import { type Context, notFound } from "../../context.ts";
import { knownInstruments } from "./instruments.ts";
import { readParticipantFile } from "./read-file.ts";

/** A data set with everything that could not be read of it. */
export interface LoadedData {
  readonly data: ParticipantData;
  readonly problems: readonly Problem[];
  /** Hashes of files, dictionaries and mappings behind it: what a result is fingerprinted by. */
  readonly inputs: readonly string[];
}

export type KeptDoc = Stamped<ParticipantDataKept>;
export type MappedDoc = Stamped<TrialsMapped>;

/** Data sets read last, since checks, tables and models of one page ask for the same. */
const KEPT = 3;
const recent = new WeakMap<Context, Map<string, LoadedData>>();

export async function keptDocs(read: ReviewReads): Promise<readonly KeptDoc[]> {
  return (await read.documents<KeptDoc>("participant-data")).map(({ doc }) => doc);
}

export async function mappedDocs(read: ReviewReads): Promise<readonly MappedDoc[]> {
  return (await read.documents<MappedDoc>("participant-mapping")).map(({ doc }) => doc);
}

/**
 * Reads a data set: a file by its dictionary, or several joined by their mapping.
 *
 * @throws {EvidensError} `workbench/unknown-data-set`, `workbench/participants-not-here`
 */
export async function loadData(context: Context, dataSetId: string): Promise<LoadedData> {
  const { read } = context.store;
  const kept = await read.document<KeptDoc>("participant-data", dataSetId);
  if (kept !== null) return await loadFile(context, kept);
  const mapped = await read.document<MappedDoc>("participant-mapping", dataSetId);
  if (mapped !== null) return await loadJoined(context, mapped);
  const known = [...(await keptDocs(read)), ...(await mappedDocs(read))].map((doc) => doc.dataSetId);
  throw notFound(
    "workbench/unknown-data-set",
    "data set",
    dataSetId,
    known.length === 0 ? "Import a file of participants first." : `Use one of: ${known.join(", ")}.`,
  );
}

async function loadFile(context: Context, kept: KeptDoc): Promise<LoadedData> {
  const known = await knownInstruments(context.store.read);
  return await remembered(
    context,
    `${kept.eventId} ${JSON.stringify(known.slice(instruments.length))}`,
    async () => {
      const bytes = await context.store.readPrivate(kept.hash);
      if (bytes === null) throw notHere(kept);
      const { dictionary, problems: badDictionary } = readDictionary(kept.dictionary);
      if (dictionary === null) throw unusable("workbench/bad-dictionary", kept.dataSetId, badDictionary);
      const file = readParticipantFile(bytes, kept.fileName);
      const { data, problems } = applyDictionary(file.table, dictionary, kept.fileName);
      const scored = scoreItems(data, known);
      const used = known.filter(({ id }) => scored.scored.some(({ instrument }) => instrument === id));
      return {
        data: scored.data,
        problems: [
          ...file.problems,
          ...problems,
          ...scored.problems.map((problem) => ({ ...problem, file: kept.fileName })),
        ],
        inputs: [kept.hash, kept.dictionary, ...used.map((instrument) => JSON.stringify(instrument))],
      };
    },
  );
}

async function loadJoined(context: Context, mapped: MappedDoc): Promise<LoadedData> {
  const { mapping, problems: bad } = readMapping(mapped.mapping);
  if (mapping === null) throw unusable("workbench/bad-mapping", mapped.dataSetId, bad);
  const sources = await sourcesOf(context, mapping);
  const key = [mapped.eventId, ...sources.map(({ eventId }) => eventId)].join(" ");
  return await remembered(context, key, async () => {
    const loaded: LoadedData[] = [];
    for (const source of sources) loaded.push(await loadFile(context, source));
    const joined = mapTrials(
      loaded.map(({ data }) => data),
      mapping,
    );
    return {
      data: joined.data,
      problems: [...loaded.flatMap(({ problems }) => problems), ...joined.problems],
      inputs: [mapped.mapping, ...loaded.flatMap(({ inputs }) => inputs)],
    };
  });
}

/** The files that a mapping names, by the names of their dictionaries. @throws {EvidensError} `workbench/unknown-data-set` */
export async function sourcesOf(context: Context, mapping: TrialMapping): Promise<readonly KeptDoc[]> {
  const docs = await keptDocs(context.store.read);
  const byName = new Map(docs.map((doc) => [nameOf(doc), doc]));
  return mapping.trials.map(({ dataset }) => {
    const doc = byName.get(dataset);
    if (doc !== undefined) return doc;
    throw notFound(
      "workbench/unknown-data-set",
      "data set named",
      dataset,
      `Use names of dictionaries: ${[...byName.keys()].join(", ") || "none is kept yet"}.`,
    );
  });
}

/** The name in its dictionary; of a dictionary that cannot be read, its id. */
function nameOf(doc: KeptDoc): string {
  return readDictionary(doc.dictionary).dictionary?.name ?? doc.dataSetId;
}

async function remembered(
  context: Context,
  key: string,
  load: () => Promise<LoadedData>,
): Promise<LoadedData> {
  const known = recent.get(context) ?? new Map<string, LoadedData>();
  recent.set(context, known);
  const found = known.get(key) ?? (await load());
  known.delete(key);
  known.set(key, found);
  for (const oldest of [...known.keys()].slice(0, -KEPT)) known.delete(oldest);
  return found;
}

/** Forgets what was read, after a file was deleted. */
export function forgetLoaded(context: Context): void {
  recent.delete(context);
}

function notHere(kept: KeptDoc): EvidensError {
  return new EvidensError({
    code: "workbench/participants-not-here",
    kind: "missing",
    message: `The participants of "${kept.dataSetId}" (${kept.fileName}) are not on this machine: a copy of a review never brings them.`,
    remedy: `Import ${kept.fileName} here again; it is recognised by its content.`,
  });
}

function unusable(code: string, dataSetId: string, problems: readonly Problem[]): EvidensError {
  return new EvidensError({
    code,
    kind: "invalid",
    message: `The description of "${dataSetId}" cannot be used: ${problems[0]?.message ?? ""}`,
    remedy: "Correct what is listed.",
    problems,
  });
}
