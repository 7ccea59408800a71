import type { AmendRequest, ReportResponse } from "#contract";

export type ImportedRecord = ReportResponse["records"][number];
export type AmendableField = AmendRequest["changes"][number]["field"];

/** Fields a person can correct, in the order of a reference. */
export const amendableFields: readonly AmendableField[] = [
  "title",
  "authors",
  "journal",
  "year",
  "volume",
  "issue",
  "pages",
  "pmid",
  "language",
  "doi",
  "abstract",
];

/** A field as imported, as text; authors one per line as `Family, Given`. Empty when there is none. */
export function importedText(record: ImportedRecord, field: AmendableField): string {
  switch (field) {
    case "authors":
      return record.authors
        .map(({ family, given }) => (given === null ? family : `${family}, ${given}`))
        .join("\n");
    case "year":
      return record.year === null ? "" : String(record.year);
    case "doi":
    case "pmid":
      return record.ids[field].join(" ");
    default:
      return record[field] ?? "";
  }
}

/** A field as it stands: the newest correction in force, else as imported. */
export function presentText(record: ImportedRecord, field: AmendableField): string {
  for (const { changes } of record.amended.toReversed()) {
    const change = changes.find((one) => one.field === field);
    if (change !== undefined) return change.value ?? "";
  }
  return importedText(record, field);
}

/** The fields whose text differs from what stands now. */
export function changesIn(
  record: ImportedRecord,
  draft: Readonly<Record<AmendableField, string>>,
): AmendRequest["changes"] {
  return amendableFields.flatMap((field) => {
    const value = draft[field].trim();
    if (value === presentText(record, field).trim()) return [];
    return [{ field, value: value === "" ? null : value }];
  });
}
