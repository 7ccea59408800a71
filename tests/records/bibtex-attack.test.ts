import { afterEach, expect, test } from "vitest";
import type { Problem } from "#kernel";
import { type RecordFact, readWith } from "#records";
import { bibtexReader } from "../../src/records/formats/bibtex/bibtex.ts";

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
});

function read(text: Iterable<string> | string): {
  records: RecordFact[];
  problems: Problem[];
  seconds: number;
} {
  const problems: Problem[] = [];
  const begun = process.cpuUsage();
  const onProblem = (problem: Problem): number => problems.push(problem);
  const records = [...readWith(bibtexReader, text, { importId: "x", onProblem })];
  return { records, problems, seconds: process.cpuUsage(begun).user / 1e6 };
}

const megabytes = (unit: string, count: number): string =>
  unit.repeat(Math.ceil((count * 1024 * 1024) / unit.length));

test("an entry of 50 MB without a closing brace: one entry, told, in linear time", () => {
  const pieces = function* (): Generator<string> {
    yield "@article{a, title = {T},\n abstract = {";
    for (let i = 0; i < 50; i++) yield megabytes("some words of text\n", 1);
  };
  const { records, problems, seconds } = read(pieces());
  expect(records.length).toBe(1);
  expect(records[0]!.title).toBe("T");
  expect(problems.map(({ code }) => code)).toContain("records/bibtex-missing-end");
  expect(seconds).toBeLessThan(15);
});

test.each([
  ["fields on one line", "a={x},"],
  ["words", "word word, "],
  ["open braces", "a={"],
  ["quotes", 'a=" '],
  ["equals signs", "= "],
  ["commas", ","],
  ["line ends", "\n"],
  ["at signs", "@a "],
  ["entries that never close", "@a{b,\n"],
  ["comments that never close", "@comment{\n"],
  ["backslashes", "\\"],
  ["dollar signs", "a={$"],
  ["hashes", "a=b#"],
])("a megabyte of %s after an open entry takes linear time", (_name, unit) => {
  const time = (size: number): number => read(`@article{k,\n${megabytes(unit, size)}`).seconds;
  time(0.1);
  const small = time(0.2);
  // Five times as much; a square would take twenty-five times as long.
  expect(time(1)).toBeLessThan(12 * small + 0.5);
});

test.each([
  ["braces", "{", "}"],
  ["accents", "\\'{", "}"],
  ["superscripts", "$^{", "}$"],
  ["links", "\\href{a}{", "}"],
])("100,000 nested %s are read", (_name, open, close) => {
  const { records, seconds } = read(`@misc{a, title={${open.repeat(1e5)}x${close.repeat(1e5)}}, year=2001}`);
  expect(records[0]!.title).toContain("x");
  expect(records[0]!.year).toBe(2001);
  expect(seconds).toBeLessThan(3);
});

test("names of prototypes are fields and keys like any other", () => {
  const text =
    "@article{__proto__, __proto__ = {polluted}, constructor = {x}, title = {T}, crossref = {constructor}, journal = toString}\n" +
    "@string{__proto__ = {polluted}}\n@hasownproperty{constructor, title = __proto__}";
  const { records } = read(text);
  expect(records.map(({ ids, title, type }) => [ids.source[0], title, type])).toEqual([
    ["__proto__", "T", "article"],
    ["constructor", "polluted", "hasownproperty"],
  ]);
  expect(records[0]!.journal).toBe("toString");
});

test("abbreviations that double with every line are cut off", () => {
  const lines = ["@string{a0 = {0123456789}}"];
  for (let i = 1; i < 60; i++) lines.push(`@string{a${i} = a${i - 1} # a${i - 1}}`);
  lines.push(
    `@misc{k, title = a5, abstract = ${Array.from({ length: 1000 }, () => "a12").join(" # ")}, note = a59}`,
  );
  const { records, problems, seconds } = read(lines.join("\n"));
  expect(records[0]!.title).toBe("0123456789".repeat(32));
  expect(records[0]!.abstract!.length).toBeLessThan(1.1e6);
  expect(problems.some(({ code }) => code === "records/bibtex-too-long")).toBe(true);
  expect(JSON.stringify(records).length).toBeLessThan(3e6);
  expect(seconds).toBeLessThan(2);
});

test("abbreviations that name each other in a circle are not followed", () => {
  const { records, problems } = read("@string{a = b # b}\n@string{b = a # a}\n@misc{k, title = b}");
  expect(records[0]!.title).toBe("bbbb");
  expect(problems[0]!.code).toBe("records/bibtex-abbreviation");
});

test("a value of 1 MB is kept", () => {
  const value = megabytes("text ", 1).trim();
  expect(read(`@misc{a, title={T}, abstract={${value}}}`).records[0]!.abstract).toBe(value);
});

test("children that wait for a parent do not pile up", () => {
  const pieces = function* (): Generator<string> {
    for (let i = 0; i < 20_000; i++) yield `@inbook{c${i}, title={T}, crossref={nowhere${i % 7}}}\n`;
  };
  const reading = readWith(bibtexReader, pieces(), { importId: "x", onProblem: () => {} });
  let count = 0;
  for (const { title } of reading) if (title === "T") count += 1;
  expect(count).toBe(20_000);
});

test("markup in a title is text", () => {
  const title = read("@misc{a, title={<img src=x onerror=alert(1)> P$<$0.001 and I<sup>2</sup>}}").records[0]!
    .title;
  expect(title).toBe("<img src=x onerror=alert(1)> P<0.001 and I2");
});
