import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  hyphenatedWords,
  largestPrint,
  pageText,
  searchableText,
} from "../../src/workbench/full-text/page-text.ts";
import type { PdfLimits, PdfText } from "../../src/workbench/full-text/pdf-result.ts";
import { type PdfSource, readPdf } from "../../src/workbench/full-text/read-pdf.ts";
import { pdfDocument, simulatedArticle, simulatedAttack, simulatedScan } from "../support/pdf.ts";

const folder = mkdtempSync(join(tmpdir(), "evidens-pdf-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function text(source: PdfSource, limits?: Partial<PdfLimits>): Promise<PdfText> {
  const read = await readPdf(source, limits);
  if ("refused" in read) throw new Error(`${read.refused.code}: ${read.refused.message}`);
  return read;
}
async function code(source: PdfSource, limits?: Partial<PdfLimits>): Promise<string> {
  const read = await readPdf(source, limits);
  if (!("refused" in read)) throw new Error("It was read.");
  expect(read.refused.remedy).toMatch(/^[A-Z].*\.$/);
  return read.refused.code;
}
const codes = (read: PdfText): string[] => read.problems.map((problem) => problem.code);

describe("text of a PDF", () => {
  it("gives pages, title and DOIs, the document's own first", async () => {
    const read = await text({ bytes: simulatedArticle() });
    expect(read.pageCount).toBe(3);
    expect(read.pages.map((page) => page.number)).toEqual([1, 2, 3]);
    expect(read.title).toBe("Simulated therapy for a simulated disorder: a randomised trial");
    expect(read.titleCandidates).toEqual(["Simulated therapy for a simulated disorder: a randomised trial"]);
    expect(read.dois).toEqual(["10.5555/simulated.2020.001", "10.5555/cited.2010.007"]);
    expect(read.scanned).toBe(false);
    expect(read.problems).toEqual([]);
    expect(read.pages[0]!.text.split("\n").slice(0, 3)).toEqual([
      "Journal of Simulated Results 12 (2020) 1-8",
      "Simulated therapy for a simulated",
      "disorder: a randomised trial",
    ]);
  });

  it("joins broken words and resolves ligatures for searching, and leaves the text as it is", async () => {
    const { pages } = await text({ bytes: simulatedArticle() });
    expect(pages[0]!.text).toContain("Symp-\ntoms");
    expect(pages[0]!.text).toContain("\ufb01ndings");
    expect(pages[0]!.searchText).toContain("Symptoms fell more with therapy; a long-term follow-up");
    expect(pages[0]!.searchText).toContain("findings");
    expect(pages[2]!.searchText).toContain("final visit");
  });

  it("reads from a path and leaves the caller's bytes alone", async () => {
    const bytes = simulatedArticle();
    const path = join(folder, "article.pdf");
    writeFileSync(path, bytes);
    const read = await text({ bytes });
    expect(Buffer.from(bytes).equals(readFileSync(path))).toBe(true);
    expect(await text({ path })).toEqual(read);
  });

  it("says when pages are pictures", async () => {
    const read = await text({ bytes: simulatedScan() });
    expect(read.scanned).toBe(true);
    expect(codes(read)).toEqual(["workbench/pdf-scanned"]);
    expect(read.problems[0]!.remedy).toContain("OCR");
  });

  it("takes the largest print for a title where the document names none or a file", async () => {
    const read = await text({
      bytes: pdfDocument({
        info: "/Title (Microsoft Word - final2.doc)",
        pages: [
          [
            { text: "A simulated title in large print", size: 20 },
            "Text in small print, line by line of it.",
          ],
        ],
      }),
    });
    expect(read.title).toBeNull();
    expect(read.titleCandidates).toEqual(["A simulated title in large print"]);
  });

  it("reads a DOI out of an XMP packet, and one that a line end divides", async () => {
    const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><prism:doi>10.5555/in-xmp</prism:doi><dc:title><rdf:Alt><rdf:li xml:lang="x-default">A title in the packet</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
    const read = await text({
      bytes: pdfDocument({
        catalog: "/Metadata 7 0 R",
        pages: [["See https://doi.org/10.5555/", "divided.by.a.line for the data of this simulated study."]],
        more: [{ entries: "/Type /Metadata /Subtype /XML", stream: xmp }],
      }),
    });
    expect(read.dois).toEqual(["10.5555/in-xmp", "10.5555/divided.by.a.line"]);
    expect(read.title).toBe("A title in the packet");
  });

  it("stops at the limits of pages and characters and says so", async () => {
    const bytes = pdfDocument({
      pages: Array.from({ length: 12 }, (_, i) => [
        `Page ${i + 1} of a simulated document, which is a long one as such documents go.`,
      ]),
    });
    const some = await text({ bytes }, { pages: 10 });
    expect(some.pageCount).toBe(12);
    expect(some.pages).toHaveLength(10);
    expect(some.problems).toMatchObject([
      { code: "workbench/pdf-many-pages", message: expect.stringContaining("1 to 10 of 12") },
    ]);
    const short = await text({ bytes }, { characters: 200 });
    expect(short.pages).toHaveLength(2);
    expect(codes(short)).toEqual(["workbench/pdf-many-pages"]);
  });

  it("waits for its turn, and gives it on also after refusals", async () => {
    const bytes = simulatedArticle();
    const broken = new Uint8Array(Buffer.from("%PDF-1.7 nothing"));
    const all = await Promise.all(
      [bytes, broken, bytes, broken, bytes].map((each) => readPdf({ bytes: each })),
    );
    expect(all.map((each) => "refused" in each)).toEqual([false, true, false, true, false]);
  });
});

describe("files that are no PDF", () => {
  const not = (start: string): PdfSource => ({ bytes: new Uint8Array(Buffer.from(start, "latin1")) });

  it("names a web page", async () => {
    const page = not("\u00ef\u00bb\u00bf\n<!DOCTYPE html><html><title>Log in to read %PDF-1.4</title>");
    const read = await readPdf(page);
    expect(read).toMatchObject({
      refused: { code: "workbench/not-a-pdf", message: expect.stringContaining("web page") },
    });
  });

  it.each([
    ["PK\u0003\u0004rest", "Word"],
    ["\u0089PNG\r\n", "picture"],
    ["plain words", "no PDF"],
    ["%!PS-Adobe-3.0", "PostScript"],
  ])("names what %j is", async (start, name) => {
    const read = await readPdf(not(start));
    expect(read).toMatchObject({
      refused: { code: "workbench/not-a-pdf", message: expect.stringContaining(name) },
    });
  });

  it("refuses empty, missing and too large files and folders", async () => {
    expect(await code(not(""))).toBe("workbench/pdf-empty");
    expect(await code({ path: join(folder, "absent.pdf") })).toBe("workbench/pdf-unreadable");
    mkdirSync(join(folder, "folder.pdf"));
    expect(await code({ path: join(folder, "folder.pdf") })).toBe("workbench/pdf-unreadable");
    writeFileSync(join(folder, "large.pdf"), simulatedArticle());
    expect(await code({ path: join(folder, "large.pdf") }, { bytes: 1_000 })).toBe("workbench/too-large");
    expect(await code({ bytes: simulatedArticle() }, { bytes: 1_000 })).toBe("workbench/too-large");
  });
});

describe("parts of the reading", () => {
  it("keeps a hyphen at numbers, capitals and words that have one", () => {
    const own = hyphenatedWords(["a long-term effect"]);
    expect(
      searchableText("of long-\nterm use, COVID-\n19, Smith-\nJones, treat-\nment, co\u00ad\noperate", own),
    ).toBe("of long-term use, COVID-19, Smith-Jones, treatment, cooperate");
  });

  it("takes controls and halves of characters out", () => {
    expect(
      pageText([
        { str: "a\u0000b\ud800 ", hasEOL: true, height: 1 },
        { str: "c", hasEOL: false, height: 1 },
      ]),
    ).toBe("ab\ufffd\nc");
  });

  it("gives no title where all print is of one size", () => {
    expect(largestPrint([{ str: "All of it is printed in one size", hasEOL: true, height: 10 }])).toBeNull();
  });
});

describe("fixtures", () => {
  it.each([
    ["article.pdf", simulatedArticle],
    ["scanned.pdf", simulatedScan],
    ["active-content.pdf", simulatedAttack],
  ])("%s is what the generator writes", async (name, make) => {
    await expect(Buffer.from(make()).toString("latin1")).toMatchFileSnapshot(
      `../../fixtures/full-text/${name}`,
    );
  });
});
