import type { PDFDocumentProxy } from "pdfjs-dist";
import { getDocument, PDFWorker } from "pdfjs-dist/legacy/build/pdf.mjs";
import PdfWorker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker";
import jpegDecoder from "pdfjs-dist/wasm/openjpeg_nowasm_fallback.js?url";
import { PdfFiles } from "./pdf-files.ts";

export interface OpenPdf {
  readonly document: PDFDocumentProxy;
  /** Ends the thread that reads it, whatever it is at. */
  readonly close: () => void;
}

/** Why a file cannot be shown as pages. */
export type PdfTrouble = "password" | "damaged" | "slow" | "missing";

export class PdfNotShown extends Error {
  readonly trouble: PdfTrouble;

  constructor(trouble: PdfTrouble, cause: unknown) {
    super(`The PDF cannot be shown: ${trouble}.`, { cause });
    this.name = "PdfNotShown";
    this.trouble = trouble;
  }
}

/** A file that does not say how many pages it has in this time holds the thread on purpose or by damage. */
const PATIENCE = 30_000;
/** Errors alone are written to the console. */
const QUIET = 0;
/** Pixels of the largest picture that is drawn; a page of A4 at 600 dots per inch has 35 million. */
const LARGEST_IMAGE = 100_000_000;

/**
 * Opens a PDF in a thread of its own, with everything in it that acts left out: no scripts, no forms,
 * nothing fetched but our own fonts and decoders.
 *
 * @throws {PdfNotShown}
 */
export async function openPdf(url: string, signal: AbortSignal): Promise<OpenPdf> {
  const data = await bytesOf(url, signal);
  const port = new PdfWorker();
  // What a stranger's file gets wrong is shown on the page; the thread takes this from its worker, not from the task.
  const worker = PDFWorker.create({ port, verbosity: QUIET });
  const close = (): void => {
    worker.destroy();
    port.terminate();
  };
  signal.addEventListener("abort", close, { once: true });
  const task = getDocument({
    data,
    worker,
    isEvalSupported: false,
    enableXfa: false,
    maxImageSize: LARGEST_IMAGE,
    useWorkerFetch: false,
    // Else the style sheet would be told to fetch them, past what the policy of the page allows.
    useSystemFonts: false,
    BinaryDataFactory: PdfFiles,
    // Fixed words: they only tell which factory is asked.
    cMapUrl: "build:/",
    standardFontDataUrl: "build:/",
    // The policy of the page allows no WebAssembly: pictures are decoded by scripts. The one for JPEG 2000 is
    // fetched by a name put behind this address, which as a fragment changes nothing.
    useWasm: false,
    wasmUrl: `${jpegDecoder}#/`,
    verbosity: QUIET,
  });
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new PdfNotShown("slow", null)), PATIENCE);
    port.addEventListener("error", (event) => reject(new PdfNotShown("damaged", event)));
  });
  try {
    return { document: await Promise.race([task.promise, late]), close };
  } catch (error) {
    close();
    if (error instanceof PdfNotShown || signal.aborted) throw error;
    const locked = error instanceof Error && error.name === "PasswordException";
    throw new PdfNotShown(locked ? "password" : "damaged", error);
  }
}

async function bytesOf(url: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal, credentials: "same-origin" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (signal.aborted) throw error;
    throw new PdfNotShown("missing", error);
  }
}
