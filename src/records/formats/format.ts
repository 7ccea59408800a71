import type { Problem } from "#kernel";
import type { RecordFact } from "../record.ts";

/** Formats that records can be read from. */
export type RecordFormat = "ris" | "nbib" | "csl-json";

/** What a format's mapper reads out of one entry; place in the file and ids are added by the caller. */
export type EntryFields = Omit<RecordFact, "id" | "importId" | "ordinal" | "line" | "raw">;

/** One entry of a file, read. */
export interface Entry {
  /** 1-based line where it begins. */
  readonly line: number;
  readonly raw: string;
  readonly fields: EntryFields;
}

/** Where the lines of a file went: `total = blank + kept + outside`. */
export interface LineTally {
  readonly total: number;
  readonly blank: number;
  /** Non-blank lines inside the entries' raw text. */
  readonly kept: number;
  /** Non-blank lines outside any entry; each is covered by a problem. */
  readonly outside: number;
}

/** Reads one format. Content never makes it throw; entries come one by one, problems among them. */
export interface Reader {
  /** Name and version of the parser, as an import event records it. */
  readonly parser: string;
  entries(text: string): Generator<{ readonly entry: Entry } | { readonly problem: Problem }, LineTally>;
}

/** A field of a tagged format; untagged lines that follow are joined on with a line feed, kept as they stood. */
export interface TaggedField {
  readonly tag: string;
  value: string;
}
