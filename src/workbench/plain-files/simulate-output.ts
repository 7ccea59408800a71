import { join } from "node:path";
import Papa from "papaparse";
import { type RecallCurveModel, recallCurve } from "#figures";
import type { Language } from "#kernel";
import { writeFileWhole } from "../io/write-file.ts";
import type { SimulatedRun, SimulatedSet, SimulateResult } from "./simulate-result.ts";
import { METRICS, meanFound } from "./simulate-result.ts";

/** What a spreadsheet would run; a negative number is none. */
const FORMULA = /^(?:[=+@\t\r＝＋－＠]|-(?!\d+(?:\.\d+)?$))/;

/** A file that a simulation writes. */
interface SimulationFile {
  readonly name: string;
  readonly content: () => string;
}

const WORDS = {
  en: {
    recall: (name: string) => `Recall: ${name}`,
    all: "Recall of all sets",
    seed: (seed: number) => `Seed ${seed}`,
    stop: (rule: string) => `Stop: ${rule}`,
  },
  nb: {
    recall: (name: string) => `Gjenfinning: ${name}`,
    all: "Gjenfinning i alle sett",
    seed: (seed: number) => `Frø ${seed}`,
    stop: (rule: string) => `Stopp: ${rule}`,
  },
} as const;

/** The names of the files, known before anything is simulated. */
export function simulationFileNames(sets: readonly string[]): readonly string[] {
  return [
    "metrics.csv",
    "metrics.json",
    "curves.csv",
    "recall.svg",
    ...sets.map((name) => `recall-${name}.svg`),
  ];
}

/**
 * Everything a simulation leaves behind: numbers as CSV and JSON, a curve of each set and one of all. It
 * holds no times, so that the same input gives the same bytes.
 */
function simulationFiles(result: SimulateResult, language: Language): readonly SimulationFile[] {
  return [
    { name: "metrics.csv", content: () => metricsCsv(result) },
    { name: "metrics.json", content: () => `${JSON.stringify(withoutTimes(result), null, 2)}\n` },
    { name: "curves.csv", content: () => curvesCsv(result) },
    { name: "recall.svg", content: () => recallCurve(overlay(result, language), { palette: "print" }) },
    ...result.sets.map((set) => ({
      name: `recall-${set.name}.svg`,
      content: () => recallCurve(curveOf(set, result, language), { palette: "print" }),
    })),
  ];
}

/** Writes them all into a folder, each whole. @throws {EvidensError} `workbench/cannot-write` */
export async function writeSimulation(
  folder: string,
  result: SimulateResult,
  language: Language,
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const { name, content } of simulationFiles(result, language)) {
    const path = join(folder, name);
    await writeFileWhole(path, content());
    written.push(path);
  }
  return written;
}

function csv(fields: readonly string[], data: readonly (readonly unknown[])[]): string {
  const text = Papa.unparse(
    { fields: [...fields], data: data as unknown[][] },
    { newline: "\n", escapeFormulae: FORMULA },
  );
  return `${text}\n`;
}

function metricsCsv({ runs }: SimulateResult): string {
  const stops = runs.some(({ stop }) => stop !== null);
  return csv(
    [
      "set",
      "model",
      "seed",
      "records",
      "relevant",
      "known_relevant",
      "known_irrelevant",
      ...METRICS,
      ...(stops ? ["stop_stopped", "stop_read", "stop_found", "stop_recall", "stop_saved"] : []),
    ],
    runs.map((run) => [
      run.set,
      run.model,
      run.seed,
      run.records,
      run.relevant,
      run.start.relevant.length,
      run.start.irrelevant.length,
      ...METRICS.map((name) => run.metrics[name]),
      ...(run.stop === null
        ? []
        : [run.stop.stopped ? 1 : 0, run.stop.read, run.stop.found, run.stop.recall, run.stop.saved]),
    ]),
  );
}

/** One line for each relevant record, as it was found; what was known at the start is not counted. */
function curvesCsv({ runs }: SimulateResult): string {
  return csv(
    ["set", "model", "seed", "read", "found", "recall"],
    runs.flatMap((run) =>
      run.found.map((read, at) => [run.set, run.model, run.seed, read, at + 1, (at + 1) / toFind(run)]),
    ),
  );
}

function toFind({ relevant, start }: SimulatedRun): number {
  return relevant - start.relevant.length;
}

function toRead({ records, start }: SimulatedRun): number {
  return records - start.relevant.length - start.irrelevant.length;
}

function withoutTimes({ runs, sets, ...rest }: SimulateResult): object {
  return {
    ...rest,
    sets: sets.map(({ cpuSeconds: _, ...set }) => set),
    runs: runs.map(({ cpuSeconds: _, ...run }) => run),
  };
}

function curveOf(set: SimulatedSet, { runs }: SimulateResult, language: Language): RecallCurveModel {
  const words = WORDS[language];
  const mine = runs.filter((run) => run.set === set.name);
  const stops = mine.flatMap((run) =>
    run.stop?.stopped === true ? [run.stop.read - (run.records - toRead(run))] : [],
  );
  const middle = stops.sort((a, b) => a - b)[Math.floor(stops.length / 2)];
  return {
    language,
    title: words.recall(set.name),
    total: Math.max(...mine.map(toRead)),
    relevant: Math.max(...mine.map(toFind)),
    series: mine.map((run) => ({
      label: words.seed(run.seed),
      points: [
        ...run.found.map((read, at) => [read, at + 1] as const),
        [toRead(run), run.found.length] as const,
      ],
    })),
    markers: middle === undefined ? [] : [{ at: middle, label: words.stop(mine[0]?.stop?.rule ?? "") }],
  };
}

/** Sets of every size on one pair of axes, each the mean of its readings. */
function overlay({ sets, runs }: SimulateResult, language: Language): RecallCurveModel {
  return {
    language,
    title: WORDS[language].all,
    unit: "share",
    total: 1,
    relevant: 1,
    series: sets.map(({ name }) => {
      const mine = runs.filter((run) => run.set === name);
      const found = meanFound(mine.map((run) => run.found.map((read) => read / toRead(run))));
      return {
        label: name,
        points: [...found.map((read, at) => [read, (at + 1) / found.length] as const), [1, 1] as const],
      };
    }),
  };
}
