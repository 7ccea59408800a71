import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { detectEncoding, type RecordFact, readWith } from "#records";
import { bibtexReader, looksLikeBibtex } from "../../src/records/formats/bibtex/bibtex.ts";

/** Real export files, read in place and never copied; the suite is skipped where they are not at hand. */
const formats = join(process.env.EVIDENS_CORPUS ?? "../shared/corpus", "formats");

interface Listed {
  readonly file: string;
  readonly text: string;
  readonly records: readonly RecordFact[];
}

function filesOf(): Listed[] {
  const rows = readFileSync(join(formats, "manifest.csv"), "utf8").split(/\r?\n/);
  return rows.flatMap((row) => {
    const file = /^bibtex,(?:"([^"]+)"|([^,"]+)),/
      .exec(row)
      ?.slice(1)
      .find((part) => part !== undefined);
    if (file === undefined || !file.endsWith(".bib")) return [];
    const bytes = readFileSync(join(formats, file));
    const text = iconv.decode(bytes, detectEncoding(bytes).encoding);
    const records = [...readWith(bibtexReader, text, { importId: "c", onProblem: () => {} })];
    return [{ file, text, records }];
  });
}

/** Entries by the rule of the corpus, which counts lines that begin `@word{`; a byte-order mark before it is no blank. */
function entriesIn(text: string): number {
  const words = [...text.matchAll(/^[\s\ufeff]*@\s*(\w+)\s*[{(]/gm)].map(([, word = ""]) =>
    word.toLowerCase(),
  );
  return words.filter((word) => !["comment", "string", "preamble"].includes(word)).length;
}

describe.skipIf(!existsSync(formats))("real BibTeX files", () => {
  const files = existsSync(formats) ? filesOf() : [];

  test("give as many records as they have entries, and are told by their content", () => {
    const wrong = files.flatMap(({ file, text, records }) => {
      const expected = entriesIn(text);
      if (records.length !== expected) return [`${file}: ${records.length} of ${expected}`];
      return looksLikeBibtex(text.slice(0, 262_144)) ? [] : [`${file}: not told`];
    });
    expect(files.length).toBe(177);
    expect(wrong).toEqual([]);
    expect(files.reduce((sum, { records }) => sum + records.length, 0)).toBe(12_202);
  });

  test("fill the fields that their entries have", () => {
    const fields: readonly (readonly [string, RegExp, (record: RecordFact) => boolean])[] = [
      ["title", /^\s*title\s*=\s*["{]+\s*\w/im, ({ title }) => title !== ""],
      ["author", /^\s*author\s*=\s*["{]+\s*\w/im, ({ authors }) => authors.length > 0],
      ["year", /^\s*year\s*=\s*["{]*(?:1[5-9]|20)\d\d/im, ({ year }) => year !== null],
      ["journal", /^\s*(?:journal|journaltitle)\s*=\s*["{]+\s*\w/im, ({ journal }) => journal !== null],
      ["doi", /^\s*doi\s*=.*10\.\d{4,9}\/\S/im, ({ ids }) => ids.doi.length > 0],
      ["abstract", /^\s*abstract\s*=\s*["{]+\s*\w/im, ({ abstract }) => abstract !== null],
    ];
    const records = files.flatMap((file) => file.records);
    for (const [name, present, filled] of fields) {
      const having = records.filter(({ raw }) => present.test(raw));
      const lost = having.filter((record) => !filled(record));
      expect(having.length, name).toBeGreaterThan(1000);
      expect(lost.length / having.length, `${name}: ${lost[0]?.raw.slice(0, 300)}`).toBeLessThanOrEqual(
        0.001,
      );
    }
  });

  test("agree with the items that Better BibTeX makes of them", () => {
    const plain = (text: unknown): string =>
      String(text ?? "")
        .replace(/<[^>]*>/g, "")
        .normalize("NFKD")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, "");
    const tally = { same: 0, all: 0 };
    for (const { file, records } of files) {
      const expected = join(formats, file.replace(/bib$/, "json"));
      if (!existsSync(expected)) continue;
      // Some files have a key twice.
      const name = (key: string | undefined, title: string | undefined): string => `${key} ${plain(title)}`;
      const byName = new Map(records.map((record) => [name(record.ids.source[0], record.title), record]));
      const byKey = new Map(records.map((record) => [record.ids.source[0], record]));
      for (const item of (JSON.parse(readFileSync(expected, "utf8")) as { items: ZoteroItem[] }).items) {
        const record = byName.get(name(item.citationKey, item.title)) ?? byKey.get(item.citationKey);
        if (item.itemType !== "journalArticle" || record === undefined) continue;
        const families = (item.creators ?? [])
          .filter(({ creatorType, lastName }) => creatorType === "author" && lastName !== "others")
          .map(({ lastName, name }) => lastName ?? name);
        const pairs = [
          [item.title, record.title],
          [families.join(" "), record.authors.map(({ family }) => family).join(" ")],
          [/\d{4}/.exec(item.date ?? "")?.[0], record.year],
          [item.volume, record.volume],
          [item.issue, record.issue],
          [item.pages, record.pages],
          [item.DOI?.replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi: ?)/i, ""), record.ids.doi[0]],
        ].filter(([theirs]) => plain(theirs) !== "");
        tally.all += pairs.length;
        tally.same += pairs.filter(([theirs, ours]) => plain(theirs) === plain(ours)).length;
      }
    }
    expect(tally.all).toBeGreaterThan(14_000);
    expect(tally.same / tally.all).toBeGreaterThanOrEqual(0.99);
  });
});

interface ZoteroItem {
  readonly itemType: string;
  readonly citationKey?: string;
  readonly title?: string;
  readonly date?: string;
  readonly volume?: string;
  readonly issue?: string;
  readonly pages?: string;
  readonly DOI?: string;
  readonly creators?: readonly {
    readonly creatorType: string;
    readonly lastName?: string;
    readonly name?: string;
  }[];
}
