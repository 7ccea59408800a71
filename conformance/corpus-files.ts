/** The files of a corpus folder: what `manifest.csv` says of each, and which of them are expected results. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";

export interface CorpusFile {
  /** Folder name of the corpus: `ris`, `csv`, … */
  readonly group: string;
  /** Path under the corpus folder. */
  readonly file: string;
  /** Entries the manifest states, null when it states none. */
  readonly stated: number | null;
  /** Path of the expected result beside it, if there is one. */
  readonly expected: string | null;
}

/** Endings of expected results in a folder whose own files end otherwise. */
function isExpected(group: string, file: string): boolean {
  if (/_result\.bib$/.test(file)) return true;
  if (/\.bib$/.test(file)) return group !== "bibtex";
  return /\.json$/.test(file) && group !== "csl_json" && group !== "reflib_json";
}

function expectedOf(folder: string, group: string, file: string): string | null {
  const base = file.replace(/\.[^./]+$/, "");
  const beside = [`${base}_result.bib`, ...(group === "bibtex" ? [`${base}.json`] : [`${base}.bib`])];
  const numbered = /OvidImporterTest(\d+)\.txt$/.exec(file)?.[1];
  if (numbered !== undefined) beside.push(file.replace(/Test\d+\.txt$/, `TestBib${numbered}.bib`));
  const blueLight = /\/Reflib__blue-light\.(?:ris|xml)$/.test(file);
  if (blueLight) beside.push("reflib_json/Reflib__blue-light.json");
  return beside.find((one) => one !== file && existsSync(join(folder, one))) ?? null;
}

/** Reads the manifest; files of kinds that are no exports (archives, other programs' results) are left out. */
export function corpusFiles(folder: string): CorpusFile[] {
  const manifest = readFileSync(join(folder, "manifest.csv"), "utf8");
  const rows = Papa.parse<Record<string, string>>(manifest, { header: true, skipEmptyLines: true }).data;
  // A file that is named twice was written twice; the later row describes what is there.
  const last = new Map(rows.map((row) => [row["file"], row]));
  return [...last.values()].flatMap((row) => {
    const { format: group = "", file = "", records = "" } = row;
    if (isExpected(group, file) || group === "reflib_json" || group === "enlx") return [];
    const count = Number(records);
    return [
      {
        group,
        file,
        stated: records === "" || count === 0 ? null : count,
        expected: expectedOf(folder, group, file),
      },
    ];
  });
}
