/** Field by field: what we read beside what the reference importer made of it. */
import { foldText, prepareJournal, type RecordFact, sameJournal } from "#records";
import type { Item } from "./expected-items.ts";

export const comparedFields = [
  "title",
  "authors",
  "year",
  "journal",
  "volume",
  "issue",
  "pages",
  "doi",
  "abstract",
] as const;
export type ComparedField = (typeof comparedFields)[number];

export interface Difference {
  readonly field: ComparedField;
  /** `abbreviated`: one names the journal in full, the other in short. */
  readonly verdict: "ok" | "abbreviated" | "missing" | "wrong" | "extra";
  readonly expected: string;
  readonly ours: string;
}

/** Compares every field that the reference has; one that only we have is `extra`, which is no error. */
export function compareItem(item: Item, record: RecordFact): readonly Difference[] {
  const ours: Record<ComparedField, string> = {
    title: record.title,
    authors: record.authors.map(({ family }) => family).join("; "),
    year: record.year === null ? "" : String(record.year),
    journal: record.journal ?? "",
    volume: record.volume ?? "",
    issue: record.issue ?? "",
    pages: record.pages ?? "",
    doi: record.ids.doi[0] ?? "",
    abstract: record.abstract ?? "",
  };
  return comparedFields.flatMap((field): Difference[] => {
    const expected = field === "authors" ? item.authors.join("; ") : item[field];
    const mine = ours[field];
    if (expected.trim() === "" && mine.trim() === "") return [];
    const verdict =
      expected.trim() === ""
        ? "extra"
        : mine.trim() === ""
          ? "missing"
          : equal(field, expected, mine, record)
            ? "ok"
            : field === "journal" && sameJournal(prepareJournal(expected), prepareJournal(mine)) === "same"
              ? "abbreviated"
              : "wrong";
    return [{ field, verdict, expected, ours: mine }];
  });
}

function equal(field: ComparedField, expected: string, ours: string, record: RecordFact): boolean {
  switch (field) {
    case "authors":
      return letters(expected) === letters(ours);
    case "pages":
      return pages(expected) === pages(ours);
    case "doi":
      return record.ids.doi.includes(bareDoi(expected));
    case "journal":
      return (
        letters(expected) === letters(ours) || letters(expected) === letters(record.journalAbbreviation ?? "")
      );
    case "abstract":
      return similarity(letters(expected), letters(ours)) >= 0.95;
    default:
      return letters(expected) === letters(ours);
  }
}

/** How surely an item and a record are one entry: of 8 points 3 are needed. */
export function likeness(item: Item, record: RecordFact): number {
  const same = (a: string, b: string): boolean => a !== "" && letters(a) === letters(b);
  return (
    (same(item.title, record.title) ? 3 : 0) +
    (item.doi !== "" && record.ids.doi.includes(bareDoi(item.doi)) ? 2 : 0) +
    (same(item.authors[0] ?? "", record.authors[0]?.family ?? "") ? 1 : 0) +
    (item.year !== "" && item.year === String(record.year) ? 1 : 0) +
    (item.pages !== "" && pages(item.pages) === pages(record.pages ?? "") ? 1 : 0)
  );
}

const lettersOf = new Map<string, string>();

/** Letters and digits alone: tags, accents, case and punctuation do not count. */
function letters(text: string): string {
  const known = lettersOf.get(text);
  if (known !== undefined) return known;
  const bare = text.replace(/<\/?[a-z][^<>]*>/gi, "").replace(/&amp;/g, "&");
  const found = (foldText(bare).match(/[\p{L}\p{N}]+/gu) ?? []).join("");
  if (text.length < 1_000) lettersOf.set(text, found);
  return found;
}

function bareDoi(text: string): string {
  return text
    .toLowerCase()
    .replace(/^\s*(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/, "")
    .trim();
}

/** `482-91` and `482–491` are the same pages. */
function pages(text: string): string {
  const parts = text.replace(/\s/g, "").split(/[-–—]+/);
  const [first = "", last = ""] = parts;
  const full = /^\d+$/.test(last) && last.length < first.length ? first.slice(0, -last.length) + last : last;
  return [first, full === first ? "" : full, ...parts.slice(2)].join("-").toLowerCase();
}

/** Share of five-letter pieces in common (Dice), near enough to a character ratio and linear in length. */
function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const pieces = (text: string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (let at = 0; at + 5 <= text.length; at += 1) {
      const piece = text.slice(at, at + 5);
      counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
    return counts;
  };
  const [left, right] = [pieces(a), pieces(b)];
  let [shared, total] = [0, 0];
  for (const [piece, count] of left) shared += Math.min(count, right.get(piece) ?? 0);
  for (const counts of [left, right]) for (const count of counts.values()) total += count;
  return total === 0 ? 0 : (2 * shared) / total;
}
