import { createHash } from "node:crypto";
import type { DataSetEntry, DataSetResponse, ParticipantsResponse } from "#contract";
import { EvidensError, type Problem } from "#kernel";
import {
  type DictionaryDoubt,
  dictionaryYaml,
  proposeDictionary,
  readDictionary,
  readMapping,
  scoredVariables,
} from "#participants";
import { type Context, notFound, personOf, protocolOf, refuse } from "../../context.ts";
import { freshId } from "../../fresh-id.ts";
import { knownInstruments } from "./instruments.ts";
import {
  forgetLoaded,
  type KeptDoc,
  keptDocs,
  type LoadedData,
  loadData,
  type MappedDoc,
  mappedDocs,
  sourcesOf,
} from "./load.ts";
import { modelEntries } from "./models.ts";
import { readParticipantFile } from "./read-file.ts";

/** Begins a dictionary that no person has looked through yet. */
const PROPOSED = "# Proposed by Evidens from the file. Check every line, then save it.\n";

/** All data sets and models of participants in the review. */
export async function participants(context: Context): Promise<ParticipantsResponse> {
  const { read } = context.store;
  const dataSets: DataSetEntry[] = [];
  for (const doc of await keptDocs(read)) dataSets.push(await fileEntry(context, doc));
  for (const doc of await mappedDocs(read)) dataSets.push(await joinedEntry(context, doc));
  return { dataSets, models: await modelEntries(context), instruments: await knownInstruments(read) };
}

async function fileEntry(context: Context, doc: KeptDoc): Promise<DataSetEntry> {
  const { dictionary } = readDictionary(doc.dictionary);
  const variables = dictionary?.variables ?? [];
  const { by, at, eventId } = doc;
  return {
    id: doc.dataSetId,
    name: dictionary?.name ?? doc.dataSetId,
    simulated: dictionary?.simulated ?? false,
    source: dictionary?.source ?? null,
    kind: "file",
    fileName: doc.fileName,
    rows: doc.rows,
    variables: [...variables, ...scoredVariables(variables, await knownInstruments(context.store.read))],
    here: await context.store.hasPrivate(doc.hash),
    by,
    at,
    eventId,
  };
}

async function joinedEntry(context: Context, doc: MappedDoc): Promise<DataSetEntry> {
  const { mapping } = readMapping(doc.mapping);
  const sources = mapping === null ? [] : await sourcesOf(context, mapping).catch(missingAsNone);
  const entries: DataSetEntry[] = [];
  for (const source of sources) entries.push(await fileEntry(context, source));
  const here = entries.length > 0 && entries.every((entry) => entry.here);
  const { by, at, eventId } = doc;
  return {
    id: doc.dataSetId,
    name: mapping?.name ?? doc.dataSetId,
    // One simulated trial makes the joined set a simulation.
    simulated: entries.some((entry) => entry.simulated),
    source: null,
    kind: "joined",
    fileName: null,
    rows: here ? (await loadData(context, doc.dataSetId)).data.rows : null,
    variables: mapping?.variables ?? [],
    here,
    by,
    at,
    eventId,
  };
}

function missingAsNone(error: unknown): readonly KeptDoc[] {
  if (error instanceof EvidensError && error.kind === "missing") return [];
  throw error;
}

/** One data set with its description and what could not be read of it; no participant's value. */
export async function dataSet(context: Context, dataSetId: string): Promise<DataSetResponse> {
  const { read } = context.store;
  const kept = await read.document<KeptDoc>("participant-data", dataSetId);
  const mapped = await read.document<MappedDoc>("participant-mapping", dataSetId);
  if (kept === null && mapped === null) await loadData(context, dataSetId);
  const entry =
    kept !== null ? await fileEntry(context, kept) : await joinedEntry(context, mapped as MappedDoc);
  const loaded = entry.here ? await loadData(context, dataSetId) : null;
  return {
    dataSet: entry,
    dictionary: kept?.dictionary ?? null,
    mapping: mapped?.mapping ?? null,
    levels: loaded === null ? {} : levels(loaded),
    problems: loaded?.problems ?? [],
    doubts: kept?.dictionary.startsWith(PROPOSED) === true ? await doubts(context, kept) : [],
  };
}

function levels({ data }: LoadedData): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    data.columns.flatMap((column) =>
      column.kind === "text" && column.levels.length > 0 ? [[column.variable.name, column.levels]] : [],
    ),
  );
}

async function doubts(context: Context, kept: KeptDoc): Promise<readonly DictionaryDoubt[]> {
  const bytes = await context.store.readPrivate(kept.hash);
  if (bytes === null) return [];
  return proposeDictionary(readParticipantFile(bytes, kept.fileName).table).doubts;
}

export interface KeepInput {
  readonly by: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Name of the data set where a dictionary is proposed; default the file's name. */
  readonly name?: string | undefined;
  /** YAML; proposed from the file when absent. */
  readonly dictionary?: string | undefined;
  readonly dictionaryFile?: string | undefined;
}

/**
 * Keeps a file of participants apart from the review and writes that it is there. A file that is known (by its
 * hash) is put back where it is missing, and adds nothing else.
 *
 * @throws {EvidensError} `workbench/bad-workbook`, `workbench/bad-dictionary`, `workbench/no-participants`,
 *   `workbench/same-name`, `workbench/read-only`
 */
