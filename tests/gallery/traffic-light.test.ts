import { expect, test } from "vitest";
import { type Light, trafficLight } from "#figures";
import { expectStored } from "./stored.ts";

const low: Light = { level: "low", label: "Low" };
const some: Light = { level: "some", label: "Some concerns" };
const high: Light = { level: "high", label: "High" };
const domains = [
  { id: "D1", short: "D1", label: "Randomisation process" },
  { id: "D2", short: "D2", label: "Deviations from the intended interventions" },
  { id: "D3", short: "D3", label: "Missing outcome data" },
  { id: "D4", short: "D4", label: "Measurement of the outcome" },
  { id: "D5", short: "D5", label: "Selection of the reported result" },
];

test("risk of bias 2", () => {
  const svg = trafficLight(
    [
      {
        label: "Alfa 2021 (simulated)",
        domains: { D1: low, D2: some, D3: low, D4: high, D5: low },
        overall: high,
      },
      { label: "Bravo 2023 (simulated)", domains: { D1: low, D2: low, D4: some, D5: low }, overall: some },
      {
        label: "Critical",
        domains: { D1: { level: "critical", label: "Critical" } },
        overall: { level: "critical", label: "Critical" },
        flag: "retracted",
      },
    ],
    domains,
    {
      language: "en",
      title: "Risk of bias (simulated)",
      studyHeading: "Study",
      overallHeading: "Overall",
      missingLabel: "Not judged",
      palette: "print",
    },
  );
  expect(svg).toContain("Missing outcome data: Not judged");
  expectStored("traffic-light.svg", svg);
});
