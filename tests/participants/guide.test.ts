import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { instrumentById, readDictionary, readMapping } from "#participants";

const guide = readFileSync(new URL("../../docs/guide/participants.md", import.meta.url), "utf8");
const [dictionary, mapping] = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);

test("the guide's dictionary and mapping are read without a problem", () => {
  const read = readDictionary(dictionary!);
  expect(read.problems).toEqual([]);
  expect(
    read.dictionary!.variables.every(({ instrument }) => !instrument || instrumentById(instrument)),
  ).toBe(true);
  expect(readMapping(mapping!).problems).toEqual([]);
});
