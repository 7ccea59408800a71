import { expect, test } from "vitest";
import { deriveOutcomes, instrumentById, type OutcomePlan } from "#participants";
import { dataOf, simulatedData } from "./data.ts";

const data = dataOf(
  `id,arm,visit,y,met,left,why
1,A,base,80,yes,no,
1,A,end,40,no,no,
2,A,base,60,yes,yes,moved
2,A,end,,,yes,moved
3,B,base,0,yes,yes,
3,B,end,10,yes,yes,
4,B,end,50,yes,no,
5,B,base,70,yes,no,
5,B,end,66,no,no,
`,
  [
    { name: "id", type: "text", role: "participant" },
    { name: "arm", type: "category", role: "arm" },
    { name: "visit", type: "category", role: "visit" },
    { name: "y", type: "number", role: "outcome" },
    { name: "met", type: "category" },
    { name: "left", type: "category", role: "withdrawn" },
    { name: "why", type: "text", role: "withdrawal-reason" },
  ],
);

const derive = (plan: Partial<OutcomePlan>) => deriveOutcomes(data, { outcome: "y", ...plan });
const values = (result: ReturnType<typeof derive>, name: string) =>
  result.data.columns.find(({ variable }) => variable.name === name)?.values;
const _ = null;

test("change and per cent change, with every row that has none named", () => {
  const result = derive({});
  expect(values(result, "y_baseline")).toEqual([80, 80, 60, 60, 0, 0, _, 70, 70]);
  expect(values(result, "y_change")).toEqual([_, -40, _, _, _, 10, _, _, -4]);
  expect(values(result, "y_percent_change")).toEqual([_, -50, _, _, _, _, _, _, (100 * -4) / 70]);
  expect(result.notDerived.map(({ line, reason }) => [line, reason])).toEqual([
    [5, "no-value"],
    [7, "baseline-zero"],
    [8, "no-baseline"],
  ]);
  expect(result.rules.map(({ kind }) => kind)).toEqual(["baseline", "change", "percent-change"]);
  expect(result.data.rows).toBe(data.rows);
});

test("response, remission and loss of diagnosis state their rules and are counted", () => {
  const result = derive({
    response: { unit: "percent", value: 50 },
    remission: { unit: "score", value: 40 },
    lossOfDiagnosis: { variable: "met", met: "yes" },
  });
  expect(values(result, "y_response")).toEqual([_, 1, _, _, _, _, _, _, 0]);
  expect(values(result, "y_remission")).toEqual([_, 1, _, _, _, 1, 0, _, 0]);
  expect(values(result, "y_diagnosis_lost")).toEqual([_, 1, _, _, _, 0, 0, _, 1]);
  expect(result.rules.slice(3).map(({ formula }) => formula)).toEqual([
    "100 * (baseline - value) / baseline >= 50",
    "value <= 40",
    "met = yes at baseline and not at the visit",
  ]);
  expect(result.counts).toContainEqual({
    kind: "remission",
    trial: null,
    arm: "B",
    visit: "end",
    yes: 1,
    known: 3,
  });
});

test("reliable change by Jacobson and Truax, by points and by the instrument", () => {
  const byFormula = derive({ reliableChange: { sd: 10, reliability: 0.9 } });
  const rule = byFormula.rules.at(-1)!;
  expect(rule.value).toBeCloseTo(1.959963984540054 * 10 * Math.sqrt(0.2), 12);
  expect(rule.source!.doi).toBe("10.1037/0022-006X.59.1.12");
  expect(values(byFormula, "y_reliable_change")).toEqual([_, 1, _, _, _, -1, _, _, 0]);
  expect(values(derive({ reliableChange: { points: 4 } }), "y_reliable_change")?.at(-1)).toBe(1);
  expect(derive({ instrument: instrumentById("caps-5") }).rules.at(-1)).toMatchObject({
    kind: "reliable-change",
    value: 13,
  });
  expect(derive({ instrument: instrumentById("caps-5"), reliableChange: null }).rules.length).toBe(3);
});

test("where higher is better, improvement is upwards", () => {
  const result = derive({ higherIsWorse: false, response: { unit: "points", value: 10 } });
  expect(values(result, "y_response")).toEqual([_, 0, _, _, _, 1, _, _, 0]);
});

test("dropout with reasons and the visit seen last", () => {
  expect(derive({}).dropout).toEqual([
    {
      trial: null,
      arm: "A",
      participants: 2,
      withdrawn: 1,
      reasons: { moved: 1 },
      noReason: 0,
      lastSeen: { end: 1, base: 1 },
    },
    { trial: null, arm: "B", participants: 3, withdrawn: 1, reasons: {}, noReason: 1, lastSeen: { end: 3 } },
  ]);
});

test.each([
  [{ outcome: "nothing" }, "participants/no-variable"],
  [{ outcome: "met" }, "participants/not-a-number-variable"],
  [{ baselineVisit: "start" }, "participants/no-baseline"],
  [{ response: { unit: "points", value: -1 } }, "participants/bad-threshold"],
  [{ reliableChange: { sd: 10, reliability: 1 } }, "participants/bad-threshold"],
] as const)("%j is %s", (plan, code) => {
  expect(() => derive(plan as Partial<OutcomePlan>)).toThrow(expect.objectContaining({ code }));
});

test("deriving twice does not overwrite", () => {
  expect(() => deriveOutcomes(derive({}).data, { outcome: "y" })).toThrow(
    expect.objectContaining({ code: "participants/variable-taken" }),
  );
});

test("the simulated example loses the diagnosis as often as it was told to", () => {
  const { counts } = deriveOutcomes(simulatedData(), {
    outcome: "caps_iv",
    lossOfDiagnosis: { variable: "ptsd_met", met: "met" },
  });
  const last = counts.filter(({ visit }) => visit === "after session 2");
  const yes = (arm: RegExp) => last.filter((one) => arm.test(one.arm)).reduce((sum, one) => sum + one.yes, 0);
  expect([yes(/MDMA/), yes(/Control/)]).toEqual([39, 7]);
});
