import { readFileSync } from "node:fs";
import iconv from "iconv-lite";
import { afterEach, describe, expect, test } from "vitest";
import type { Problem } from "#kernel";
import { detectEncoding, type ReaderOptions, type RecordFact, readWith } from "#records";
import { guessColumns, looksLikeTable, tableReader } from "../../src/records/formats/tables/table.ts";
import { csvHeader, csvRow } from "../../src/records/formats/write/write-csv.ts";

const fixture = (name: string): string => {
  const bytes = readFileSync(new URL(`../../fixtures/records/${name}`, import.meta.url));
  return iconv.decode(bytes, detectEncoding(bytes).encoding);
};
function read(
  content: string | Iterable<string>,
  options: ReaderOptions = {},
): { items: RecordFact[]; problems: Problem[]; codes: string[] } {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => void problems.push(problem);
  const items = [...readWith(tableReader, content, { importId: "imp", onProblem, ...options })];
  return { items, problems, codes: problems.map(({ code }) => code) };
}
const names = ({ authors }: RecordFact): string[] =>
  authors.map(({ family, given }) => `${family}|${given ?? ""}`);

const properties = Object.getOwnPropertyNames(Object.prototype).sort();
afterEach(() => expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(properties));

describe("what programs export", () => {
  test("Embase: lines before the headings, cells with line ends, commas in parentheses", () => {
    const { items, problems } = read(fixture("table-embase.csv"));
    const [first, second] = items;
    expect(items.length).toBe(2);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([["records/table-columns", 4]]);
    expect(first).toMatchObject({
      line: 5,
      title: "Simulated effects, studied in nobody",
      journal: "Journal of Simulated Results",
      year: 2018,
      date: "2018-12-01",
      pages: "482-491",
      abstract: "BACKGROUND: Nothing was studied.\nMETHODS: No one was asked.",
      keywords: ["human", "placebo effect (diagnosis, therapy)"],
    });
    expect(names(first!)).toEqual(["Example|A.B.", "Specimen|C.-D."]);
    expect(first?.ids).toMatchObject({
      doi: ["10.5555/sim.1"],
      pmid: ["99900001"],
      embase: ["L9990000001"],
      registry: ["NCT99900001"],
      issn: ["1234-5679", "2345-6787"],
    });
    expect(first?.raw.startsWith('"Simulated effects')).toBe(true);
    expect(second).toMatchObject({ journal: "Simulated Letters", pages: "e12", authors: [], abstract: null });
  });

  test("Excel's copy of it: semicolons, byte-order mark, filled up rows", () => {
    const text =
      "\ufeffSEARCH QUERY;a:ti;;\r\n----;;;\r\n;;;\r\nTitle;Author Names;Year;DOI\r\nA, b;Doe J., Roe K.;2020;\r\n;;;\r\n";
    const { items, codes } = read(text);
    expect(items.map(({ title, line }) => [title, line])).toEqual([["A, b", 5]]);
    expect(codes).toEqual(["records/table-columns", "records/table-empty-rows"]);
  });

  test("Rayyan: decisions, labels, lost tags and lists inside cells", () => {
    const [first, second] = read(fixture("table-rayyan.csv")).items;
    expect(first).toMatchObject({
      date: "2018-12-01",
      place: null,
      labels: ["simulated", "nobody"],
      keywords: ["placebo", "sham"],
    });
    expect(names(first!)).toEqual(["Example|A. B.", "Specimen|C.-D.", "Simulated Study Group|"]);
    expect(first?.ids).toMatchObject({
      doi: ["10.5555/sim.1"],
      issn: ["2041-2096"],
      pmid: ["99900001"],
      pmcid: ["PMC9990001"],
      source: ["rayyan-99900001"],
    });
    expect(first?.decisions).toEqual([
      { tool: "rayyan", by: "Ada", stage: null, decision: "include", reasons: [] },
      { tool: "rayyan", by: "Ben", stage: null, decision: "exclude", reasons: ["wrong population"] },
    ]);
    expect(second?.ids.issn).toEqual(["1234-5679", "2345-6787"]);
  });

  test("ClinicalTrials.gov: registry entries", () => {
    const [trial] = read(fixture("table-trials.csv")).items;
    expect(trial).toMatchObject({
      type: "trial-registration",
      title: "A Simulated Trial in Nobody",
      abstract: "Nobody takes part.",
      year: 2018,
      date: "2018-03-01",
      url: "https://clinicaltrials.gov/study/NCT99900001",
      keywords: ["PTSD", "Simulation", "DRUG: Nothing", "BEHAVIORAL: Waiting"],
      ids: { registry: ["NCT99900001", "ISRCTN99900001"] },
    });
  });

  test("Web of Science: two-letter headings, UTF-16, quotation marks that quote nothing", () => {
    const { items } = read(fixture("table-wos-utf-16le.tsv"));
    expect(items.map(({ title }) => title)).toEqual(['"Let me go": a simulated study', '"Quoted" once more']);
    expect(items[0]).toMatchObject({
      type: "Article",
      journal: "JOURNAL OF SIMULATED RESULTS",
      journalAbbreviation: "J SIMUL RESULTS",
      date: "2018-01-15",
      pages: "482-491",
      keywords: ["placebo", "sham", "SIMULATION"],
      ids: { wos: ["WOS:000999000000001"], pmid: ["99900001"], issn: ["1234-5679", "2345-6787"] },
    });
    expect(names(items[0]!)).toEqual(["Example|Ada B.", "Specimen|Carl-Diter"]);
    expect(items[1]?.pages).toBe("e12");
  });

  test("Scopus: full names before initials, and rows with a cell too many in the middle", () => {
    const { items, codes } = read(
      "Authors,Author full names,Title,Year,Source title,Volume,Page start,Page end,DOI,Affiliations,References,Editors,Publisher,ISSN,Language of Original Document,Source,EID\n" +
        '"Doe J.; Roe K.","Doe, Jane (57000000001); Roe, Kim (57000000002)",Simulated one,2020,Simulations,1,2,9,10.5555/s1,Nowhere,,,Press,12345679,English,Scopus,2-s2.0-99900000001\n' +
        "Doe J.,,Simulated two,2021,Simulations,2,3,8,10.5555/s2,Nowhere,x,y,,Press,12345679,English,Scopus,2-s2.0-99900000002\n",
    );
    expect(names(items[0]!)).toEqual(["Doe|Jane", "Roe|Kim"]);
    expect(items[1]).toMatchObject({
      title: "Simulated two",
      publisher: "Press",
      language: "English",
      ids: { issn: ["1234-5679"], scopus: ["2-s2.0-99900000002"] },
    });
    expect(codes).toContain("records/table-shifted-rows");
  });

  test("ASReview of both versions: labels are its decisions", () => {
    const decided = (text: string): unknown[] =>
      read(text).items.map(({ decisions = [], labels = [] }) => [
        decisions[0]?.tool,
        decisions[0]?.decision,
        ...labels,
      ]);
    expect(decided("title,abstract,included\na,b,1\nc,d,0\ne,f,-1\ng,h,\n")).toEqual([
      ["asreview", "include"],
      ["asreview", "exclude"],
      ["asreview", "undecided"],
      [undefined, undefined],
    ]);
    expect(decided("title,label_included\na,1.0\n")).toEqual([["asreview", "include"]]);
    expect(decided("record_id,title,asreview_label,asreview_prior\n1,a,1,1\n2,b,0,0\n")).toEqual([
      ["asreview", "include", "ASReview_prior"],
      ["asreview", "exclude"],
    ]);
  });

  test("EPPI-Reviewer and Abstrackr: decisions, reviewers", () => {
    expect(read("Included,ID,ShortTitle,Title,Year\nE,1,Doe (2020),Simulated,2020\n").items[0]).toMatchObject(
      {
        title: "Simulated",
        decisions: [{ tool: "eppi", by: null, stage: null, decision: "exclude", reasons: [] }],
      },
    );
    const { items } = read(
      "(internal) id,(source) id,pubmed id,title,authors,tags,consensus,labeled_at,Ada,labeled_at,Ben,labeled_at\n" +
        '1,7,0,Simulated,"Doe, J.\n and Roe, K.\n",x,o,,1,2024-08-15,-1,2024-08-15\n',
    );
    expect(names(items[0]!)).toEqual(["Doe|J.", "Roe|K."]);
    expect(items[0]?.labels).toEqual(["x"]);
    expect(items[0]?.decisions?.map(({ by, decision }) => [by, decision])).toEqual([
      ["Ada", "include"],
      ["Ben", "exclude"],
    ]);
  });

  test("PubMed: the citation fills what has no column", () => {
    const [item] = read(
      "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n" +
        '99900001,Simulated,"Doe JA, Roe K.","Sim Med. 2021 Dec 21;1(2):10-11. doi: 10.5555/s1.",Doe JA,Sim Med,2021,2022/01/01,PMC9990001,,10.5555/s1\n',
    ).items;
    expect(item).toMatchObject({
      volume: "1",
      issue: "2",
      pages: "10-11",
      date: "2021-12-21",
      journal: "Sim Med",
    });
    expect(names(item!)).toEqual(["Doe|JA", "Roe|K"]);
  });

  test("CINAHL writes cells as formulas, spreadsheets take pages for dates", () => {
    const [item] = read(
      'Article Title,ISSN,Publication Date,Pages\nSimulated,"=""12345679""","=""4/30/2024""",01-Oct\n',
    ).items;
    expect(item).toMatchObject({ ids: { issn: ["1234-5679"] }, date: "2024-04-30", pages: "1-10" });
  });
});

