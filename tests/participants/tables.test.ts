import { expect, test } from "vitest";
import { participantFlow, trajectories } from "#participants";
import { dataOf, simulatedData, variables } from "./data.ts";

const csv = `id,trial,arm,visit,seen,age,score
1,T,control,base,2020-01-01,40,50
1,T,control,end,2020-02-01,40,40
2,T,control,base,2020-01-01,40,60
2,T,control,end,2020-02-01,40,44
3,T,drug,base,2020-01-01,50,70
3,T,drug,end,2020-02-01,50,
4,U,drug,base,2020-01-01,50,66
5,U,,base,2020-01-01,50,66
1,T,control,end,2020-02-02,40,10
`;
const data = dataOf(csv, variables);

test("the flow counts people by trial, arm and visit, and those in no arm with their lines", () => {
  const flow = participantFlow(data);
  expect(flow).toMatchObject({
    outcome: "score",
    visits: ["base", "end"],
    leftOut: { participants: 1, lines: [9] },
  });
  expect(flow.trials.map(({ trial, randomised }) => [trial, randomised])).toEqual([
    ["T", 3],
    ["U", 1],
  ]);
  expect(flow.trials[0]!.arms[1]).toEqual({
    arm: "drug",
    randomised: 1,
    visits: [
      { visit: "base", seen: 1, withOutcome: 1 },
      { visit: "end", seen: 1, withOutcome: 0 },
    ],
    withdrawn: null,
    reasons: [],
    noReason: 0,
    analysed: 0,
    unexplained: 1,
  });
});

test("the flow of the simulated example adds up in every arm", () => {
  const flow = participantFlow(simulatedData());
  const arms = flow.trials.flatMap((trial) => trial.arms);
  expect(arms.reduce((sum, { randomised }) => sum + randomised, 0)).toBe(105);
  expect(arms.reduce((sum, { withdrawn }) => sum + withdrawn!, 0)).toBe(8);
  expect(arms.reduce((sum, { analysed }) => sum + analysed, 0)).toBe(103);
  for (const arm of arms) {
    expect(arm.reasons.reduce((sum, { count }) => sum + count, arm.noReason)).toBe(arm.withdrawn);
    expect(arm.unexplained).toBe(0);
  }
});

test("trajectories: points of each, mean with a t interval by hand, a visit twice left out and named", () => {
  const { outcomes, leftOut } = trajectories(data, { outcome: "score" });
  expect(leftOut).toEqual({ rows: 2, lines: [9, 10] });
  const [control, drug] = outcomes[0]!.arms;
  const end = control!.visits[1]!;
  expect(end).toMatchObject({ visit: "end", at: 1, n: 2, mean: 42 });
  // t(0.975, 1) = 12.7062047364321 and sd / sqrt(n) = 2.
  expect(end.ciHigh).toBeCloseTo(42 + 2 * 12.706204736432095, 8);
  expect(drug!.visits).toEqual([
    {
      visit: "base",
      at: 0,
      n: 2,
      mean: 68,
      sd: Math.sqrt(8),
      ciLow: expect.any(Number),
      ciHigh: expect.any(Number),
    },
  ]);
  expect(outcomes[0]!.participants.find(({ participant }) => participant === "3")!.points).toEqual([
    { visit: "base", at: 0, value: 70 },
  ]);
});

test("intrusion and avoidance over sessions, of one trial", () => {
  const both = trajectories(simulatedData(), { outcome: ["ies_intrusion", "ies_avoidance"], trial: "MP-8" });
  expect(both.simulated).toBe(true);
  expect(both.outcomes.map(({ label, participants }) => [label, participants.length])).toEqual([
    ["IES intrusion", 26],
    ["IES avoidance", 26],
  ]);
});

test("data without arms, visits or the outcome", () => {
  const bare = dataOf(
    "id,score\n1,2\n",
    variables.filter(({ name }) => name === "id" || name === "score"),
  );
  expect(() => participantFlow(bare)).toThrow(expect.objectContaining({ code: "participants/no-role" }));
  expect(() => trajectories(bare, { outcome: "score" })).toThrow(
    expect.objectContaining({ code: "participants/no-role" }),
  );
  expect(() => trajectories(data, { outcome: "seen" })).toThrow(
    expect.objectContaining({ code: "participants/not-a-number-variable" }),
  );
});
