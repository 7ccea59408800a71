import { fork } from "node:child_process";
import { type FileHandle, open } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Problem } from "#kernel";
import { doisIn } from "#records";
import { type ExtractedPdf, extractPdf, timedOut, tooDemanding } from "./extract-pdf.ts";
import type { PdfAnswer, PdfOrder } from "./pdf-child.ts";
import { HEAD_BYTES, notAPdf, tooLarge } from "./pdf-head.ts";
import { PDF_LIMITS, type PdfLimits, type PdfRefusal, type PdfText, pdfProblem } from "./pdf-result.ts";

export type PdfSource = { readonly path: string } | { readonly bytes: Uint8Array };

const { version } = createRequire(import.meta.url)("pdfjs-dist/package.json") as { readonly version: string };
/** What reads the texts, for whoever asks later how a text came about. */
export const PDF_READER: string = `pdf.js ${version}`;

/** From TypeScript sources (tests), which Node 20 cannot run, the reader runs in place and keeps no memory limit. */
const canFork = !import.meta.url.endsWith(".ts");

/** PDFs that are read at once; further ones wait. */
const AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

/**
 * Reads the text of a PDF in a process of its own with limits of time and memory. Whatever the file is
 * or does, the answer is its text or the reason why there is none; nothing of it is run or fetched.
 *
 * @param source the file by its path, which must not change meanwhile, or its bytes
 * @param limits see `PDF_LIMITS` for those that are not given
 * Source: ISO 32000-1 as pdf.js reads it. Checked: tests/workbench/full-text.test.ts,
 * tests/workbench/full-text-attacks.test.ts (the compiled program).
 */
export async function readPdf(
  source: PdfSource,
  limits: Partial<PdfLimits> = {},
): Promise<PdfText | PdfRefusal> {
  const all: PdfLimits = { ...PDF_LIMITS, ...limits };
  const refused = "bytes" in source ? refusedBytes(source.bytes, all) : await refusedFile(source.path, all);
  if (refused !== null) return { refused };
  if (running >= AT_ONCE) await new Promise<void>((turn) => waiting.push(turn));
  else running += 1;
  try {
    const read = canFork ? await inProcess({ source, limits: all }) : await inPlace(source, all);
    return "refused" in read ? read : withDois(read);
  } finally {
    // The turn is handed on; without anybody waiting it is given back.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

/** Of a page so much is searched for its DOI; it stands in the head or the foot of the first. */
const DOI_TEXT = 100_000;

function withDois({ doiTexts, ...read }: ExtractedPdf): PdfText {
  // A line end may divide a DOI behind its `/`.
  const pages = read.pages.slice(0, 2).map(({ text }) =>
    text
      .slice(0, DOI_TEXT)
      .normalize("NFKC")
      .replace(/(10\.\d{4,9}\/)\n(?=\S)/g, "$1"),
  );
  return { ...read, dois: [...new Set([...doiTexts, ...pages].flatMap(doisIn))] };
}

function refusedBytes(bytes: Uint8Array, limits: PdfLimits): Problem | null {
  return tooLarge(bytes.length, limits) ?? notAPdf(bytes.subarray(0, HEAD_BYTES));
}

async function refusedFile(path: string, limits: PdfLimits): Promise<Problem | null> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const found = await file.stat();
    if (!found.isFile()) return unreadable("it is no file");
    const refused = tooLarge(found.size, limits);
    if (refused !== null) return refused;
    const head = new Uint8Array(Math.min(HEAD_BYTES, found.size));
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return notAPdf(head.subarray(0, bytesRead));
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  } finally {
    await file?.close();
  }
}

function unreadable(why: string): Problem {
  return pdfProblem(
    "pdf-unreadable",
    `The file cannot be opened: ${why}.`,
    "Check the path and your rights on the file.",
  );
}

async function inPlace(source: PdfSource, limits: PdfLimits): Promise<ExtractedPdf | PdfRefusal> {
  // pdf.js uses its bytes up, and the caller keeps his.
  if ("bytes" in source) return await extractPdf(new Uint8Array(source.bytes), limits);
  const file = await open(source.path, "r");
  try {
    return await extractPdf(new Uint8Array(await file.readFile()), limits);
  } finally {
    await file.close();
  }
}

async function inProcess(order: PdfOrder): Promise<ExtractedPdf | PdfRefusal> {
  const { limits } = order;
  const child = fork(fileURLToPath(new URL("./pdf-child.js", import.meta.url)), [], {
    execArgv: [`--max-old-space-size=${limits.megabytes}`, "--disallow-code-generation-from-strings"],
    // Nothing of what this program was started with is a PDF's business.
    env: process.platform === "win32" ? { SystemRoot: process.env["SystemRoot"] } : {},
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  return await new Promise<ExtractedPdf | PdfRefusal>((resolve) => {
    const timer = setTimeout(() => done({ refused: timedOut(limits) }), limits.milliseconds);
    const done = (answer: PdfAnswer): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      // Sending may fail yet when the process is gone; by then the answer is known.
      child.on("error", () => undefined);
      child.kill("SIGKILL");
      resolve(answer);
    };
    child.on("message", (answer) => done(answer as PdfAnswer));
    child.on("error", (error) => done({ refused: tooDemanding(error.message) }));
    // Of its own accord it ends after its answer only: it was ended for its memory, or the engine gave up.
    child.on("exit", () =>
      done({ refused: tooDemanding(`it needs more than ${limits.megabytes} MB of memory`) }),
    );
    child.send(order, (error) => {
      if (error !== null) done({ refused: tooDemanding(error.message) });
    });
  });
}
