import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Problem } from "#kernel";
import { type LineTally, type RecordFact, readWith } from "#records";
import { bibtexReader, looksLikeBibtex } from "../../src/records/formats/bibtex/bibtex.ts";

interface Outcome {
  readonly records: readonly RecordFact[];
  readonly problems: readonly Problem[];
  readonly lines: LineTally;
}

function read(text: string | readonly string[]): Outcome {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): number => problems.push(problem);
  const reading = readWith(bibtexReader, text, { importId: "b", onProblem });
  const records: RecordFact[] = [];
  let step = reading.next();
  for (; !step.done; step = reading.next()) records.push(step.value);
  const { lines } = step.value;
  expect(lines.blank + lines.kept + lines.outside).toBe(lines.total);
  return { records, problems, lines };
}

const fixture = (name: string): string => readFileSync(`fixtures/records/${name}`, "utf8");
const one = (text: string): RecordFact => read(text).records[0]!;
const article = (field: string): RecordFact => one(`@article{k, title = {T}, ${field}}`);
const families = (value: string): string[] =>
  article(`author = {${value}}`).authors.map(({ family, given }) =>
    given === null ? `[${family}]` : `${family}/${given}`,
  );

describe("a plain file", () => {
  const { records, problems, lines } = read(fixture("simulated.bib"));

  test("gives an entry for each document, not for @string, @preamble and @comment", () => {
    expect(records.map(({ ids }) => ids.source[0])).toEqual(["silva2016", "berg2018", "proc2018"]);
    expect(records.map(({ type }) => type)).toEqual(["article", "inproceedings", "proceedings"]);
    expect(problems.map(({ code }) => code)).toEqual(["records/bibtex-directives"]);
    expect(lines.outside).toBe(7);
  });

  test("has all fields of an article", () => {
    const { raw, ...fields } = records[0]!;
    expect(fields).toEqual({
      id: "b-1",
      importId: "b",
      ordinal: 1,
      line: 6,
      type: "article",
      title: "Simulated MDMA-assisted therapy: étude & follow-up",
      authors: [
        { family: "da Silva", given: "Ana María" },
        { family: "Simulated Trials Group", given: null },
        { family: "van der Berg", given: "Ludwig" },
        { family: "Müller", given: "Jörg Jr" },
      ],
      year: 2016,
      date: "2016-01",
      journal: "Journal of Simulated Trials (Simulated)",
      volume: "12",
      issue: "3",
      pages: "482-491",
      publisher: null,
      place: null,
      edition: null,
      abstract: "First sentence with 50% and CO₂.\nSecond paragraph, p<0.05.",
      keywords: ["trauma", "therapy, combined", "MDMA"],
      language: "English",
      url: null,
      ids: {
        doi: ["10.5555/sim.2016.1"],
        pmid: ["99900001"],
        pmcid: [],
        source: ["silva2016"],
        issn: [],
        isbn: [],
      },
    });
    expect(fixture("simulated.bib")).toContain(raw);
    expect(raw.startsWith("@article{silva2016,") && raw.endsWith("}")).toBe(true);
  });

  test("gives a part what the whole has, also when the whole stands below", () => {
    const part = records[1]!;
    expect(part.journal).toBe("Proceedings of the Simulated Meeting");
    expect(part).toMatchObject({
      title: "A part",
      year: 2018,
      publisher: "Simulated Press",
      place: "Bergen",
    });
    expect(part.editors).toEqual([{ family: "Holm", given: "Per" }]);
    expect(part.authors).toEqual([{ family: "Berg", given: "Ida" }]);
  });

  test("reads the same in pieces of any length and with any line ends", () => {
    const text = fixture("simulated.bib");
    for (const length of [1, 7, 100]) {
      const pieces = text.match(new RegExp(`[^]{1,${length}}`, "g"))!;
      expect(read(pieces).records).toEqual(records);
    }
    for (const end of ["\r\n", "\r"]) {
      const other = read(text.replaceAll("\n", end)).records;
      expect(other.map(({ raw: _raw, ...fields }) => fields)).toEqual(
        records.map(({ raw: _raw, ...fields }) => fields),
      );
      expect(other[0]!.raw.replaceAll(end, "\n")).toBe(records[0]!.raw);
    }
  });
});

