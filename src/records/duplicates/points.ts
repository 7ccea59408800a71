import type { FieldComparison } from "./compare-fields.ts";
import type { PairEvidence } from "./evidence.ts";
import type { Prepared } from "./prepare.ts";

type Points = readonly [agreement: PairEvidence["agreement"], points: number, reason: string];

const SILENT: Points = ["missing", 0, ""];

/**
 * What each field adds, in bits: log2 of how much likelier the comparison is for two entries of one
 * document than for two entries that merely met in a block. The score of a pair is their sum.
 *
 * Source: Fellegi and Sunter 1969, doi:10.1080/01621459.1969.10501049.
 * Checked: tests/records/duplicates-rules.test.ts. The table with reasons: docs/methods/deduplication.md.
 */
export function fieldPoints(a: Prepared, b: Prepared, f: FieldComparison): PairEvidence[] {
  const neutral = a.cochrane !== "" && b.cochrane !== "";
  const fields: [string, Points][] = [
    ["title", titlePoints(f)],
    ["authors", namePoints(f)],
    ["year", yearPoints(f, neutral)],
    ["journal", journalPoints(f)],
    ["volume", volumePoints(f, neutral)],
    ["issue", f.issue === "same" ? ["same", 1, "issue-same"] : [f.issue, 0, ""]],
    ["pages", pagePoints(a, f, neutral)],
    ["doi", doiPoints(f, neutral)],
    [
      "pmid",
      f.pmid === "same"
        ? ["same", 32, "pmid-same"]
        : f.pmid === "different"
          ? ["different", -15, "pmid-differs"]
          : SILENT,
    ],
    ["registry", registryPoints(a, b, f)],
    ["abstract", abstractPoints(f)],
  ];
  return fields.map(([field, [agreement, points, reason]]) => ({ field, agreement, points, reason }));
}

export function totalPoints(evidence: readonly PairEvidence[]): number {
  let sum = 0;
  for (const { points } of evidence) sum += points;
  return Math.round(sum * 10) / 10;
}

function titlePoints({ title, otherTitle, range, journal, names }: FieldComparison): Points {
  if (title === null) return SILENT;
  const { grade, bits, beginning } = title;
  if (grade === "exact")
    return ["same", otherTitle ? bits - 2 : bits, otherTitle ? "title-translated" : "title-equal"];
  if (grade === "typo") return ["similar", bits, "title-misprint"];
  if (grade === "extra") return ["similar", bits, beginning ? "title-cut" : "title-extra-words"];
  if (grade === "word") return ["similar", bits, "title-other-words"];
  // On the same pages by the same people it is a translation or a misfiled title.
  return ["different", range && journal === "same" && names.bits > 0 ? -2 : -12, "title-differs"];
}

function namePoints({ names }: FieldComparison): Points {
  if (names.grade === "missing") return SILENT;
  if (names.grade === "same") return ["same", names.bits, "authors-same"];
  if (names.grade === "overlap") return ["similar", names.bits, "authors-overlap"];
  return ["different", names.bits, "authors-differ"];
}

function yearPoints({ years }: FieldComparison, neutral: boolean): Points {
  if (years === null) return SILENT;
  if (years === 0) return ["same", 4, "year-same"];
  if (neutral) return ["different", 0, "year-of-version"];
  if (years === 1) return ["similar", 1, "year-next"];
  return ["different", years === 2 ? -3 : -8, "year-differs"];
}

function journalPoints({ journal }: FieldComparison): Points {
  if (journal === "same") return ["same", 5, "journal-same"];
  if (journal === "different") return ["different", -6, "journal-differs"];
  return journal === "unclear" ? ["similar", 0, "journal-unclear"] : SILENT;
}

function volumePoints({ volume, journal }: FieldComparison, neutral: boolean): Points {
  if (volume === "same") return ["same", journal === "same" ? 3 : 2, "volume-same"];
  if (volume === "different") return ["different", neutral ? 0 : -5, "volume-differs"];
  return SILENT;
}

function pagePoints(a: Prepared, { pages, range }: FieldComparison, neutral: boolean): Points {
  if (pages === "same") {
    // Pages 1 to 9 begin many documents.
    const { start, first } = a.position;
    const points = first >= 100 || /^[a-z]/.test(start) ? 9 : first >= 10 ? 7 : 4;
    return ["same", points + (range ? 3 : 0), "page-same"];
  }
  if (pages === "similar") return ["similar", 2, "page-near"];
  if (pages === "different") return ["different", neutral ? 0 : -6, "page-differs"];
  return SILENT;
}

function doiPoints({ doi }: FieldComparison, neutral: boolean): Points {
  if (doi === "same") return ["same", 30, "doi-same"];
  if (doi === "similar") return ["similar", 3, "doi-version"];
  return doi === "different" ? ["different", neutral ? 0 : -8, "doi-differs"] : SILENT;
}

function registryPoints(a: Prepared, b: Prepared, { registry }: FieldComparison): Points {
  if (a.kind !== "registration" || b.kind !== "registration")
    return registry === "same" ? ["same", 0, "registry-same"] : SILENT;
  if (registry === "same") return ["same", 30, "registry-same"];
  return registry === "different" ? ["different", -30, "registry-differs"] : SILENT;
}

function abstractPoints({ abstract }: FieldComparison): Points {
  if (abstract < 0) return SILENT;
  if (abstract >= 7) return ["same", 8, "abstract-same"];
  if (abstract >= 5) return ["similar", 5, "abstract-similar"];
  if (abstract >= 2) return ["similar", 0, "abstract-partly"];
  return ["different", -3, "abstract-differs"];
}
