import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readExtractionFile } from "#extraction";
import { parseProtocol } from "#review";

const guide = readFileSync(new URL("../../docs/guide/files.md", import.meta.url), "utf8");
const block = (name: string) =>
  guide
    .split("```")
    .find((part) => part.startsWith(`yaml\n# ${name}\n`))!
    .slice(5);

test("the protocol of the guide is read without a problem", () => {
  expect(parseProtocol(block("protocol"), "guide.yaml").problems).toEqual([]);
});

test("the bulk file of the guide is read without a problem", () => {
  expect(readExtractionFile(block("extraction"), "guide.yaml").problems).toEqual([]);
});

const synthesis = readFileSync(new URL("../../docs/guide/synthesis.md", import.meta.url), "utf8");
const [analyses, availability] = [...synthesis.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);

test("the plan of the guide is read without a problem", () => {
  const rest = `title: A review
questions: [{ id: Q1, kind: effect, text: Does it work? }]
exclusionReasons: [{ id: design, label: Wrong design }]
armRoles: [{ id: experimental, label: It }, { id: comparator, label: Nothing }]
outcomes: [{ id: score, label: Score, kind: dichotomous, better: lower }]
timepoints: [{ id: end, label: End }]
forms:
  - id: about
    label: About
    kind: study
    fields: [{ id: dose, label: Dose, type: number }, { id: setting, label: Setting }]
`;
  expect(parseProtocol(`${rest}${analyses}`, "guide.yaml").problems).toEqual([]);
});

test("the judgements of the guide are read without a problem", () => {
  const study = "studies:\n  - study: { id: s, label: S, reports: [r], questions: [Q1], tags: [] }\n";
  const { file, problems } = readExtractionFile(`${study}${availability}`, "guide.yaml");
  expect(problems).toEqual([]);
  expect(file?.studies[0]?.availability.map(({ reason }) => reason)).toEqual(["selective", "unclear"]);
});