describe("what databases export", () => {
  const { records, problems } = read(fixture("databases.bib"));
  const [scopus, wos, scielo, ebsco, taylor] = records;

  test("is read without a loss", () => {
    expect(records.length).toBe(5);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ["records/bibtex-repaired", 42],
      ["records/wrapping-lines", 1],
    ]);
    expect(problems[0]!.message).toMatch(/^Entry 4 \(99900002\), field "abstract": Quotes/);
  });

  test("Scopus: keys with commas and blanks, EID in the address, short journal", () => {
    expect(scopus).toMatchObject({
      title: "A key with a comma",
      pages: "3, 17",
      journalAbbreviation: "Simul. Nurs.",
      keywords: ["Nursing", "Trials"],
      notes: ["Cited by: 0"],
    });
    expect(scopus!.ids).toMatchObject({
      source: ["Holm20203, 17"],
      scopus: ["2-s2.0-85000000001"],
      doi: ["10.5555/sim.2020.3"],
    });
  });

  test("Web of Science: double braces, wrapped lines, field names with blanks", () => {
    expect(wos).toMatchObject({
      title: "A TITLE IN CAPITALS OVER TWO LINES",
      year: 2019,
      date: "2019-03-01",
      pages: "104",
      journal: "SIMULATED JOURNAL",
    });
    expect(wos!.authors.map(({ family }) => family)).toEqual(["Holm", "de Vries", "Dahl"]);
    expect(wos!.ids).toMatchObject({ wos: ["WOS:000999999999999"], issn: ["1234-5679", "2345-6789"] });
  });

  test("SciELO: names parted by commas, a DOI in `crossref`, blanks in keys", () => {
    expect(scielo!.authors).toEqual([
      { family: "Alves Silva", given: "Maria de Lourdes" },
      { family: "Souza", given: "Rui" },
    ]);
    expect(scielo!.ids.doi).toEqual(["10.5555/rs.2018.7"]);
    expect(scielo!.ids.source).toEqual(["ALVES SILVA2018"]);
  });

  test("EBSCO: quotes inside quotes, `null`, dates in `year`", () => {
    expect(ebsco!.abstract).toBe('A survey of "simulated" quotes, and of commas.');
    expect(ebsco!.authors.map(({ family }) => family)).toEqual(["Li", "Souza"]);
    expect(ebsco).toMatchObject({ issue: null, year: 2022 });
    expect(ebsco!.notes).toBe(undefined);
  });

  test("Taylor & Francis: the key is a DOI, the note a PMID, the address wrapped in blanks", () => {
    expect(taylor!.ids).toMatchObject({ doi: ["10.5555/tf.2018.1"], pmid: ["99900003"] });
    expect(taylor!.url).toBe("https://doi.org/10.5555/tf.2018.1");
    expect(taylor!.notes).toBe(undefined);
  });
});

describe("a broken file", () => {
  const { records, problems } = read(fixture("broken.bib"));

  test("keeps every entry and its fields", () => {
    expect(records.map(({ ids, title, year }) => [ids.source[0] ?? "", title, year])).toEqual([
      ["extra2001", "One brace too many", 2001],
      ["open2002", "A brace that never closes", 2002],
      ["comma2003", "Commas are missing", 2003],
      ["bare2004", "Text without braces, and a comma", 2004],
      ["round2005", "Closed by the other bracket", 2005],
      ["stray2006", "A field that is none", 2006],
      ["", "Two on a line, no key", null],
      ["last2007", "Cut off in the middle of", null],
    ]);
    expect(records[0]!.journal).toBe("Simulated Journal");
    expect(records[3]!.journal).toBe("unknownname");
  });

  test("tells each repair with entry, line and field", () => {
    const told = (line: number): string[] =>
      problems.filter((problem) => problem.line === line).map(({ code }) => code.slice("records/".length));
    expect(told(1)).toEqual(["bibtex-braces"]);
    expect(told(7)).toEqual(["bibtex-missing-end"]);
    expect(told(8)).toEqual(["bibtex-braces"]);
    expect(told(13)).toEqual(["bibtex-repaired"]);
    expect(told(14)).toEqual(["bibtex-repaired"]);
    expect(told(16)).toEqual(["bibtex-repaired", "bibtex-abbreviation"]);
    expect(told(17)).toContain("bibtex-missing-end");
    expect(told(20)).toEqual(["bibtex-no-field"]);
    expect(told(22)).toContain("bibtex-braces");
    const message = problems.find(({ line }) => line === 8)!.message;
    expect(message).toMatch(/^Entry 2 \(open2002\), field "title": The braces do not balance/);
  });

  test("counts text between entries as outside", () => {
    const stray = problems.filter(({ code }) => code === "records/bibtex-outside");
    expect(stray.map(({ line }) => line)).toEqual([]);
    expect(records[4]!.raw).toContain("me@example.org");
    const apart = read("@misc{a, title={A}}\nmail me@example.org (home)\n@misc{b, title={B}}\n");
    expect(apart.records.length).toBe(2);
    expect(apart.problems.map(({ code, line }) => [code, line])).toEqual([["records/bibtex-outside", 2]]);
    expect(apart.lines).toEqual({ total: 3, blank: 0, kept: 2, outside: 1 });
  });
});

