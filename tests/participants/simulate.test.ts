import { expect, test } from "vitest";
import {
  deriveOutcomes,
  fitParticipantModel,
  readDictionary,
  readModelSpecification,
  simulateParticipants,
} from "#participants";
import { simulatedData, simulatedFile } from "./data.ts";

test("the files are what the program writes, byte for byte", () => {
  const { csv, dictionary } = simulateParticipants();
  expect(csv).toBe(simulatedFile("participants.csv"));
  expect(dictionary).toBe(simulatedFile("dictionary.yaml"));
  expect(simulateParticipants({ seed: "another" }).csv).not.toBe(csv);
});

test("everything says that it is simulated", () => {
  expect(readDictionary(simulatedFile("dictionary.yaml")).dictionary!.simulated).toBe(true);
  expect(simulatedFile("README.md")).toMatch(/^# .*[Ss]imulated/);
  const ids = simulatedData().columns[0]!.values;
  expect(ids.every((id) => String(id).startsWith("SIM-"))).toBe(true);
});

test("means and standard deviations of change are near the published ones, group by group", () => {
  const data = simulatedData();
  const column = (name: string) => data.columns.find(({ variable }) => variable.name === name)!.values;
  const [trial, dose, visit, caps, base] = [
    "trial",
    "dose_mg",
    "visit",
    "caps_iv",
    "caps_iv_at_baseline",
  ].map(column);
  const change = (of: string, mg: number): readonly number[] =>
    Array.from({ length: data.rows }, (_, row) => row)
      .filter((row) => trial![row] === of && dose![row] === mg && visit![row] === "after session 2")
      .map((row) => Number(caps![row]) - Number(base![row]));
  for (const [of, mg, n, mean, sd] of [
    ["MP-8", 125, 12, -44.3, 28.7],
    ["MP-8", 75, 7, -58.3, 9.8],
    ["MP-8", 30, 7, -11.4, 12.7],
    ["MP-12", 125, 12, -26.3, 29.5],
    ["MP-12", 100, 9, -24.4, 24.2],
    ["MP-12", 40, 6, -11.5, 21.2],
    ["MP-2", 125, 8, -3.4, 12],
  ] as const) {
    const values = change(of, mg);
    const own = values.reduce((a, b) => a + b) / values.length;
    const spread = Math.sqrt(
      values.reduce((sum, value) => sum + (value - own) ** 2, 0) / (values.length - 1),
    );
    expect(values.length).toBe(n);
    expect(Math.abs(own - mean)).toBeLessThan(1);
    expect(Math.abs(spread - sd)).toBeLessThan(1);
  }
});

test.each([
  // Published of the retracted pooled report: -22.0 (SE 5.17) and -6.0 (SE 3.03).
  ["caps-iv.yaml", -22, 5.17, 103],
  ["bdi-ii.yaml", -6, 3.03, 68],
] as const)(
  "the model of %s comes near the published difference and its error",
  (file, difference, error, people) => {
    const specification = readModelSpecification(simulatedFile(file)).specification!;
    const derived = deriveOutcomes(simulatedData(), { outcome: specification.derive!.outcome });
    const model = fitParticipantModel(derived.data, specification, derived.rules);
    const { estimate, se } = model.differences.find(({ visit }) => visit === "after session 2")!;
    expect(model.simulated).toBe(true);
    expect(model.counts.participants).toBe(people);
    expect(Math.abs(estimate - difference)).toBeLessThan(1);
    expect(Math.abs(se - error)).toBeLessThan(0.3);
  },
);
