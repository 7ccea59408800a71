import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../golden/synthesis");

/** A golden file by name. */
export function goldenJson<T>(file: string): T {
  return JSON.parse(readFileSync(join(folder, `${file}.json`), "utf8")) as T;
}

interface GoldenData {
  readonly columns: Readonly<Record<string, { readonly values: readonly (string | number | null)[] }>>;
}

/** The simulated participants of six trials as a CSV file. */
export function pooledTrialsCsv(): Uint8Array<ArrayBuffer> {
  const { columns } = goldenJson<GoldenData>("data-pooled-trials");
  const names = Object.keys(columns);
  const rows = columns[names[0]!]!.values.map((_, i) =>
    names.map((name) => columns[name]!.values[i] ?? "").join(","),
  );
  return new TextEncoder().encode([names.join(","), ...rows].join("\n"));
}

/** Their dictionary. */
export const pooledTrialsDictionary = `name: Pooled trials
simulated: true
source: Simulated in shape of six phase 2 trials
variables:
  - { name: SUBJ, type: text, role: participant }
  - { name: STUDY, type: category, role: trial, levels: [MP1, MP2, MP3, MP4, MP5, MP6] }
  - { name: ARM, type: category, role: arm, levels: [CTRL, ACT] }
  - { name: VISIT, type: category, role: visit, levels: [V1, V2] }
  - { name: BASE, type: number, role: baseline }
  - { name: CHG, type: number, role: outcome }
`;

/** Their model. */
export const pooledTrialsModel = {
  id: "primary",
  dataSet: "pooled-trials",
  formula: "CHG ~ ARM * VISIT + BASE + STUDY",
  visit: "VISIT",
  subject: "SUBJ",
  arm: "ARM",
  structures: ["us"],
  likelihood: "REML",
  degreesOfFreedom: "satterthwaite",
} as const;