export async function keepData(context: Context, input: KeepInput): Promise<DataSetResponse> {
  const { store } = context;
  personOf(await protocolOf(store.read), input.by);
  refuseReadOnly(context);
  const file = readParticipantFile(input.bytes, input.fileName);
  if (file.table.rows.length === 0)
    refuse(file.problems, "workbench/no-participants", `${input.fileName} has no participant`);
  const hash = createHash("sha256").update(input.bytes).digest("hex");
  const known = (await keptDocs(store.read)).find((doc) => doc.hash === hash);
  if (known !== undefined && input.dictionary === undefined) {
    await store.keepPrivate(input.bytes);
    return await dataSet(context, known.dataSetId);
  }
  const name = input.name ?? input.fileName.replace(/\.[^.]+$/, "");
  const dictionary =
    input.dictionary ?? PROPOSED + dictionaryYaml(proposeDictionary(file.table, { name }).dictionary);
  const stated = checkedDictionary(dictionary, input.dictionaryFile);
  await store.keepPrivate(input.bytes);
  const dataSetId = known?.dataSetId ?? freshId(stated, await takenIds(context));
  await store.append(async (read) => {
    refuseSameName(await keptDocs(read), stated, dataSetId);
    return [
      {
        type: "participants.data-kept",
        by: input.by,
        body: {
          dataSetId,
          hash,
          size: input.bytes.byteLength,
          fileName: input.fileName,
          format: file.format,
          rows: file.table.rows.length,
          dictionary,
        },
      },
    ];
  });
  return await dataSet(context, dataSetId);
}

/**
 * Puts a dictionary in place of the one a file has.
 *
 * @throws {EvidensError} `workbench/bad-dictionary` with every problem and its line, `workbench/unknown-data-set`
 */
export async function describeData(
  context: Context,
  input: { by: string; dataSetId: string; dictionary: string; file?: string | undefined },
): Promise<DataSetResponse> {
  const { store } = context;
  personOf(await protocolOf(store.read), input.by);
  const name = checkedDictionary(input.dictionary, input.file);
  await store.append(async (read) => {
    const kept = await read.document<KeptDoc>("participant-data", input.dataSetId);
    if (kept === null)
      throw notFound(
        "workbench/unknown-data-set",
        "file of participants",
        input.dataSetId,
        "Import its file first.",
      );
    refuseSameName(await keptDocs(read), name, input.dataSetId);
    const { dataSetId, hash, size, fileName, format, rows } = kept;
    const body = { dataSetId, hash, size, fileName, format, rows, dictionary: input.dictionary };
    return [{ type: "participants.data-kept", by: input.by, body }];
  });
  return await dataSet(context, input.dataSetId);
}

/**
 * Joins data sets by a mapping to common variables; a mapping with a known name takes its place.
 *
 * @throws {EvidensError} `workbench/bad-mapping` with every problem and its line, `workbench/unknown-data-set`
 */
export async function joinData(
  context: Context,
  input: { by: string; mapping: string; file?: string | undefined },
): Promise<DataSetResponse> {
  const { store } = context;
  personOf(await protocolOf(store.read), input.by);
  const { mapping, problems } = readMapping(input.mapping, input.file);
  refuse(problems, "workbench/bad-mapping", "This mapping cannot be used");
  const name = mapping!.name;
  await sourcesOf(context, mapping!);
  const same = (await mappedDocs(store.read)).find((doc) => readMapping(doc.mapping).mapping?.name === name);
  const dataSetId = same?.dataSetId ?? freshId(name, await takenIds(context));
  await store.append([
    { type: "participants.trials-mapped", by: input.by, body: { dataSetId, mapping: input.mapping } },
  ]);
  return await dataSet(context, dataSetId);
}

/**
 * Deletes a file of participants from this machine or server. The ledger keeps its hash, dictionary and what was
 * computed; the same file can be imported again.
 *
 * @throws {EvidensError} `workbench/unknown-data-set`, `workbench/read-only`
 */
export async function forgetData(
  context: Context,
  input: { by: string; dataSetId: string },
): Promise<DataSetResponse> {
  personOf(await protocolOf(context.store.read), input.by);
  refuseReadOnly(context);
  const kept = await context.store.read.document<KeptDoc>("participant-data", input.dataSetId);
  if (kept === null)
    throw notFound(
      "workbench/unknown-data-set",
      "file of participants",
      input.dataSetId,
      "Name a data set that is a file.",
    );
  await context.store.forgetPrivate(kept.hash);
  forgetLoaded(context);
  return await dataSet(context, input.dataSetId);
}

async function takenIds({ store }: Context): Promise<ReadonlySet<string>> {
  const docs = [...(await keptDocs(store.read)), ...(await mappedDocs(store.read))];
  return new Set(docs.map(({ dataSetId }) => dataSetId));
}

/** @returns the data set's name */
function checkedDictionary(text: string, file: string | undefined): string {
  const { dictionary, problems } = readDictionary(text, file);
  refuse(problems, "workbench/bad-dictionary", "This dictionary cannot be used");
  return dictionary!.name;
}

/** Mappings find data sets by their names, so that a name stands for one. */
function refuseSameName(docs: readonly KeptDoc[], name: string, dataSetId: string): void {
  const other = docs.find(
    (doc) => doc.dataSetId !== dataSetId && readDictionary(doc.dictionary).dictionary?.name === name,
  );
  if (other === undefined) return;
  const problem: Problem = {
    code: "workbench/same-name",
    field: "name",
    message: `Another data set (${other.fileName}) is named "${name}" already.`,
    remedy: "Give this one another name in its dictionary.",
  };
  refuse([problem], "workbench/same-name", problem.message);
}

function refuseReadOnly(context: Context): void {
  if (!context.readOnly) return;
  throw new EvidensError({
    code: "workbench/read-only",
    kind: "conflict",
    message: "The review is open for reading only.",
    remedy: "Open it with write access.",
  });
}
