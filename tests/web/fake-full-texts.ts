import type {
  AttachResponse,
  FullTextResponse,
  FullTextRow,
  FullTextsResponse,
  RetrievalRequest,
} from "#contract";
import { type Line, pdfDocument, pdfFile } from "../support/pdf.ts";
import { REPORTS } from "./fake-reports.ts";

// Simulated, all of it; see fake-reports.ts.

type File = NonNullable<FullTextRow["file"]>;

/** Full texts that are attached, looked up and marked as not to be had. */
export interface FakeFullTexts {
  readonly set: { openAccess: boolean };
  /** What came in, in order: file, report it was sent to (null: to be told from the file), origin. */
  readonly taken: { readonly file: string; readonly report: string | null; readonly origin: string }[];
  readonly lookedUp: string[];
  readonly retrievals: (RetrievalRequest & { readonly report: string })[];
  /** Null: not an address of full texts. `refused`: why not. */
  get(path: string, search: URLSearchParams): unknown;
  file(path: string): Uint8Array | null;
  post(path: string, search: URLSearchParams, body: string): unknown;
  undo(eventId: string): boolean;
  reset(): void;
}

/** An answer that refuses. */
export class Refused {
  readonly code: string;
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }
}

const AT = "2026-03-01T10:00:00.000Z";
const FILLER = "The text of a simulated article goes on for a while so that pages fill up.";

/** Pages of the article: lines as they are printed. */
const PAGES: readonly (readonly (string | Line)[])[] = [
  [
    { text: "Sham therapy for simulated disorder: a randomised trial", size: 18 },
    "Alder, Birch. doi:10.0000/simulated.1",
    "Background. Simulated disorder is common, and sham therapy has been tri-",
    "alled before. People were randomised to sham therapy or a waiting list.",
    ...Array.from({ length: 30 }, () => FILLER),
  ],
  [
    "Methods. The \ufb01rst outcome was the Sham Scale after twelve weeks.",
    "Na\u00efve raters scored it without knowing the group.",
    ...Array.from({ length: 34 }, () => FILLER),
  ],
  ["Results. The Sham Scale fell in both groups.", ...Array.from({ length: 34 }, () => FILLER)],
];
const TEXT: readonly string[] = PAGES.map((lines) =>
  lines.map((line) => (typeof line === "string" ? line : line.text)).join("\n"),
);

/** The article as a PDF. */
const ARTICLE: Uint8Array = pdfDocument({ pages: PAGES });
const LOCKED: Uint8Array = pdfDocument({
  pages: PAGES,
  encrypt: { user: "simulated", owner: "simulated" },
});
/** Two pages: a picture that is a fax of 8 by 8 black dots, and the beginning of one in JPEG 2000. */
const SCAN: Uint8Array = pdfFile({
  objects: [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Count 2 /Kids [3 0 R 6 0 R] >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
    { entries: "", stream: "q 400 0 0 400 100 300 cm /I Do Q" },
    {
      entries:
        "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 8 /Rows 8 >>",
      stream: new Uint8Array([0x26, 0xa2, 0xff, 0xfe, 0x00, 0x20, 0x02]),
    },
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 7 0 R >> >> >>",
    {
      entries:
        "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /JPXDecode",
      stream: new Uint8Array([
        0xff,
        0x4f,
        0xff,
        0x51,
        0,
        41,
        0,
        0,
        0,
        0,
        0,
        8,
        0,
        0,
        0,
        8,
        ...Array(24).fill(0),
        0,
        1,
      ]),
    },
  ],
});

const attached = (position: number, more: Partial<File> = {}): File => ({
  report: `imp1-${position}`,
  hash: String(position).padStart(64, "a"),
  size: 234_567,
  fileName: `simulated-article-${position}.pdf`,
  origin: "file",
  text: { hash: "b".repeat(64), pages: 3, characters: 4_000, reader: "simulated", scanned: false },
  by: "ada",
  at: AT,
  eventId: `file-${position}`,
  ...more,
});
const { text: _text, ...WITHOUT_TEXT } = attached(4);

function firstFiles(): Map<string, File> {
  const scanned = { hash: "b".repeat(64), pages: 2, characters: 0, reader: "simulated", scanned: true };
  return new Map<string, File>([
    ["imp1-1", attached(1, { origin: "folder", matchedBy: "doi" })],
    ["imp1-2", attached(2, { text: scanned })],
    ["imp1-4", { ...WITHOUT_TEXT, unread: "Simulated: it opens with a password only." }],
  ]);
}