describe("headings of programs without a file here", () => {
  const fieldsOf = (headings: string): Record<string, string> =>
    Object.fromEntries(guessColumns(`${headings}\n`).columns.map(({ heading, field }) => [heading, field]));

  test("Publish or Perish, Dimensions, Web of Science in words, ICTRP, ASReview's RIS names", () => {
    expect(
      fieldsOf("Cites,Authors,Title,Year,Source,Publisher,ArticleURL,GSRank,DOI,Volume,StartPage,EndPage"),
    ).toMatchObject({
      Cites: "ignore",
      Source: "journal",
      ArticleURL: "url",
      StartPage: "startPage",
    });
    expect(
      fieldsOf(
        "Rank,Publication ID,DOI,PMID,Title,Source title,PubYear,Pagination,Authors,Authors (Raw Name),Dimensions URL",
      ),
    ).toMatchObject({
      "Publication ID": "sourceId",
      PubYear: "year",
      Pagination: "pages",
      "Authors (Raw Name)": "authors",
      "Dimensions URL": "url",
    });
    expect(
      fieldsOf(
        "Publication Type,Authors,Author Full Names,Article Title,Source Title,Author Keywords,Keywords Plus,eISSN,Journal ISO Abbreviation,Article Number,UT (Unique WOS ID),Pubmed Id",
      ),
    ).toMatchObject({
      "Author Full Names": "authors",
      "Article Title": "title",
      "Keywords Plus": "keywords",
      eISSN: "issn",
      "Journal ISO Abbreviation": "journalAbbreviation",
      "UT (Unique WOS ID)": "wos",
      "Pubmed Id": "pmid",
    });
    expect(
      fieldsOf("TrialID,Public title,Scientific title,Primary sponsor,Date registration,web address"),
    ).toEqual({
      TrialID: "registry",
      "Public title": "title",
      "Scientific title": "otherTitle",
      "Primary sponsor": "authors",
      "Date registration": "date",
      "web address": "url",
    });
    expect(fieldsOf("primary_title,alternate_title3,alternate_title2,notes_abstract,urls")).toEqual({
      primary_title: "title",
      alternate_title3: "journal",
      alternate_title2: "journalAbbreviation",
      notes_abstract: "abstract",
      urls: "url",
    });
  });

  test("ASySD: serial numbers under `isbn`, the search's name as label, authors without separator", () => {
    const [item] = read(
      "record_id,author,year,journal,doi,title,pages,volume,number,abstract,isbn,label,source\n" +
        "1,Adeli K.Lewis G. F.,2012,J Sim,,Simulated,01-Oct,2,1,,1234-5679,new search,wos\n",
    ).items;
    expect(names(item!)).toEqual(["Adeli|K.", "Lewis|G. F."]);
    expect(item).toMatchObject({
      journal: "J Sim",
      issue: "1",
      pages: "1-10",
      labels: ["new search"],
      ids: { issn: ["1234-5679"], source: ["1"] },
    });
    expect(item?.decisions).toBeUndefined();
  });
});

