import type { TextFormat } from "#records";

/** What `convert` writes. */
export type ConvertFormat = TextFormat | "xlsx";

// Named here and not taken from the writers, whose libraries take long to load; the type says when one is missing.
const FORMATS: Readonly<Record<ConvertFormat, true>> = {
  ris: true,
  nbib: true,
  bibtex: true,
  "endnote-xml": true,
  csv: true,
  "csl-json": true,
  jsonl: true,
  xlsx: true,
};
export const convertFormats: readonly ConvertFormat[] = Object.keys(FORMATS) as ConvertFormat[];
