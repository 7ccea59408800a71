import { readFileSync } from "node:fs";
import {
  applyDictionary,
  type DataDictionary,
  type ParticipantData,
  readDictionary,
  readParticipantTable,
} from "#participants";

/** Data from a small table and a dictionary. */
export function dataOf(csv: string, variables: DataDictionary["variables"], name = "t"): ParticipantData {
  return applyDictionary(readParticipantTable(csv).table, { name, variables }).data;
}

/** A trial over two visits: the variables that most tests need. */
export const variables: DataDictionary["variables"] = [
  { name: "id", type: "text", role: "participant" },
  { name: "trial", type: "category", role: "trial" },
  { name: "arm", type: "category", role: "arm", levels: ["control", "drug"] },
  { name: "visit", type: "category", role: "visit", levels: ["base", "end"] },
  { name: "seen", type: "date", role: "visit-date" },
  { name: "age", type: "number", role: "baseline", range: [18, 90] },
  { name: "score", type: "number", role: "outcome", range: [0, 100] },
];

const folder = new URL("../../examples/mdma-ptsd/simulated-participants/", import.meta.url);

export function simulatedFile(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}

/** The simulated example as it is read. */
export function simulatedData(): ParticipantData {
  const { dictionary } = readDictionary(simulatedFile("dictionary.yaml"));
  return applyDictionary(readParticipantTable(simulatedFile("participants.csv")).table, dictionary!).data;
}
