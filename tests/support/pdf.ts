import { createHash } from "node:crypto";

// Writes small PDFs by hand, sound ones and others, for the tests of reading them. All content is simulated.

/** An object: its source, or a dictionary's entries and a stream. */
export type PdfObject = string | { readonly entries: string; readonly stream: string | Uint8Array };

export interface PdfShape {
  /** Objects from number 1; the first is the catalog. */
  readonly objects: readonly PdfObject[];
  /** Further entries of the trailer. */
  readonly trailer?: string;
  readonly encrypt?: { readonly user: string; readonly owner: string };
}

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

/** The file, with its table of objects. */
export function pdfFile({ objects, trailer = "", encrypt }: PdfShape): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer): void => {
    parts.push(part);
    length += part.length;
  };
  add(latin1("%PDF-1.7\n"));
  const locked = encrypt === undefined ? null : lock(encrypt.user, encrypt.owner);
  const offsets = objects.map((object, index) => {
    const at = length;
    add(latin1(`${index + 1} 0 obj\n`));
    if (typeof object === "string") add(latin1(object));
    else {
      const plain = typeof object.stream === "string" ? latin1(object.stream) : Buffer.from(object.stream);
      const stream = locked === null ? plain : locked.encrypt(index + 1, plain);
      add(latin1(`<< ${object.entries} /Length ${stream.length} >>\nstream\n`));
      add(stream);
      add(latin1("\nendstream"));
    }
    add(latin1("\nendobj\n"));
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const start = length;
  add(latin1(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`));
  const entries = `/Size ${objects.length + 1} /Root 1 0 R ${trailer}${locked?.trailer ?? ""}`;
  add(latin1(`trailer\n<< ${entries} >>\nstartxref\n${start}\n%%EOF\n`));
  return new Uint8Array(Buffer.concat(parts));
}

export interface Line {
  readonly text: string;
  /** Points; 10 unless given. */
  readonly size?: number;
}

export interface DocumentShape {
  /** Lines of each page, a plain text being one of 10 points; the character U+FB01 is the ligature of f and i. */
  readonly pages: readonly (readonly (string | Line)[])[];
  readonly catalog?: string;
  readonly info?: string;
  readonly encrypt?: PdfShape["encrypt"];
  /** Further objects, the first of them number 5 + 2 × pages. */
  readonly more?: readonly PdfObject[];
  /** Further entries of each page. */
  readonly page?: string;
}

/** A document of pages with lines of text. */
export function pdfDocument(shape: DocumentShape): Uint8Array<ArrayBuffer> {
  const count = shape.pages.length;
  const number = (page: number): number => 5 + 2 * page;
  const objects: PdfObject[] = [
    `<< /Type /Catalog /Pages 2 0 R ${shape.catalog ?? ""} >>`,
    `<< /Type /Pages /Count ${count} /Kids [${shape.pages.map((_, page) => `${number(page)} 0 R`).join(" ")}] >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /fi] >> >>",
    `<< ${shape.info ?? ""} >>`,
  ];
  for (const [page, lines] of shape.pages.entries()) {
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${number(page) + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> ${shape.page ?? ""} >>`,
      { entries: "", stream: content(lines) },
    );
  }
  return pdfFile({
    objects: [...objects, ...(shape.more ?? [])],
    trailer: "/Info 4 0 R ",
    ...(shape.encrypt === undefined ? {} : { encrypt: shape.encrypt }),
  });
}

function content(lines: readonly (string | Line)[]): string {
  let y = 800;
  const shown = lines.map((line) => {
    const { text, size = 10 } = typeof line === "string" ? { text: line } : line;
    y -= size * 1.3;
    const escaped = text.replace(/[\\()]/g, "\\$&").replace(/\ufb01/g, "\\001");
    return `BT /F1 ${size} Tf 50 ${y.toFixed(1)} Td (${escaped}) Tj ET\n`;
  });
  return shown.join("");
}

// Standard security handler, revision 2 (RC4, 40 bits). Source: ISO 32000-1, 7.6.3.
const PADDING = Buffer.from("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a", "hex");
const ID = Buffer.from("00112233445566778899aabbccddeeff", "hex");
const PERMISSIONS = -4;

function lock(user: string, owner: string) {
  const padded = (password: string): Buffer => Buffer.concat([latin1(password), PADDING]).subarray(0, 32);
  const forOwner = rc4(md5(padded(owner)).subarray(0, 5), padded(user));
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(PERMISSIONS);
  const key = md5(Buffer.concat([padded(user), forOwner, permissions, ID])).subarray(0, 5);
  const hex = (bytes: Buffer): string => `<${bytes.toString("hex")}>`;
  return {
    trailer: `/ID [${hex(ID)} ${hex(ID)}] /Encrypt << /Filter /Standard /V 1 /R 2 /P ${PERMISSIONS} /O ${hex(forOwner)} /U ${hex(rc4(key, PADDING))} >>`,
    encrypt: (number: number, data: Buffer): Buffer => {
      const of = Buffer.from([number & 255, (number >> 8) & 255, (number >> 16) & 255, 0, 0]);
      return rc4(md5(Buffer.concat([key, of])).subarray(0, 10), data);
    },
  };
}

function md5(data: Buffer): Buffer {
  return createHash("md5").update(data).digest();
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (i: number, j: number): void => {
    const kept = state[i]!;
    state[i] = state[j]!;
    state[j] = kept;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + state[i]!) & 255;
      swap(i, j);
      return byte ^ state[(state[i]! + state[j]!) & 255]!;
    }),
  );
}

/** A simulated report of three pages, as journals print them. */
export function simulatedArticle(): Uint8Array<ArrayBuffer> {
  return pdfDocument({
    info: "/Title (Simulated therapy for a simulated disorder: a randomised trial) /Author (A. Author) /Subject (Journal of Simulated Results, 12 \\(2020\\) 1-8. doi:10.5555/simulated.2020.001)",
    pages: [
      [
        "Journal of Simulated Results 12 (2020) 1-8",
        { text: "Simulated therapy for a simulated", size: 18 },
        { text: "disorder: a randomised trial", size: 18 },
        "A. Author, B. Author",
        "https://doi.org/10.5555/simulated.2020.001",
        "Abstract",
        "We randomised 42 participants to simulated therapy or a wait list. Symp-",
        "toms fell more with therapy; a long-",
        "term follow-up is under way. Long-term \ufb01ndings will be published.",
      ],
      [
        "Methods",
        "Participants were recruited by letter. The protocol followed an earlier trial",
        "(Other C, 2010, doi:10.5555/cited.2010.007) and the randomisation was blinded.",
      ],
      ["Results", "Of 42 participants 40 completed the simulated programme and its \ufb01nal visit."],
    ],
  });
}

/** A page that is a picture: nothing on it is text. */
export function simulatedScan(): Uint8Array<ArrayBuffer> {
  return pdfFile({
    objects: [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im1 5 0 R >> >> >>",
      { entries: "", stream: "q 595 0 0 842 0 0 cm /Im1 Do Q" },
      {
        entries:
          "/Type /XObject /Subtype /Image /Width 4 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode",
        stream: "00ff00ff ff00ff00 00ff00ff ff00ff00 >",
      },
    ],
  });
}

/** A document that would run a script, start a program and holds a file. */
export function simulatedAttack(): Uint8Array<ArrayBuffer> {
  return pdfDocument({
    pages: [["A simulated page that tries to act when it is opened by a viewer of documents."]],
    catalog:
      "/OpenAction 7 0 R /AA << /WC 8 0 R >> /Names << /EmbeddedFiles << /Names [(tool.exe) 9 0 R] >> /JavaScript << /Names [(run) 7 0 R] >> >>",
    more: [
      "<< /S /JavaScript /JS (app.alert\\('run'\\); this.submitForm\\('http://127.0.0.1:9/'\\);) >>",
      "<< /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) /P (/c calc) >> >>",
      "<< /Type /Filespec /F (tool.exe) /EF << /F 10 0 R >> >>",
      { entries: "/Type /EmbeddedFile", stream: "MZ simulated" },
    ],
  });
}
