/**
 * Parsing 40,000 RIS records: ours beside @iebh/reflib and citation-js, which stand in the development
 * dependencies for this alone. The first run is synthetic; when a corpus of real export files is at
 * hand (EVIDENS_CORPUS), its RIS files are read too, and what each reader kept is counted. Other
 * sizes: give the number.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
// @ts-expect-error the package has no types
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-ris";
// @ts-expect-error the package has no types
import { readStream } from "@iebh/reflib";
import iconv from "iconv-lite";
import { detectEncoding, detectFormat, readRecords } from "#records";
import { syntheticRis } from "./synthetic-records.ts";

interface Kept {
  records: number;
  titles: number;
  abstracts: number;
  /** Files that a reader gave up. */
  failed: number;
}
type Parser = (text: string) => Promise<Omit<Kept, "failed">>;

async function reflib(text: string): Promise<Omit<Kept, "failed">> {
  const kept = { records: 0, titles: 0, abstracts: 0 };
  const emitter = await readStream("ris", Readable.from([Buffer.from(text)]));
  await new Promise<void>((resolve, reject) => {
    emitter.on("ref", (ref: { title?: string; abstract?: string }) => {
      kept.records += 1;
      if (ref.title) kept.titles += 1;
      if (ref.abstract) kept.abstracts += 1;
    });
    emitter.on("end", resolve);
    emitter.on("error", reject);
  });
  return kept;
}

async function citationJs(text: string): Promise<Omit<Kept, "failed">> {
  const { data } = new Cite(text, { forceType: "@ris/file" }) as {
    data: { title?: string; abstract?: string }[];
  };
  return {
    records: data.length,
    titles: data.filter(({ title }) => title).length,
    abstracts: data.filter(({ abstract }) => abstract).length,
  };
}

async function evidens(text: string): Promise<Omit<Kept, "failed">> {
  const kept = { records: 0, titles: 0, abstracts: 0 };
  for (const record of readRecords(text, { format: "ris", importId: "b", onProblem: () => {} })) {
    kept.records += 1;
    if (record.title !== "") kept.titles += 1;
    if (record.abstract !== null) kept.abstracts += 1;
  }
  return kept;
}

const parsers: Readonly<Record<string, Parser>> = {
  evidens,
  "@iebh/reflib": reflib,
  "citation-js": citationJs,
};

async function compare(name: string, files: readonly string[]): Promise<void> {
  const megabytes = files.reduce((sum, text) => sum + text.length, 0) / 1e6;
  console.log(`\n${name}: ${files.length} file(s), ${megabytes.toFixed(1)} MB`);
  let own = 0;
  for (const [parser, parse] of Object.entries(parsers)) {
    const kept: Kept = { records: 0, titles: 0, abstracts: 0, failed: 0 };
    const started = performance.now();
    for (const text of files) {
      try {
        const one = await parse(text);
        kept.records += one.records;
        kept.titles += one.titles;
        kept.abstracts += one.abstracts;
      } catch {
        kept.failed += 1;
      }
    }
    const seconds = (performance.now() - started) / 1000;
    if (parser === "evidens") own = seconds;
    console.log(
      `${parser.padEnd(14)} ${seconds.toFixed(2).padStart(6)} s  ${(seconds / own).toFixed(1).padStart(5)} × ours  ` +
        `${kept.records} records, ${kept.titles} titles, ${kept.abstracts} abstracts, ${kept.failed} files given up`,
    );
  }
}

// citation-js tells every odd value; here only what it kept counts.
console.error = () => {};
const count = Number(process.argv[2] ?? 40_000);
const text = [...syntheticRis(count, 1)].join("");
await evidens(text.slice(0, 2_000_000));
await compare(`${count} synthetic RIS records`, [text]);

const corpus = join(process.env["EVIDENS_CORPUS"] ?? "../shared/corpus", "formats", "ris");
if (existsSync(corpus)) {
  const real = readdirSync(corpus)
    .filter((file) => /\.(?:ris|txt)$/.test(file))
    .map((file) => readFileSync(join(corpus, file)))
    .map((bytes) => iconv.decode(bytes, detectEncoding(bytes).encoding))
    .filter((content) => detectFormat(content) === "ris");
  await compare("real RIS files of the corpus", real);
}
