import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  describeTrajectory,
  participantFlowDiagram,
  type TrajectoryModel,
  trajectoryModel,
  trajectoryPlot,
} from "#figures";
import {
  applyDictionary,
  participantFlow,
  readDictionary,
  readParticipantTable,
  trajectories,
} from "#participants";
import { expectStored } from "./stored.ts";

const file = (name: string): string =>
  readFileSync(new URL(`../../examples/mdma-ptsd/simulated-participants/${name}`, import.meta.url), "utf8");
const { dictionary } = readDictionary(file("dictionary.yaml"));
const { data } = applyDictionary(readParticipantTable(file("participants.csv")).table, dictionary!);

const caps = trajectoryModel(trajectories(data, { outcome: "caps_iv" }), "caps_iv", {
  language: "en",
  title: "CAPS-IV by visit (simulated)",
  visitLabel: "Visit",
})!;

/** Invented least-squares means; only the drawing is of interest. */
const means: TrajectoryModel = {
  language: "nb",
  title: "Minste kvadraters gjennomsnitt (simulert)",
  outcomeLabel: "Endring i CAPS-IV, poeng",
  visitLabel: "Besøk",
  visits: ["økt 1", "økt 2"],
  means: "ls-means",
  simulated: true,
  reference: 0,
  arms: [
    {
      label: "Kontroll",
      means: [
        { at: 0, mean: -6, low: -13, high: 1 },
        { at: 1, mean: -12, low: -21, high: -3 },
      ],
    },
    {
      label: "MDMA",
      means: [
        { at: 0, mean: -20, low: -25, high: -15 },
        { at: 1, mean: -34, low: -40, high: -28 },
      ],
    },
  ],
};

test("participants as thin lines, arms as means with intervals", () => {
  expectStored("trajectory-page.svg", trajectoryPlot(caps, { palette: "print" }));
  expectStored("trajectory-column.svg", trajectoryPlot(caps, { palette: "print", width: "column" }));
  const themed = trajectoryPlot(caps);
  expect(themed.replace(/var\([^)]*\)/g, "")).not.toMatch(/(?:fill|stroke)="#/);
});

test("least-squares means by visit, in Norwegian", () =>
  expectStored("trajectory-ls-means-nb.svg", trajectoryPlot(means, { palette: "print" })));

test("intrusion over sessions in one trial", () => {
  const one = trajectories(data, { outcome: ["ies_intrusion", "ies_avoidance"], trial: "MP-8" });
  const model = trajectoryModel(one, "ies_intrusion", {
    language: "nb",
    title: "IES, påtrengende minner (simulert)",
    visitLabel: "Besøk",
  })!;
  expectStored("trajectory-intrusion-nb.svg", trajectoryPlot(model, { palette: "print" }));
  expect(trajectoryModel(one, "caps_iv", { language: "en", title: "", visitLabel: "" })).toBeNull();
});

test("the words hold every mean, and say that the data are simulated", () => {
  const words = describeTrajectory(means);
  expect(words).toContain("Simulerte data");
  expect(words).toContain("økt 2: −34,0 [−40,0; −28,0]");
  expect(trajectoryPlot({ ...means, simulated: false })).not.toContain("Simulerte");
});

test("nothing to draw, one visit, and numbers that are none", () => {
  expect(trajectoryPlot({ ...means, arms: [] }, { palette: "print" })).toContain("<svg");
  expect(
    trajectoryPlot({
      ...means,
      visits: ["økt 1"],
      arms: [{ label: "A", means: [{ at: 0, mean: 1, low: null, high: null }] }],
    }),
  ).toContain("<svg");
  const bad = {
    ...means,
    arms: [{ label: "A", means: [{ at: 5, mean: Number.NaN, low: null, high: null }] }],
  };
  expect(() => trajectoryPlot(bad)).toThrow(
    expect.objectContaining({ code: "figures/bad-numbers", problems: [{}, {}].map(() => expect.anything()) }),
  );
});

test("participants' flow, six trials", () => {
  const flow = participantFlow(data);
  const model = { language: "en", title: "Flow of participants (simulated)", flow } as const;
  expectStored("participant-flow.svg", participantFlowDiagram(model, { palette: "print" }));
  const themed = participantFlowDiagram(model);
  expect(themed.replace(/var\([^)]*\)/g, "")).not.toMatch(/(?:fill|stroke)="#/);
  expectStored(
    "participant-flow-nb.svg",
    participantFlowDiagram(
      {
        ...model,
        language: "nb",
        title: "Deltakerflyt (simulert)",
        flow: { ...flow, trials: flow.trials.slice(0, 1) },
      },
      { palette: "print" },
    ),
  );
});
