import { describe, expect, test } from "vitest";
import type { Problem } from "#kernel";
import { type ReadSummary, type RecordFact, readWith } from "#records";
import { tableReader } from "../../src/records/formats/tables/table.ts";

interface Outcome {
  readonly items: readonly RecordFact[];
  readonly problems: readonly Problem[];
  readonly lines: ReadSummary["lines"];
}

function read(content: string | Iterable<string>): Outcome {
  const problems: Problem[] = [];
  const reading = readWith(tableReader, content, {
    importId: "i",
    onProblem: (problem) => void problems.push(problem),
  });
  const items: RecordFact[] = [];
  let step = reading.next();
  for (; !step.done; step = reading.next()) items.push(step.value);
  return { items, problems, lines: step.value.lines };
}
const titles = ({ items }: Outcome): string[] => items.map(({ title }) => title);
const codes = ({ problems }: Outcome): string[] => problems.map(({ code }) => code);

describe("rows", () => {
  test("line ends of every kind, also mixed, and places in the file", () => {
    for (const [end, other] of [
      ["\n", "\r\n"],
      ["\r\n", "\n"],
      ["\r", "\r"],
    ] as const) {
      const outcome = read(`title,year${end}a,2001${other}"b\nc",2002${end}${end}d,2003${other}`);
      expect(titles(outcome), JSON.stringify([end, other])).toEqual(["a", "b c", "d"]);
      expect(outcome.items.at(-1)?.raw).toBe("d,2003");
      expect(outcome.items.map(({ line }) => line)).toEqual([2, 3, 6]);
      expect(outcome.lines).toMatchObject({ total: 6, blank: 1, kept: 4, outside: 1 });
    }
  });

  test("old Macintosh line ends amid others", () => {
    const outcome = read("title,year\r\na,2001\rb,2002\rc,2003\nd,2004\n");
    expect(titles(outcome)).toEqual(["a", "b", "c", "d"]);
    expect(outcome.items.map(({ line, raw }) => [line, raw])).toEqual([
      [2, "a,2001"],
      [3, "b,2002"],
      [4, "c,2003"],
      [5, "d,2004"],
    ]);
  });

  test("come out alike however the text is cut in pieces", () => {
    const text = `\ufefftitle,abstract,year\r\n${Array.from({ length: 60 }, (_, n) => `"Title, ${n}","A ""quoted"" line\r\nand more",20${10 + n}\r\n`).join("")}`;
    const whole = read(text);
    expect(whole.items.length).toBe(60);
    expect(whole.items[59]).toMatchObject({
      title: "Title, 59",
      year: 2069,
      line: 120,
      abstract: 'A "quoted" line\nand more',
    });
    for (const size of [1, 2, 3, 7, 64]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.slice(i * size, (i + 1) * size),
      );
      expect(read(pieces)).toEqual(whole);
    }
  });

  test("an unclosed quotation mark costs its row, told with the line; the swallowed rows are read", () => {
    const rows = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, i) => `title ${from + i},b,2000\n`).join("");
    const outcome = read(`title,journal,year\n${rows(0, 5)}"open,b,2000\n${rows(5, 900)}`);
    expect(outcome.items.length).toBe(901);
    expect(outcome.items[5]).toMatchObject({ title: '"open', raw: '"open,b,2000', year: 2000, line: 7 });
    expect(outcome.items[900]?.title).toBe("title 899");
    expect(
      outcome.problems.filter(({ code }) => code === "records/table-open-quote").map(({ line }) => line),
    ).toEqual([7]);
  });

  test("a file cut off inside a cell keeps what there is", () => {
    const outcome = read(
      'title,year,abstract\na,2000,"b"\nc,2001,"The text begins,\nand goes on, and on,\nuntil',
    );
    expect(titles(outcome)).toEqual(["a", "c"]);
    expect(outcome.items[1]?.abstract).toBe("The text begins,\nand goes on, and on,\nuntil");
    expect(codes(outcome)).toContain("records/table-open-quote");
    expect(outcome.lines).toEqual({ total: 5, blank: 0, kept: 4, outside: 1 });
  });

  test("ragged rows", () => {
    const outcome = read("title,year,doi\na\nb,2001\nc,2002,10.5555/a,what,ever\n");
    expect(titles(outcome)).toEqual(["a", "b", "c"]);
    expect(codes(outcome)).toContain("records/table-wide-rows");
  });

  test("a comma in a title without quotation marks does not move year and journal", () => {
    const outcome = read("title,year,journal,doi\nOne, two and three,2001,J,10.5555/a\n");
    expect(outcome.items[0]).toMatchObject({ title: "One, two and three", year: 2001, journal: "J" });
  });
});

describe("hostile tables are bounded", () => {
  test("16,384 columns", () => {
    const heading = Array.from({ length: 16_384 }, (_, n) => (n === 7 ? "title" : `c${n}`)).join(",");
    const row = Array.from({ length: 16_384 }, (_, n) => `v${n}`).join(",");
    const outcome = read(`${heading}\n${row}\n${row}\n`);
    expect(titles(outcome)).toEqual(["v7", "v7"]);
    expect(outcome.items[0]?.raw).toBe(row);
  });

  test("one line of 50 MB is refused and the next rows are read", () => {
    for (const filler of ['x"y', ","]) {
      const outcome = read(
        (function* () {
          yield "title,year,doi\na,2000,\n";
          for (let sent = 0; sent < 50_000_000; sent += 1_000_000)
            yield filler.repeat(1_000_000 / filler.length);
          yield "\n";
          for (let n = 0; n < 30; n++) yield `b${n},2001,\n`;
        })(),
      );
      expect(outcome.items.length, filler).toBe(31);
      expect(outcome.problems.find(({ code }) => code === "records/table-row-too-long")?.line).toBe(3);
      expect(outcome.lines).toEqual({ total: 33, blank: 0, kept: 31, outside: 2 });
    }
  }, 60_000);

  test("a quotation mark opened in every row takes linear time", () => {
    const outcome = read(`title\tdoi\tyear\n${'"Foo bar\tb\t2000\n'.repeat(60_000)}`);
    expect(outcome.items.length).toBe(60_000);
    expect(outcome.items[59_999]).toMatchObject({ title: '"Foo bar', year: 2000 });
  }, 30_000);
});