describe("tables that Evidens wrote", () => {
  const [record] = read('title,authors,labels\nSimulated,"Doe, J.","a|b"\n').items;
  const written = (): string => csvHeader() + csvRow({ ...record!, labels: ["a; b"], title: "=1" });

  test("give exact values back, guards taken off", () => {
    expect(written()).toContain("'=1");
    const { items, codes } = read(written());
    expect(items[0]).toMatchObject({
      title: "=1",
      labels: ["a; b"],
      authors: [{ family: "Doe", given: "J." }],
    });
    expect(codes).toEqual(["records/table-columns"]);
  });

  test("a cell changed by hand wins over the exact value; a damaged one is told", () => {
    const changed = read(written().replace(",a; b,", ",mine,"));
    expect(changed.items[0]?.labels).toEqual(["mine"]);
    const damaged = read(written().replace('{""labels""', '{""labels'));
    expect(damaged.items[0]?.labels).toEqual(["a", "b"]);
    expect(damaged.codes).toContain("records/table-exact-damaged");
  });
});

describe("headings and columns", () => {
  test("known by meaning in other words and languages", () => {
    const columns = guessColumns(
      "Tittel;Forfattere;Utgivelsesår;Tidsskrift;Sammendrag;Noe annet\na;b;2020;c;d;e\n",
    );
    expect(columns.delimiter).toBe(";");
    expect(columns.columns.map(({ field }) => field)).toEqual([
      "title",
      "authors",
      "year",
      "journal",
      "abstract",
      "ignore",
    ]);
    expect(columns.columns[0]?.examples).toEqual(["a"]);
    const other = guessColumns("Title of Article|AUTHOR(S)|publication_year|Full Text|abstracts\n");
    expect(other.columns.map(({ field }) => field)).toEqual([
      "title",
      "authors",
      "year",
      "ignore",
      "abstract",
    ]);
  });

  test("without headings columns are told by their content", () => {
    const row = (n: number): string =>
      `Simulated effects of doing nothing at all ${n},"Doe, J.; Roe, K.",20${10 + n},10.5555/sim.${n},"${"Nobody was asked. ".repeat(20)}"\n`;
    const { items, problems } = read(Array.from({ length: 9 }, (_, n) => row(n)).join(""));
    expect(items.length).toBe(9);
    expect(problems[0]?.message).toContain("no row of headings");
    expect(items[3]).toMatchObject({
      line: 4,
      title: "Simulated effects of doing nothing at all 3",
      year: 2013,
      ids: { doi: ["10.5555/sim.3"] },
    });
    expect(items[3]?.abstract).toContain("Nobody was asked.");
  });

  test("a chosen mapping goes before the guess", () => {
    const text = "Foo,Bar,Title\nreal title,2020,not it\n";
    const [item] = read(text, { columns: { Foo: "title", Bar: "year", Title: "ignore" } }).items;
    expect(item).toMatchObject({ title: "real title", year: 2020 });
    expect(item?.otherTitles).toBeUndefined();
  });

  test("doubled, empty and dangerous headings are names like any other", () => {
    const text = "title,,__proto__,constructor,title,toString\na,b,c,d,e,f\n";
    const { items } = read(text);
    expect(items[0]).toMatchObject({ title: "a", otherTitles: ["e"], raw: "a,b,c,d,e,f" });
    expect(guessColumns(text).columns.map(({ heading }) => heading)).toEqual([
      "title",
      "Column 2",
      "__proto__",
      "constructor",
      "title (2)",
      "toString",
    ]);
    const mapped = read(text, {
      columns: JSON.parse('{"__proto__":"year","constructor":"doi"}') as Record<string, string>,
    });
    expect(mapped.items.length).toBe(1);
  });

  test("a table without any column of a record gives none, and says so", () => {
    const { items, codes } = read("size,colour\n1,red\n2,blue\n");
    expect(items).toEqual([]);
    expect(codes).toContain("records/table-no-columns");
  });

  test("rows repeated as headings, and a second table below, are no records", () => {
    const { items, codes } = read(
      "title,doi\na,\ntitle,doi\nb,\nauthors,year,title,journal\nDoe J,2020,c,d\n",
    );
    expect(items.map(({ title, year }) => [title, year])).toEqual([
      ["a", null],
      ["b", null],
      ["c", 2020],
    ]);
    expect(codes).toEqual(["records/table-columns", "records/table-columns", "records/wrapping-lines"]);
  });
});

describe("what is told from a table", () => {
  test("tables are", () => {
    for (const name of ["table-embase.csv", "table-rayyan.csv", "table-trials.csv", "table-wos-utf-16le.tsv"])
      expect(looksLikeTable(fixture(name)), name).toBe(true);
    expect(looksLikeTable("id,title,authors,year\n")).toBe(true);
  });

  test("prose, tagged formats, JSON and BibTeX are not", () => {
    for (const name of ["simulated.ris", "simulated.nbib", "simulated.csl.json"])
      expect(looksLikeTable(fixture(name)), name).toBe(false);
    for (const text of [
      "",
      "Title, abstract and keywords, year of publication, were searched.\nNothing was found, as so often.\nSo be it.\n",
      "@article{a, title = {b}, year = {2020}}\n",
      '{"title":"a","authors":"b"}\n{"title":"c","authors":"d"}\n',
      "<records><record><title>a</title></record></records>",
      "Title\nAuthors\nYear\n",
    ])
      expect(looksLikeTable(text), text).toBe(false);
  });
});
