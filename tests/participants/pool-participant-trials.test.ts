import { expect, test } from "vitest";
import {
  applyDictionary,
  type ParticipantModelSpecification,
  poolParticipantTrials,
  readDictionary,
  readParticipantTable,
} from "#participants";
import { pool } from "#synthesis";
import { pooledTrialsCsv, pooledTrialsDictionary, pooledTrialsModel } from "../support/participants.ts";

const { table } = readParticipantTable(new TextDecoder().decode(pooledTrialsCsv()));
const { data } = applyDictionary(table, readDictionary(pooledTrialsDictionary).dictionary!);
const specification: ParticipantModelSpecification = {
  ...pooledTrialsModel,
  structures: ["us", "cs"],
  pooling: {
    trial: "STUDY",
    interaction: "BASE",
    aggregates: [{ study: "Published", estimate: -10, se: 4, source: "Simulated, p. 1" }],
  },
};
const pooled = poolParticipantTrials(data, specification);

test("the last visit and the second arm are what is pooled unless stated", () => {
  expect(pooled.contrast).toEqual({ compared: "ACT", reference: "CTRL", visit: "V2" });
  expect(pooled.simulated).toBe(true);
});

test("two stages: each trial is fitted or named with why, and their differences are pooled", () => {
  const { trials, pooled: all } = pooled.twoStage;
  expect(trials.map(({ study }) => study)).toEqual(["MP1", "MP2", "MP3", "MP4", "MP5", "MP6"]);
  const fitted = trials.flatMap((trial) => (trial.fitted ? [trial] : []));
  expect(fitted.length).toBeGreaterThan(2);
  const again = pool(
    Float64Array.from(fitted, ({ estimate }) => estimate),
    Float64Array.from(fitted, ({ se }) => se ** 2),
    {},
  );
  expect(all!.estimate).toBeCloseTo(again.estimate, 12);
  expect(all!.se).toBeCloseTo(again.se, 12);
});

test("one stage estimates one difference within trials and tests that they are one", () => {
  expect(pooled.oneStage!.estimate!.se).toBeGreaterThan(0);
  expect(pooled.oneStage!.heterogeneity!.numeratorDf).toBe(5);
});

test("an interaction keeps what is within trials apart from what is across them", () => {
  const { within, across, difference } = pooled.interaction!;
  expect(across!.estimate - within!.estimate).toBeCloseTo(difference!.estimate, 8);
});

test("published trials come in beside the participants'", () => {
  expect(pooled.combined!.studies.at(-1)).toEqual({ study: "Published", source: "aggregate" });
  expect(pooled.combined!.all.k).toBe(pooled.twoStage.pooled!.k + 1);
});

test("a specification without a plan, or with a visit that is not there, is refused", () => {
  expect(() => poolParticipantTrials(data, pooledTrialsModel)).toThrow("how its trials are pooled");
  expect(() =>
    poolParticipantTrials(data, { ...specification, pooling: { trial: "STUDY", visit: "V9" } }),
  ).toThrow('no category "V9"');
});
