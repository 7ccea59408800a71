import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatProblem, type Problem } from "#kernel";
import { readLabelledSet } from "../../src/workbench/plain-files/simulate-input.ts";
import { readPriors } from "../../src/workbench/plain-files/simulate-priors.ts";

const folder = mkdtempSync(join(tmpdir(), "evidens-simulate-"));

async function read(text: string | Uint8Array, name = "set.csv") {
  const path = join(folder, name);
  writeFileSync(path, text);
  const problems: Problem[] = [];
  const set = await readLabelledSet(path, problems);
  return { set, problems: problems.map(formatProblem) };
}

describe("a labelled set", () => {
  it("is read with its columns in any order and those it need not have", async () => {
    const { set, problems } = await read(
      '\ufeffLabel,Title,id,Abstract,keywords,year,authors\r\n1,"A ""first"", title",a,"Two\nlines",x; y ,2001.0,One A; Two B\r\n\r\n0,Second,b,,,,\r\n',
      "my.set.csv",
    );
    expect(problems).toEqual([]);
    expect(set).toEqual({
      name: "my.set",
      file: "my.set.csv",
      documents: [
        {
          id: "a",
          title: 'A "first", title',
          abstract: "Two\nlines",
          keywords: ["x", "y"],
          authors: ["One A", "Two B"],
          year: 2001,
        },
        { id: "b", title: "Second", abstract: "" },
      ],
      labels: Uint8Array.of(1, 0),
    });
  });
  it.each([
    ["included", ";"],
    ["label_included", "\t"],
  ])("has its labels in a column %s too, between other separators", async (head, between) => {
    const rows = [
      ["id", "title", "abstract", head],
      ["1", "a, b", "c", "1.0"],
      ["2", "d", "e", "0"],
    ].map((cells) => cells.join(between));
    const { set, problems } = await read(rows.join("\n"));
    expect(problems).toEqual([]);
    expect([...set!.labels]).toEqual([1, 0]);
    expect(set!.documents[0]!.title).toBe("a, b");
  });
  it("names file, line and field of every bad row, past rows of several lines", async () => {
    const { problems } = await read('id,title,abstract,label\n1,a,"x\ny",1\n2,b,,0\n\n2,c,,yes\n,d,,\n');
    expect(problems).toEqual([
      'set.csv:6 id: the id "2" stands on line 4 already',
      'set.csv:6 label: "yes" is no label Write 1 for relevant and 0 for not.',
      "set.csv:7 id: the id is empty",
      'set.csv:7 label: "" is no label Write 1 for relevant and 0 for not.',
    ]);
  });
  it("says which columns are missing, and that a class is", async () => {
    expect(await read("title,abstract\na,b\n")).toEqual({
      set: null,
      problems: ["id", "label"].map(
        (name) =>
          `set.csv:1 ${name}: there is no column "${name}" The first line names the columns: id,title,abstract,label.`,
      ),
    });
    expect((await read("id,title,abstract,label\n1,a,b,0\n")).problems).toEqual([
      "set.csv label: no record is labelled 1",
    ]);
  });
  it("says that a quotation mark is open", async () => {
    const { problems } = await read('id,title,abstract,label\n1,a,b,1\n2,"c,d,0\n3,e,f,0\n');
    expect(problems[0]).toBe("set.csv:3 a quotation mark is not closed");
  });
  it("is no spreadsheet and no empty file", async () => {
    await expect(read("")).rejects.toMatchObject({ code: "workbench/empty-file" });
    await expect(read(Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0x2d, 0x31))).rejects.toMatchObject({
      kind: "invalid",
    });
  });
});

describe("a file of starts", () => {
  const of = (value: unknown) => {
    const problems: Problem[] = [];
    return {
      priors: readPriors(JSON.stringify(value), "p.json", problems),
      problems: problems.map(formatProblem),
    };
  };
  it("holds starts by set, or one list", () => {
    const start = { seed: 1, relevant: ["7"], irrelevant10: [3, "4"], relevant_source: ["x"] };
    const read = { seed: 1, relevant: ["7"], irrelevant: ["3", "4"] };
    expect(of({ a: [start] })).toEqual({ priors: { a: [read] }, problems: [] });
    expect(of([start])).toEqual({ priors: [read], problems: [] });
  });
  it("says where it is something else", () => {
    expect(of({ a: [{ seed: -1, relevant: [] }] }).problems).toEqual([
      expect.stringMatching(/^p\.json a\.0\.seed: /),
      expect.stringMatching(/^p\.json a\.0\.relevant: /),
    ]);
    const problems: Problem[] = [];
    expect(readPriors("{", "p.json", problems)).toBeNull();
    expect(problems[0]!.message).toMatch(/^this is no JSON: /);
  });
});