describe("entries", () => {
  test("in round brackets, with the brace on the next line, indented, and two on a line", () => {
    const text =
      '@article(a, title = "A (b) {)}")\n  @misc\n{b,title={B}} @misc{c,title={C}}\n@ misc {d, title={D}}';
    expect(read(text).records.map(({ title }) => title)).toEqual(["A (b) )", "B", "C", "D"]);
  });

  test("behind a percent sign or in a comment on one line are not read", () => {
    expect(
      read("% @article{a, title={A}}\n@comment{@article{b, title={B}}}\n@misc{c, title={C}}").records.length,
    ).toBe(1);
  });

  test("empty, with a key alone, without a key, and with byte-order marks inside the file", () => {
    const { records } = read("\ufeff@misc{}\n@misc{key}\n\ufeff@misc{title={T}}\n@misc{,title={U}}");
    expect(records.map(({ ids, title }) => [ids.source[0], title])).toEqual([
      [undefined, ""],
      ["key", ""],
      [undefined, "T"],
      [undefined, "U"],
    ]);
  });

  test("whose braces shift keep their other fields", () => {
    const text = "@article{a,\n title = {A {b},\n journal = {J},\n abstract = {x}}\n}\n@misc{b, title={B}}\n";
    const { records } = read(text);
    expect(records[0]).toMatchObject({ title: "A b", journal: "J", abstract: "x" });
    expect(records[1]!.title).toBe("B");
  });

  test("closed too early in the middle of a line go on with the next field", () => {
    const text = "@article{a,\n keywords = {x, @type:Person}, @type:Person}, y},\n title = {T},\n}\n";
    const { records, problems } = read(text);
    expect(records.length).toBe(1);
    expect(records[0]!.title).toBe("T");
    expect(problems.some(({ code }) => code === "records/bibtex-braces")).toBe(true);
  });

  test("a missing parent is told, and does not hold up the file", () => {
    const { records, problems } = read("@inbook{a, title={A}, crossref={nowhere}}\n@misc{b, title={B}}");
    expect(records.map(({ title }) => title)).toEqual(["A", "B"]);
    expect(problems[0]).toMatchObject({ code: "records/bibtex-crossref", line: 1 });
  });

  test("@xdata and @string above give their texts; unknown abbreviations are told", () => {
    const text =
      '@String{J = "Jour"}\n@xdata{x, publisher={P}}\n@article{a, title={A}, journal = j # " nal", xdata = {x}, series = nope}';
    const { records, problems } = read(text);
    expect(records[1]).toMatchObject({ journal: "Jour nal", publisher: "P", series: "nope" });
    expect(problems.map(({ code }) => code)).toContain("records/bibtex-abbreviation");
  });
});

describe("names", () => {
  test.each([
    ["Ludwig van Beethoven", ["van Beethoven/Ludwig"]],
    ["{van} Beethoven, Ludwig", ["van Beethoven/Ludwig"]],
    [
      "Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
      ["de la Vallée Poussin/Charles Louis Xavier Joseph"],
    ],
    ["Smith, John AND {Barnes and Noble} and others", ["Smith/John", "[Barnes and Noble]"]],
    ["Smith, III, John", ["Smith/John III"]],
    ["Martin Luther King Jr", ["King/Martin Luther Jr"]],
    ["Howard B E", ["Howard/B E"]],
    ["World Health Organization", ["[World Health Organization]"]],
    ['{\\O}rsted, H. C. and {\\AA}ngstr{\\"o}m, A.', ["Ørsted/H. C.", "Ångström/A."]],
    ["given=Ana, family=Silva, prefix=da and Li, Wei", ["da Silva/Ana", "Li/Wei"]],
    ["Holm, P.; Dahl, E.", ["Holm/P.", "Dahl/E."]],
    ["{Holm, Per and Dahl, Eva}", ["Holm/Per", "Dahl/Eva"]],
    ["A and ,", ["[A]"]],
    ["{Torres Torres}, Mercedes", ["Torres Torres/Mercedes"]],
    ["J.~R.~R. Tolkien", ["Tolkien/J. R. R."]],
  ])("%s", (value, expected) => {
    expect(families(value)).toEqual(expected);
  });
});

