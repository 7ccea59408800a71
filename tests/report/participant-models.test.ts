import { beforeAll, expect, test } from "vitest";
import { applyDictionary, fitParticipantModel, readDictionary, readParticipantTable } from "#participants";
import { type Block, buildReport, type CslAssets, plainText, type TableBlock } from "#report";
import { loadCslAssets } from "../../src/workbench/csl-assets.ts";
import { pooledTrialsCsv, pooledTrialsDictionary, pooledTrialsModel } from "../support/participants.ts";
import { ordinarySnapshot } from "../support/snapshot.ts";

let csl: CslAssets;
beforeAll(async () => {
  csl = await loadCslAssets();
});

const { data } = applyDictionary(
  readParticipantTable(new TextDecoder().decode(pooledTrialsCsv())).table,
  readDictionary(pooledTrialsDictionary).dictionary!,
);
const { specification, residualQuantiles: _, ...model } = fitParticipantModel(data, pooledTrialsModel);
const outcome = (simulated: boolean) => ({
  specification,
  model: { ...model, simulated },
  by: "kari",
  at: "2026-01-01T00:00:00Z",
  eventId: "e1",
});

const isTable = (block: Block): block is TableBlock =>
  block.kind === "table" && block.id === "table-participants-primary";

test("a model's differences stand in a table, and no participant anywhere", () => {
  const document = buildReport(ordinarySnapshot({ participantModels: [outcome(false)] }), "en", csl);
  const table = document.blocks.find(isTable)!;
  expect(table.rows.map((row) => plainText(row[0]!.runs))).toEqual(["V1", "V2"]);
  expect(plainText(table.rows[1]![1]!.runs)).toBe(
    model.differences[1]!.estimate.toFixed(2).replace("-", "−"),
  );
  const words = JSON.stringify(document);
  expect(words).toContain("were analysed with a mixed model for repeated measures");
  expect(words).not.toContain("S001");
});

test("simulated participants stand in no report", () => {
  for (const language of ["en", "nb"] as const) {
    const document = buildReport(ordinarySnapshot({ participantModels: [outcome(true)] }), language, csl);
    expect(document.blocks.some(isTable)).toBe(false);
  }
});

test("in Norwegian numbers have their comma", () => {
  const document = buildReport(ordinarySnapshot({ participantModels: [outcome(false)] }), "nb", csl);
  const table = document.blocks.find(isTable)!;
  expect(plainText(table.rows[0]![1]!.runs)).toMatch(/^−?\d+,\d\d$/);
});
