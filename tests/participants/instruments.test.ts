import { expect, test } from "vitest";
import { stringify } from "yaml";
import {
  type Instrument,
  instrumentById,
  instruments,
  parseInstrument,
  scoreInstrument,
} from "#participants";

const all = (instrument: Instrument, of: (range: readonly [number, number]) => number) =>
  Object.fromEntries(instrument.items.map(({ id, range }) => [id, of(range)]));

test("every bundled instrument passes the schema that own instruments pass", () => {
  expect(instruments.map(({ id }) => id)).toEqual([
    "caps-iv",
    "caps-5",
    "pcl-5",
    "bdi-ii",
    "ies",
    "ies-r",
    "phq-9",
    "gad-7",
  ]);
  for (const instrument of instruments) {
    const { instrument: read, problems } = parseInstrument(stringify(instrument));
    expect(problems).toEqual([]);
    expect(read).toEqual(instrument);
    expect(instrument.thresholds.every(({ source }) => source.reference.length > 20)).toBe(true);
  }
});

test.each([
  ["caps-iv", 136],
  ["caps-5", 80],
  ["pcl-5", 80],
  ["bdi-ii", 63],
  ["ies", 75],
  ["ies-r", 88],
  ["phq-9", 27],
  ["gad-7", 21],
] as const)("%s runs from 0 to %i, and its subscales fill their ranges", (id, most) => {
  const instrument = instrumentById(id)!;
  const high = scoreInstrument(
    instrument,
    all(instrument, ([, top]) => top),
  );
  expect(high.total.score).toBe(most);
  expect(
    scoreInstrument(
      instrument,
      all(instrument, ([low]) => low),
    ).total.score,
  ).toBe(0);
  for (const [at, scale] of instrument.scales.entries()) expect(high.scales[at]!.score).toBe(scale.range[1]);
  const scaled = new Set(instrument.scales.flatMap(({ items }) => items));
  if (instrument.scales.length > 0) expect(scaled.size).toBe(instrument.items.length);
});

test("IES-R subscales are means; a missing item makes its scale and the total missing", () => {
  const iesR = instrumentById("ies-r")!;
  const items = { ...all(iesR, () => 1), i1: 3, i5: null };
  const { total, scales, missing } = scoreInstrument(iesR, items);
  expect(scales.map(({ score }) => score)).toEqual([10 / 8, null, 1]);
  expect(total.score).toBeNull();
  expect(missing).toEqual(["i5"]);
});

test("prorating makes up for as many items as the rule allows, and says so", () => {
  const own: Instrument = { ...instrumentById("gad-7")!, missingItems: { kind: "prorate", most: 2 } };
  const items = { ...all(own, () => 2), i1: null, i2: null };
  expect(scoreInstrument(own, items).total).toMatchObject({ score: 14, answered: 5, prorated: true });
  expect(scoreInstrument(own, { ...items, i3: null }).total.score).toBeNull();
});

test("items that cannot be are all named", () => {
  const ies = instrumentById("ies")!;
  expect(() => scoreInstrument(ies, { i1: 2, i2: 7, x: 1 })).toThrow(
    expect.objectContaining({
      code: "participants/bad-items",
      problems: [{}, {}, {}].map(() => expect.anything()),
    }),
  );
});

test("an own instrument with faults has them all named by line", () => {
  const text = stringify({ ...instrumentById("gad-7")!, id: "own" })
    .replace("range:\n    - 0\n    - 21", "range:\n    - 0\n    - 28")
    .replace("id: i2", "id: i1");
  const { instrument, problems } = parseInstrument(text, "own.yaml");
  expect(instrument).toBeNull();
  expect(problems.map(({ code }) => code)).toEqual(["participants/id-twice", "participants/total-range"]);
  expect(problems.every(({ line, file }) => line! > 1 && file === "own.yaml")).toBe(true);
});
