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