describe("fields", () => {
  test.each([
    ["date = {2016-12-13/2017}", "2016-12-13", 2016],
    ["year = 2017, month = 8", "2017-08", 2017],
    ["year = {2017}, month = {sept}, day = 3", "2017-09-03", 2017],
    ["year = {2020a}", undefined, 2020],
    ["year = {in press}", undefined, null],
  ])("%s", (field, date, year) => {
    const record = article(field);
    expect([record.date, record.year]).toEqual([date, year]);
  });

  test.each([
    ["pages = {500 - 510}", "500-510"],
    ["pages = {e12--e15}", "e12-e15"],
    ["pages = {4:1--4:10}", "4:1-4:10"],
    ["pages = {10–13}", "10-13"],
    ["pages = {-}", null],
    ["articleno = {7}", "7"],
    ["eid = {2-s2.0-85000000002}", null],
  ])("%s", (field, pages) => {
    expect(article(field).pages).toBe(pages);
  });

  test("identifiers from where programs put them", () => {
    expect(article("url = {https://doi.org/10.5555/a_b}").ids.doi).toEqual(["10.5555/a_b"]);
    expect(article("doi = {10.5555/a\\_b}").ids.doi).toEqual(["10.5555/a_b"]);
    expect(article("note = {See also 10.5555/other for more}").ids.doi).toEqual([]);
    expect(article("eprint = {99900004}, eprinttype = {pubmed}").ids.pmid).toEqual(["99900004"]);
    expect(article("eprint = {2101.00001}, archiveprefix = {arXiv}").ids.source).toEqual([
      "k",
      "arXiv:2101.00001",
    ]);
    expect(article("pmcid = {PMC999001}").ids.pmcid).toEqual(["PMC999001"]);
    expect(article("url = {https://www.scopus.com/pages/publications/85000000003?x=1}").ids.scopus).toEqual([
      "2-s2.0-85000000003",
    ]);
    expect(article("url = {me@example.org}").url).toBe(null);
  });

  test("what other programs wrote for screening", () => {
    const record = article(
      'groups = {to read, {a, b}}, colrev_status = {rev_excluded}, screening_criteria = {rct=in;adults=out}, note = {RAYYAN-INCLUSION: {"Ann"=>"Included"}}',
    );
    expect(record.labels).toEqual(["to read", "a, b", "rev_excluded"]);
    expect(record.decisions).toContainEqual({
      tool: "colrev",
      by: null,
      stage: "full-text",
      decision: "exclude",
      reasons: ["adults"],
    });
    // The braces of Rayyan's own text are read as braces of BibTeX.
    expect(record.decisions).toContainEqual({
      tool: "rayyan",
      by: "Ann",
      stage: null,
      decision: "include",
      reasons: [],
    });
    expect(record.notes).toBe(undefined);
  });

  test("titles: subtitle, entities and markup, no braces", () => {
    expect(article("subtitle = {Sub}").title).toBe("T: Sub");
    expect(one("@misc{a, title={A dummy title&apos;s <i>x</i> {\\&}amp; {[}y]}}").title).toBe(
      "A dummy title's x & [y]",
    );
  });
});

test("text is told from other formats", () => {
  expect(looksLikeBibtex(fixture("simulated.bib"))).toBe(true);
  expect(looksLikeBibtex(fixture("databases.bib"))).toBe(true);
  expect(looksLikeBibtex("\ufeff\n @Article(a,\n title = {x})")).toBe(true);
  expect(looksLikeBibtex("@comment{x}\n")).toBe(true);
  expect(looksLikeBibtex(fixture("simulated.ris"))).toBe(false);
  expect(looksLikeBibtex(fixture("simulated.nbib"))).toBe(false);
  expect(looksLikeBibtex(fixture("simulated.csl.json"))).toBe(false);
  expect(looksLikeBibtex("mail me @home (soon)\n@someone said {so}")).toBe(false);
});
