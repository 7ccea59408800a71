import { describe, expect, test } from "vitest";
import { EvidensError } from "#kernel";
import {
  applyDictionary,
  deriveOutcomes,
  fitParticipantModel,
  instrumentById,
  type ParticipantModelSpecification,
  readDictionary,
  readParticipantTable,
  simulateParticipants,
} from "#participants";
import { pooledTrialsCsv, pooledTrialsDictionary, pooledTrialsModel } from "../support/participants.ts";

const trials = applyDictionary(
  readParticipantTable(new TextDecoder().decode(pooledTrialsCsv())).table,
  readDictionary(pooledTrialsDictionary).dictionary!,
).data;

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof EvidensError) return error.code;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

describe("a model of trials' participants", () => {
  const model = fitParticipantModel(trials, pooledTrialsModel);

  test("tells what was analysed and what was not, by line of the file", () => {
    expect(
      model.counts.participants + new Set(model.leftOut.flatMap(({ lines }) => lines)).size,
    ).toBeGreaterThan(model.counts.participants);
    const rows = model.counts.rows + model.leftOut.reduce((sum, { rows: n }) => sum + n, 0);
    expect(rows).toBe(trials.rows);
    expect(model.leftOut.every(({ missing }) => missing.includes("CHG"))).toBe(true);
    expect(model.counts.byArm.reduce((sum, { participants }) => sum + participants, 0)).toBe(
      model.counts.rows,
    );
  });

  test("another reference turns the differences round", () => {
    const turned = fitParticipantModel(trials, { ...pooledTrialsModel, reference: "ACT" });
    for (const [i, { estimate, p, effect }] of model.differences.entries()) {
      expect(turned.differences[i]!.estimate).toBeCloseTo(-estimate, 8);
      expect(turned.differences[i]!.p).toBeCloseTo(p, 8);
      expect(turned.differences[i]!.effect!.d).toBeCloseTo(-effect!.d, 8);
    }
  });

  test("residual quantiles rise, and no participant is in the result", () => {
    const values = model.residualQuantiles.map(([, value]) => value);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(JSON.stringify(model)).not.toContain("S001");
  });

  test("one visit alone, and some trials alone", () => {
    const last = fitParticipantModel(trials, {
      ...pooledTrialsModel,
      formula: "CHG ~ ARM + BASE",
      visits: ["V2"],
      only: { STUDY: ["MP1", "MP6"] },
    });
    expect(last.counts.visits).toEqual(["V2"]);
    expect(last.differences).toHaveLength(1);
  });

  test.each([
    ["a variable that is not there", { arm: "GROUP" }, "participants/unknown-variable"],
    ["a visit that is not there", { visits: ["V9"] }, "participants/unknown-level"],
    ["a trial that is not there", { only: { STUDY: ["MP7"] } }, "participants/unknown-level"],
    ["a formula that is none", { formula: "CHG ~ (ARM" }, "synthesis/bad-formula"],
  ])("%s is refused", (_what, change, code) => {
    expect(codeOf(() => fitParticipantModel(trials, { ...pooledTrialsModel, ...change }))).toBe(code);
  });
});

test("the simulated participants walk from scores to a difference like the published one", () => {
  const { csv, dictionary } = simulateParticipants();
  const { data, problems } = applyDictionary(
    readParticipantTable(csv).table,
    readDictionary(dictionary).dictionary!,
  );
  expect(problems).toEqual([]);
  const derived = deriveOutcomes(data, { outcome: "caps_iv", instrument: instrumentById("caps-iv")! });
  const specification: ParticipantModelSpecification = {
    id: "caps",
    dataSet: "simulated",
    derive: { outcome: "caps_iv" },
    formula: "caps_iv_change ~ caps_iv_baseline + arm * visit + trial",
    visit: "visit",
    subject: "participant",
    arm: "arm",
    structures: ["us"],
    likelihood: "REML",
    degreesOfFreedom: "kenward-roger",
  };
  const model = fitParticipantModel(derived.data, specification, derived.rules);
  expect(model.simulated).toBe(true);
  expect(model.rules.map(({ kind }) => kind)).toContain("change");
  const last = model.differences.at(-1)!;
  // Published: -22.0 (SE 5.17).
  expect(last.estimate).toBeGreaterThan(-27);
  expect(last.estimate).toBeLessThan(-17);
  expect(last.se).toBeGreaterThan(4);
  expect(last.se).toBeLessThan(6.5);
});
