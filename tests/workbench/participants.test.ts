import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EvidensError } from "#kernel";
import { createReview, openReview, starterProtocol, type Workbench } from "#workbench";
import {
  pooledTrialsDictionary as dictionary,
  goldenJson,
  pooledTrialsCsv,
  pooledTrialsModel as specification,
} from "../support/participants.ts";

let folder = "";
let path = "";
let workbench: Workbench;
const by = "reviewer1";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "evidens-participants-"));
  path = join(folder, "review.evidens");
  workbench = await createReview({
    path,
    title: "Simulated review",
    by,
    protocolText: starterProtocol("Simulated review"),
  });
});
afterAll(async () => {
  await workbench.close();
  rmSync(folder, { recursive: true, force: true });
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(EvidensError);
  return (error as EvidensError).code;
}

describe("a file of participants", () => {
  test("is kept with its dictionary, and no value of it is in what the program tells of it", async () => {
    const kept = await workbench.keepParticipants({
      by,
      fileName: "pooled.csv",
      bytes: pooledTrialsCsv(),
      dictionary,
    });
    expect(kept.dataSet).toMatchObject({ id: "pooled-trials", simulated: true, here: true, kind: "file" });
    expect(kept.problems).toEqual([]);
    expect(kept.levels["ARM"]).toEqual(["CTRL", "ACT"]);
    const all = await workbench.participants();
    expect(JSON.stringify([kept, all])).not.toContain("S001");
  });

  test("gives the coefficients, errors and degrees of freedom of R's mmrm", async () => {
    const { model, eventId } = await workbench.fitParticipantModel(specification);
    expect(eventId).toBeNull();
    const file = goldenJson<{
      cases: { id: string; expected: Record<string, readonly number[]> & { logLik: number } }[];
    }>("mmrm-pooled-trials");
    const { expected } = file.cases.find(({ id }) => id === "fit/us/REML/Satterthwaite")!;
    expect(model.simulated).toBe(true);
    expect(model.fit.logLikelihood).toBeCloseTo(expected.logLik, 7);
    for (const [i, one] of model.coefficients.entries()) {
      expect(Math.abs(one.estimate / expected["estimate"]![i]! - 1)).toBeLessThan(1e-7);
      expect(Math.abs(one.se / expected["se"]![i]! - 1)).toBeLessThan(1e-7);
      expect(Math.abs(one.df / expected["df"]![i]! - 1)).toBeLessThan(1e-6);
    }
    expect(model.differences.map(({ visit }) => visit)).toEqual(["V1", "V2"]);
    expect(model.differences.every(({ effect }) => effect !== null)).toBe(true);
  });

  test("a recorded model is in the review without a participant, and stale when the dictionary changes", async () => {
    const recorded = await workbench.recordParticipantModel({ by, specification });
    expect(recorded.eventId).not.toBeNull();
    const { models } = await workbench.participants();
    expect(models).toMatchObject([{ stale: false, specification: { id: "primary" } }]);
    expect(JSON.stringify(models)).not.toContain("S001");
    await workbench.describeParticipants({
      by,
      dataSetId: "pooled-trials",
      dictionary: dictionary.replace("Simulated in shape", "Simulated in the shape"),
    });
    expect((await workbench.participants()).models[0]!.stale).toBe(true);
  });

  test("the written specification gives the same numbers again", async () => {
    const first = await workbench.fitParticipantModel(specification);
    const again = await workbench.fitParticipantModel(
      await workbench.readParticipantModel({ text: first.yaml, file: "primary.yaml" }),
    );
    expect(again.model.coefficients).toEqual(first.model.coefficients);
  });

  test("a copy of the review brings no participant, and the same file is recognised there", async () => {
    const copy = join(folder, "copy.evidens");
    await workbench.exportTo({ path: copy, format: "review" });
    expect(readFileSync(copy).includes("S001")).toBe(false);
    const other = await openReview(copy);
    expect((await other.participants()).dataSets[0]!.here).toBe(false);
    expect(await codeOf(other.participantBaseline("pooled-trials", {}))).toBe(
      "workbench/participants-not-here",
    );
    const back = await other.keepParticipants({
      by,
      fileName: "other-name.csv",
      bytes: pooledTrialsCsv(),
    });
    expect(back.dataSet).toMatchObject({ id: "pooled-trials", here: true });
    await other.close();
  });

  test("is deleted when it is to be forgotten; what was computed stays", async () => {
    await workbench.forgetParticipants({ by, dataSetId: "pooled-trials" });
    const all = await workbench.participants();
    expect(all.dataSets[0]!.here).toBe(false);
    expect(all.models).toHaveLength(1);
    expect(await codeOf(workbench.fitParticipantModel(specification))).toBe(
      "workbench/participants-not-here",
    );
  });
});

test("an instrument of the review's own scores its items, and takes part in outcomes", async () => {
  const text = `id: mood-2
name: Simulated mood scale
abbreviation: M2
higherIsWorse: true
items:
  - { id: "1", range: [0, 10] }
  - { id: "2", range: [0, 10] }
scales: []
total: { range: [0, 20], by: sum-of-items }
missingItems: { kind: none }
thresholds:
  - id: half
    kind: response
    unit: percent
    value: 50
    preferred: true
    source: { reference: Simulated }
sources:
  - reference: Simulated
`;
  const { instrument } = await workbench.defineInstrument({ by, text, file: "mood.yaml" });
  expect(instrument.id).toBe("mood-2");
  await workbench.keepParticipants({
    by,
    fileName: "mood.csv",
    bytes: new TextEncoder().encode("id,arm,visit,m1,m2\n1,a,V0,8,8\n1,a,V1,3,4\n2,b,V0,9,7\n2,b,V1,9,6\n"),
    dictionary: `name: Mood
simulated: true
variables:
  - { name: id, type: text, role: participant }
  - { name: arm, type: category, role: arm }
  - { name: visit, type: category, role: visit }
  - { name: m1, type: number, instrument: mood-2, item: "1" }
  - { name: m2, type: number, instrument: mood-2, item: "2" }
`,
  });
  const outcomes = await workbench.participantOutcomes("mood", {
    outcome: "mood_2_total",
    instrument: "mood-2",
  });
  expect(outcomes.counts.filter(({ kind, trial }) => kind === "response" && trial === null)).toMatchObject([
    { arm: "a", visit: "V1", yes: 1, known: 1 },
    { arm: "b", visit: "V1", yes: 0, known: 1 },
  ]);
  expect(await codeOf(workbench.defineInstrument({ by, text: text.replace("mood-2", "bdi-ii") }))).toBe(
    "workbench/bad-instrument",
  );
});

describe("bad input is refused with a code, and writes nothing", () => {
  test.each([
    ["an empty file", new Uint8Array([10]), undefined, "workbench/no-participants"],
    ["a dictionary with an unknown key", pooledTrialsCsv(), "nam: x\n", "workbench/bad-dictionary"],
    ["a damaged workbook", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), undefined, "workbench/bad-workbook"],
  ])("%s", async (_what, bytes, text, code) => {
    const before = (await workbench.log(by, { limit: 100 } as never)).entries.length;
    expect(
      await codeOf(workbench.keepParticipants({ by, fileName: "bad.csv", bytes, dictionary: text })),
    ).toBe(code);
    expect((await workbench.log(by, { limit: 100 } as never)).entries.length).toBe(before);
  });

  test("a data set that is not there", async () => {
    expect(await codeOf(workbench.participantChecks("none"))).toBe("workbench/unknown-data-set");
  });
});
