import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PdfLimits, PdfRefusal, PdfText } from "../../src/workbench/full-text/pdf-result.ts";
import type { readPdf as ReadPdf } from "../../src/workbench/full-text/read-pdf.ts";
import { builtWorkbench } from "../support/built-workbench.ts";
import { type PdfObject, pdfDocument, pdfFile, simulatedArticle, simulatedAttack } from "../support/pdf.ts";

// On the compiled program, in whose own processes hostile files are read.
let readPdf: typeof ReadPdf;
const folder = mkdtempSync(join(tmpdir(), "evidens-pdf-"));
beforeAll(async () => {
  ({ readPdf } = await builtWorkbench<{ readPdf: typeof ReadPdf }>("full-text/read-pdf"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LINE = "A simulated line of a page, long enough that it does not count as a picture.";
const read = (bytes: Uint8Array, limits: Partial<PdfLimits> = {}): Promise<PdfText | PdfRefusal> =>
  readPdf({ bytes }, { milliseconds: 20_000, ...limits });
const code = (answer: PdfText | PdfRefusal): string =>
  "refused" in answer ? answer.refused.code : `read ${answer.pages.length}`;
const codes = (answer: PdfText | PdfRefusal): string[] =>
  "refused" in answer ? [answer.refused.code] : answer.problems.map((problem) => problem.code);

/** The page tree of one page, from object 1; the page's content is object 4. */
const onePage = (...more: PdfObject[]): PdfObject[] => [
  "<< /Type /Catalog /Pages 2 0 R >>",
  "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
  "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
  ...more,
];
const CONTENT: PdfObject = { entries: "", stream: `BT /F1 10 Tf 50 700 Td (${LINE}) Tj ET` };

describe("the process that reads", () => {
  it("reads a sound file as the sources do", async () => {
    const answer = await read(simulatedArticle());
    if ("refused" in answer) throw new Error(answer.refused.message);
    expect(answer.dois[0]).toBe("10.5555/simulated.2020.001");
    expect(answer.pages[0]!.searchText).toContain("Symptoms fell more");
    expect(answer.problems).toEqual([]);
  });

  it("is ended when a stream of kilobytes unpacks to 3 GB", async () => {
    const bomb = pdfFile({
      objects: onePage({ entries: "/Filter [/FlateDecode /FlateDecode]", stream: doubleBomb() }),
    });
    expect(bomb.length).toBeLessThan(100_000);
    const before = process.memoryUsage.rss();
    const answer = await read(bomb, { megabytes: 128, milliseconds: 60_000 });
    expect(code(answer)).toBe("workbench/pdf-too-demanding");
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
    expect(code(await read(simulatedArticle()))).toBe("read 3");
  });

  it("is ended when its time is over", async () => {
    const bomb = pdfFile({
      objects: onePage({ entries: "/Filter [/FlateDecode /FlateDecode]", stream: doubleBomb() }),
    });
    const start = performance.now();
    const answer = await read(bomb, { megabytes: 2_048, milliseconds: 700 });
    expect(code(answer)).toBe("workbench/timed-out");
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it("is ended when its heap is full", async () => {
    // Two million words, none on the line of the one before: each is an object of the engine's own heap.
    const word = (i: number): string => `1 0 0 1 ${(i % 7) * 80} ${(i % 11) * 70} Tm (w) Tj `;
    const some = Array.from({ length: 77 }, (_, i) => word(i)).join("");
    const words = deflateSync(Buffer.from(`BT /F1 10 Tf ${some.repeat(26_000)} ET`));
    const answer = await read(
      pdfFile({ objects: onePage({ entries: "/Filter /FlateDecode", stream: words }) }),
      {
        megabytes: 96,
        milliseconds: 60_000,
      },
    );
    expect(code(answer)).toBe("workbench/pdf-too-demanding");
  });

  it("refuses 3 GB by the size, without reading", async () => {
    const path = join(folder, "three-gigabytes.pdf");
    writeFileSync(path, simulatedArticle());
    truncateSync(path, 3 * 1024 ** 3);
    const start = performance.now();
    expect(code(await readPdf({ path }))).toBe("workbench/too-large");
    expect(performance.now() - start).toBeLessThan(500);
  });
});

let packed: Buffer | undefined;

/** About 3 GB of blanks, packed twice, in some kilobytes; packed once for all who ask. */
function doubleBomb(): Buffer {
  packed ??= pack();
  return packed;
}

function pack(): Buffer {
  // A flushed block stands for itself, so it can be said again and again; the sum at the end is not needed.
  const block = deflateSync(Buffer.alloc(64 * 1024 * 1024, 0x20), {
    level: 9,
    finishFlush: constants.Z_FULL_FLUSH,
  });
  return deflateSync(Buffer.concat([block, ...Array<Buffer>(47).fill(block.subarray(2))]), { level: 9 });
}

describe("active content", () => {
  it("is told and never run", async () => {
    const answer = await read(simulatedAttack());
    expect(codes(answer)).toEqual(["workbench/pdf-active-content"]);
    expect("problems" in answer && answer.problems[0]!.message).toBe(
      "The PDF holds a script, an action that starts a program, an embedded file; nothing of it was run or opened.",
    );
  });

  it("is seen in packed object streams and behind escaped names", async () => {
    const inner = deflateSync(Buffer.from("7 0 << /S /Launch /F (cmd.exe) >>"));
    const answer = await read(
      pdfFile({
        objects: onePage(
          CONTENT,
          { entries: "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", stream: inner },
          "<< /S /J#61vaScript /JS (1) >>",
        ),
      }),
    );
    expect("problems" in answer && answer.problems[0]?.message).toContain(
      "a script, an action that starts a program",
    );
  });

  it("fetches nothing from anywhere", async () => {
    let asked = 0;
    const trap = createServer((_, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((ready) => trap.listen(0, "127.0.0.1", ready));
    const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/x`;
    try {
      const answer = await read(
        pdfFile({
          objects: [
            `<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /URI /URI (${url}) >> /URI << /Base (${url}) >> >>`,
            ...onePage(
              { entries: `/F << /FS /URL /F (${url}) >>`, stream: `BT /F1 10 Tf 50 700 Td (${LINE}) Tj ET` },
              `<< /S /SubmitForm /F << /FS /URL /F (${url}) >> >>`,
            ).slice(1),
          ],
        }),
      );
      expect(code(answer)).toBe("read 1");
      expect(asked).toBe(0);
    } finally {
      trap.close();
    }
  });
});

describe("locked files", () => {
  it("asks for a copy without the password", async () => {
    const answer = await read(pdfDocument({ pages: [[LINE]], encrypt: { user: "secret", owner: "owner" } }));
    expect(answer).toMatchObject({
      refused: { code: "workbench/pdf-encrypted", remedy: expect.stringContaining("without one") },
    });
  });

  it("opens a file that only its owner's password would let change", async () => {
    const answer = await read(pdfDocument({ pages: [[LINE]], encrypt: { user: "", owner: "owner" } }));
    expect("pages" in answer && answer.pages[0]!.text).toBe(LINE);
  });
});

describe("damaged and twisted files", () => {
  it("says that a file is cut off, and reads it if its tables are there", async () => {
    const whole = simulatedArticle();
    const most = await read(whole.slice(0, -6));
    expect(codes(most)).toEqual(["workbench/pdf-cut-off"]);
    expect("pages" in most && most.pages).toHaveLength(3);
    const half = await read(whole.slice(0, Math.floor(whole.length / 2)));
    expect(half).toMatchObject({
      refused: { code: "workbench/pdf-damaged", message: expect.stringContaining("cut off") },
    });
  });

  it("refuses a file of which only the head is left", async () => {
    expect(code(await read(simulatedArticle().slice(0, 60)))).toBe("workbench/pdf-damaged");
    expect(code(await read(new Uint8Array(Buffer.from("%PDF-1.7\n%%EOF\n"))))).toBe("workbench/pdf-damaged");
  });

  it("names pages that are broken and reads what it can of the others", async () => {
    const file = Buffer.from(pdfDocument({ pages: [[LINE], [LINE, LINE], [LINE, LINE]] })).toString("latin1");
    const changed = (pattern: RegExp, by: string): Uint8Array => {
      const broken = file.replace(pattern, (found) => by.padEnd(found.length));
      expect(broken).not.toBe(file);
      return new Uint8Array(Buffer.from(broken, "latin1"));
    };
    // The second page (object 7, its content object 8): a number instead of a page; a content that is none.
    const page = await read(changed(/(?<=7 0 obj\n)<<.*>>/, "1"));
    expect("pages" in page && page.pages[0]!.text).toBe(LINE);
    expect("problems" in page && page.problems).toMatchObject([
      { code: "workbench/pdf-pages-unread", message: expect.stringContaining("(2), and pages behind") },
    ]);
    const missing = await read(changed(/8 0 R(?= \/Resources)/, "1 0 R"));
    expect(codes(missing)).toEqual(["workbench/pdf-pages-empty"]);
    expect("pages" in missing && missing.pages.map(({ text }) => text)).toEqual([
      LINE,
      "",
      `${LINE}\n${LINE}`,
    ]);
  });

  it("ends where the tables of objects run in a circle", async () => {
    const file = Buffer.from(pdfFile({ objects: onePage(CONTENT) })).toString("latin1");
    const start = /startxref\n(\d+)/.exec(file)![1]!;
    const circle = file.replace("/Root 1 0 R", `/Root 1 0 R /Prev ${start}`);
    expect(code(await read(new Uint8Array(Buffer.from(circle, "latin1"))))).toBe("read 1");
  });

  it("ends where pages, lengths and references run in a circle", async () => {
    const pages = onePage(CONTENT);
    const inCircle: [string, PdfObject[]][] = [
      ["pages", [pages[0]!, "<< /Type /Pages /Count 5 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>"]],
      ["root", ["1 0 R", "<< >>"]],
      ["content", onePage("4 0 R")],
      ["length", onePage({ entries: "/Length 4 0 R", stream: "BT ET" })],
      [
        "resources",
        [
          ...onePage(CONTENT).slice(0, 2),
          "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources 3 0 R /MediaBox 3 0 R >>",
          CONTENT,
        ],
      ],
    ];
    for (const [name, objects] of inCircle) {
      const answer = await read(pdfFile({ objects }));
      expect([name, code(answer)]).not.toEqual([name, "workbench/timed-out"]);
    }
  });

  it("ends at objects nested a hundred thousand deep", async () => {
    const answer = await read(
      pdfFile({
        objects: onePage({ entries: "", stream: `${"[".repeat(100_000)} TJ` }, "[".repeat(100_000)),
      }),
    );
    expect(code(answer)).toMatch(/^(?:read 1|workbench\/pdf-(?:damaged|too-demanding))$/);
  });

  it("reads the first 5,000 of a hundred thousand pages", async () => {
    const hundred = `<< /Type /Pages /Parent 2 0 R /Count 100 /Kids [${"3 0 R ".repeat(100)}] >>`;
    const kids = Array.from({ length: 1_000 }, (_, i) => `${i + 5} 0 R`).join(" ");
    const answer = await read(
      pdfFile({
        objects: [
          "<< /Type /Catalog /Pages 2 0 R >>",
          `<< /Type /Pages /Count 100000 /Kids [${kids}] >>`,
          ...onePage(CONTENT).slice(2),
          ...Array<string>(1_000).fill(hundred),
        ],
      }),
      { milliseconds: 60_000 },
    );
    expect(codes(answer)).toEqual(["workbench/pdf-many-pages"]);
    expect("pages" in answer && [answer.pageCount, answer.pages.length]).toEqual([100_000, 5_000]);
  });

  it("does not believe a count of pages that are not there", async () => {
    const answer = await read(
      pdfFile({
        objects: [
          "<< /Type /Catalog /Pages 2 0 R >>",
          "<< /Type /Pages /Count 900000000 /Kids [3 0 R] >>",
          ...onePage(CONTENT).slice(2),
        ],
      }),
    );
    expect("pages" in answer && answer.pages[0]?.text).toBe(LINE);
  });

  it("answers to noise in every place of a file", async () => {
    // Twenty files with a damaged stretch each; none may end the program or leave it without an answer.
    const whole = simulatedArticle();
    let state = 1;
    const next = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state;
    };
    for (let i = 0; i < 20; i++) {
      const noisy = whole.slice();
      const from = Math.floor((i / 20) * noisy.length);
      for (let at = Math.max(9, from); at < Math.min(noisy.length, from + 40); at++)
        noisy[at] = next() >>> 24;
      const answer = await read(noisy);
      expect("refused" in answer ? answer.refused.code : "read").toMatch(
        /^(?:read|workbench\/pdf-damaged|workbench\/pdf-encrypted)$/,
      );
    }
  }, 120_000);
});
