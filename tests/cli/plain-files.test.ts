import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { convertFormats } from "#workbench";
import { run, temporaryFolder } from "./run.ts";

const fixture = (name: string): string => resolve("fixtures/records", name);

describe("convert", () => {
  it("writes one JSON object per record, without a review", async () => {
    const { code, stdout, stderr } = await run(["convert", fixture("simulated.nbib"), "--to", "jsonl"]);
    expect(code).toBe(0);
    const records = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(records.length).toBeGreaterThan(1);
    for (const record of records)
      expect(record).toMatchObject({ title: expect.any(String), authors: expect.any(Array) });
    expect(stderr).toContain("simulated.nbib");
  });

  it.each(convertFormats)("writes %s, whole, and reads it back with as many records", async (format) => {
    const cwd = temporaryFolder();
    const there = await run(["convert", fixture("rayyan.ris"), "--to", format, "--out", "out.file"], { cwd });
    expect(there.stderr).toBe("");
    expect(there.code).toBe(0);
    expect(readdirSync(cwd)).toEqual(["out.file"]);
    const back = await run(["convert", "out.file", "--to", "jsonl"], { cwd });
    const straight = await run(["convert", fixture("rayyan.ris"), "--to", "jsonl"], { cwd });
    const titles = (text: string): string[] =>
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).title);
    expect(titles(back.stdout)).toEqual(titles(straight.stdout));
  });

  it("goes by what stands in a file, also where its name says EndNote library", async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, "named.enl"),
      "%0 Journal Article\n%T A simulated title\n%A Doe, Jane\n%D 2001\n",
    );
    const { code, stdout } = await run(["convert", "named.enl", "--to", "jsonl"], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ title: "A simulated title", year: 2001 });
  });

  it("carries decisions and labels of other programs", async () => {
    const { stdout } = await run(["convert", fixture("rayyan.ris"), "--to", "csv"]);
    const rows = Papa.parse<Record<string, string>>(stdout, { header: true, skipEmptyLines: true }).data;
    expect(rows.some((row) => row["decisions"] !== "")).toBe(true);
    expect(rows.some((row) => row["labels"] !== "")).toBe(true);
  });

  it("does not replace a file, unless told to", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "mine.ris"), "mine");
    const args = ["convert", fixture("simulated.ris"), "--to", "ris", "--out", "mine.ris"];
    const refused = await run(args, { cwd });
    expect(refused.code).toBe(5);
    expect(readFileSync(join(cwd, "mine.ris"), "utf8")).toBe("mine");
    expect((await run([...args, "--force"], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "mine.ris"), "utf8")).toContain("TY  - ");
  });

  it("does not write a spreadsheet into a terminal", async () => {
    const { code, stdout } = await run(["convert", fixture("simulated.ris"), "--to", "xlsx"], { tty: true });
    expect(code).toBe(2);
    expect(stdout).toBe("");
  });

  it.each([
    ["a file that is not there", null, 4],
    ["an empty file", "", 3],
    ["prose", "Dear all,\nplease find attached", 3],
    ["a PDF", "%PDF-1.7\n", 3],
    ["a web page", "<!DOCTYPE html><html><body>Results</body></html>", 3],
    [
      "XML that asks for a file",
      '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><records><record><ref-type>17</ref-type><titles><title>&x;</title></titles></record></records></xml>',
      3,
    ],
    ["a table without records", "title,authors,year\n", 3],
  ])("refuses %s with a remedy, and writes nothing", async (_name, content, expected) => {
    const cwd = temporaryFolder();
    if (content !== null) writeFileSync(join(cwd, "in.file"), content);
    const { code, stderr, stdout } = await run(["convert", "in.file", "--to", "ris", "--out", "out.ris"], {
      cwd,
    });
    expect(code).toBe(expected);
    expect(stdout).toBe("");
    expect(stderr).toContain("in.file");
    expect(stderr).not.toContain("root:");
    expect(existsSync(join(cwd, "out.ris"))).toBe(false);
    expect(readdirSync(cwd)).toEqual(content === null ? [] : ["in.file"]);
  });

  it("writes text that begins like a formula so that no spreadsheet runs it, and reads it back as it was", async () => {
    const cwd = temporaryFolder();
    const title = '=HYPERLINK("http://evil.test")';
    writeFileSync(join(cwd, "in.ris"), `TY  - JOUR\nTI  - ${title}\nAU  - -2+3, A\nER  - \n`);
    await run(["convert", "in.ris", "--to", "csv", "--out", "out.csv"], { cwd });
    const [row] = Papa.parse<Record<string, string>>(readFileSync(join(cwd, "out.csv"), "utf8"), {
      header: true,
    }).data;
    expect(row?.["title"]).toBe(`'${title}`);
    const { stdout } = await run(["convert", "out.csv", "--to", "jsonl"], { cwd });
    expect(JSON.parse(stdout).title).toBe(title);
  });

  it("reads a column as the field it is told", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "in.csv"), "title,authors,year,Remark\nA,Doe J,2001,An abstract of its own\n");
    const args = ["convert", "in.csv", "--to", "jsonl"];
    const { stdout } = await run([...args, "--column", "Remark=abstract"], { cwd });
    expect(JSON.parse(stdout).abstract).toBe("An abstract of its own");
    expect((await run([...args, "--column", "Remark"], { cwd })).code).toBe(2);
  });
});

describe("dedupe FILE", () => {
  const rows = [
    "abstract,id,title,authors,year,journal,volume,issue,pages,doi,issn",
    ',7,Simulated sleep training for insomnia in adults,"Doe, J.; Roe, R.",2011,Simulated Journal,12,3,45-52,,',
    ',x-1,Simulated sleep training for insomnia in adults,"Doe, Jane; Roe, Richard",2011,Simulated J,12,3,45-52,,',
    ',=3,Placebo letters of another kind altogether,"Poe, E.",1999,Placebo Letters,1,1,1-2,,',
  ];

  it("gives every record a cluster and a band, by the ids of the file", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "in.csv"), `${rows.join("\n")}\n`);
    const ran = await run(["dedupe", "in.csv", "--out", "clusters.csv", "--ask", "ask.csv"], { cwd });
    expect(ran.code).toBe(0);
    const read = (file: string): string[][] =>
      Papa.parse<string[]>(readFileSync(join(cwd, file), "utf8"), { skipEmptyLines: true }).data;
    expect(read("clusters.csv")).toEqual([
      ["id", "cluster", "band"],
      ["7", "7", "merge"],
      ["x-1", "7", "merge"],
      ["'=3", "'=3", "distinct"],
    ]);
    expect(read("ask.csv")[0]?.slice(0, 2)).toEqual(["id_a", "id_b"]);
  });

  it("reads any other export too, and numbers records that have no id", async () => {
    const { code, stdout } = await run(["dedupe", fixture("simulated.ris")]);
    expect(code).toBe(0);
    expect(stdout.split("\n")[0]).toBe("id,cluster,band");
    expect(stdout.trimEnd().split("\n").length).toBeGreaterThan(2);
  });

  it("refuses two records of one id and names both lines", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "in.csv"), `${[...rows, rows[1]].join("\n")}\n`);
    const { code, stderr } = await run(["dedupe", "in.csv", "--out", "clusters.csv"], { cwd });
    expect(code).toBe(3);
    expect(stderr).toMatch(/line 5 .*"7".*line 2/s);
    expect(readdirSync(cwd)).toEqual(["in.csv"]);
  });

  it("says that its options need a file", async () => {
    expect((await run(["dedupe", "--out", "clusters.csv"])).code).toBe(2);
  });
});