export function fakeFullTexts(): FakeFullTexts {
  const set = { openAccess: false };
  const taken: FakeFullTexts["taken"] = [];
  const lookedUp: string[] = [];
  const retrievals: (RetrievalRequest & { readonly report: string })[] = [];
  let files = firstFiles();
  const inStage = REPORTS.slice(0, 8);
  const row = (report: (typeof REPORTS)[number]): FullTextRow => ({
    report,
    screening: report.position <= 4 ? "include" : "pending",
    file: files.get(report.id) ?? null,
    retrieval: retrievalOf(report.id, retrievals),
    status: report.position === 3 ? RETRACTED : null,
    stated: report.position === 7 ? "correction" : null,
  });
  const attach = (name: string, report: string | null): AttachResponse | Refused => {
    if (/web-page/.test(name)) return new Refused("workbench/not-a-pdf", "Simulated: it is a web page.");
    const position = Number(/match-(\d+)/.exec(name)?.[1] ?? 0);
    const found = inStage.find(({ id }) => id === report) ?? inStage[position - 1] ?? null;
    if (found === null) {
      const candidates = /several/.test(name) ? inStage.slice(6, 8) : [];
      return { attached: null, report: null, already: false, candidates, problems: [] };
    }
    const file = attached(found.position, {
      fileName: name,
      hash: String(taken.length).padStart(64, "c"),
      ...(report === null ? { matchedBy: "doi" as const, origin: "folder" as const } : {}),
    });
    files.set(found.id, file);
    return { attached: file, report: found, already: false, candidates: [], problems: PROBLEMS };
  };
  return {
    set,
    taken,
    lookedUp,
    retrievals,
    get: (path, search) => {
      const [first, id] = path.split("/").map(decodeURIComponent);
      if (first !== "full-texts") return null;
      if (id === undefined) return list(inStage.map(row), search, set.openAccess);
      const report = REPORTS.find((one) => one.records.includes(id));
      if (report === undefined) return new Refused("workbench/unknown-report", "No such report.");
      const one = row(report);
      const readable = one.file?.text !== undefined && !one.file.text.scanned;
      const answer: FullTextResponse = {
        ...one,
        files: one.file === null ? [] : [one.file],
        pages: readable ? TEXT : one.file?.text === undefined ? null : ["", ""],
      };
      return answer;
    },
    file: (path) => {
      const id = /^full-texts\/([^/]+)\/file$/.exec(path)?.[1];
      if (id === undefined) return null;
      return id === "imp1-4" ? LOCKED : id === "imp1-2" ? SCAN : ARTICLE;
    },
    post: (path, search, body) => {
      const [first, id, act] = path.split("/").map(decodeURIComponent);
      if (first !== "full-texts") return null;
      if (act === "retrieval") {
        retrievals.push({ ...(JSON.parse(body) as RetrievalRequest), report: id ?? "" });
        return { eventId: `retrieval-${retrievals.length}` };
      }
      if (act === "open-access") {
        lookedUp.push(id ?? "");
        return id === "imp1-6" ? attach("open-copy.pdf", id) : NO_COPY;
      }
      const file = search.get("file") ?? "";
      taken.push({ file, report: id ?? null, origin: search.get("origin") ?? "file" });
      return attach(file, id ?? null);
    },
    undo: (eventId) => {
      const found = [...files].find(([, file]) => file.eventId === eventId);
      if (found !== undefined) files.delete(found[0]);
      return found !== undefined;
    },
    reset: () => {
      for (const each of [taken, lookedUp, retrievals]) each.length = 0;
      files = firstFiles();
      set.openAccess = false;
    },
  };
}

const RETRACTED: NonNullable<FullTextRow["status"]> = {
  report: "imp1-3",
  status: "retracted",
  date: "2025-05-01",
  source: "Simulated notice",
  by: "ada",
  at: AT,
  eventId: "status-3",
};
const PROBLEMS: AttachResponse["problems"] = [
  { code: "workbench/pdf-active-content", message: "Simulated: it holds scripts." },
];
const NO_COPY: AttachResponse = {
  attached: null,
  report: null,
  already: false,
  candidates: [],
  problems: [{ code: "workbench/no-open-copy", message: "Simulated: there is none." }],
};

function retrievalOf(
  report: string,
  retrievals: readonly (RetrievalRequest & { readonly report: string })[],
): FullTextRow["retrieval"] {
  const last = retrievals.findLast((one) => one.report === report);
  const stamp = { by: "ada", at: AT, eventId: `retrieval-${report}` };
  if (last !== undefined) return { ...last, ...stamp };
  return report === "imp1-5"
    ? { report, retrieved: false, why: "Simulated: the library does not hold it", ...stamp }
    : null;
}

function list(rows: readonly FullTextRow[], search: URLSearchParams, openAccess: boolean): FullTextsResponse {
  const gone = ({ file, retrieval }: FullTextRow): boolean => file === null && retrieval?.retrieved === false;
  const wanted = rows.filter(
    (one) =>
      one.report.position > Number(search.get("after") ?? 0) &&
      (search.get("missing") !== "1" || (one.file === null && !gone(one))),
  );
  return {
    rows: wanted.slice(0, Number(search.get("limit") ?? 100)),
    total: rows.length,
    withFile: rows.filter(({ file }) => file !== null).length,
    notRetrieved: rows.filter(gone).length,
    next: null,
    openAccess,
  };
}
