import { EvidensError } from "#kernel";
import type { AmendableField, RecordAmended } from "#ledger";
import { doisIn, normalisePmid } from "./normalise/identifiers.ts";
import type { Author, RecordFact } from "./record.ts";

type Change = RecordAmended["changes"][number];
type Parts = Partial<Omit<RecordFact, "ids">>;
/** What a field becomes, or what a value would have to be. */
type Read = { readonly parts: Parts } | { readonly wanted: string };

const text =
  (name: "journal" | "volume" | "issue" | "pages" | "abstract" | "language") =>
  (value: string | null): Read => ({ parts: { [name]: value === null ? null : value.trim() || null } });

/** How the text of a change is read, by field; identifiers are read apart, since the other ones stay. */
const READERS: Readonly<Record<Exclude<AmendableField, "doi" | "pmid">, (value: string | null) => Read>> = {
  title: (value) => ({ parts: { title: (value ?? "").trim().replace(/\s+/g, " ") } }),
  authors: (value) => {
    const authors = (value ?? "").split(/\r\n|\n|\r/).flatMap(authorOf);
    return value !== null && authors.length === 0
      ? { wanted: "one name per line, as `Family, Given`" }
      : { parts: { authors } };
  },
  year: (value) => {
    if (value === null) return { parts: { year: null } };
    const year = /^\s*(\d{4})\s*$/.exec(value)?.[1];
    return year !== undefined && Number(year) >= 1500 && Number(year) <= 2100
      ? { parts: { year: Number(year) } }
      : { wanted: "a year from 1500 to 2100" };
  },
  journal: text("journal"),
  volume: text("volume"),
  issue: text("issue"),
  pages: text("pages"),
  abstract: text("abstract"),
  language: text("language"),
};

/** `Family, Given`; a line without a comma is a whole name. Nothing is guessed: a person wrote it. */
function authorOf(line: string): Author[] {
  const comma = line.indexOf(",");
  const family = (comma < 0 ? line : line.slice(0, comma)).trim();
  const given = comma < 0 ? "" : line.slice(comma + 1).trim();
  if (family === "") return given === "" ? [] : [{ family: given, given: null }];
  return [{ family, given: given === "" ? null : given }];
}

/**
 * Checks that a change can be made: a DOI is a DOI, a year a year.
 *
 * @throws {EvidensError} `records/bad-amendment` (invalid) with the value and what was wanted
 * Checked: tests/records/amend.test.ts.
 */
export function checkAmendment(change: Change): void {
  const read = changed(change);
  if (!("wanted" in read)) return;
  throw new EvidensError({
    code: "records/bad-amendment",
    kind: "invalid",
    message: `"${(change.value ?? "").slice(0, 200)}" cannot be the ${change.field} of a record.`,
    remedy: `Write ${read.wanted}.`,
    problems: [{ code: "records/bad-amendment", field: change.field, message: `Wanted: ${read.wanted}.` }],
  });
}

function changed({ field, value }: Change): Read | { readonly id: string | null } {
  if (field === "doi") {
    if (value === null) return { id: null };
    const found = doisIn(value);
    return found.length === 1 ? { id: found[0]! } : { wanted: "one DOI, such as 10.1000/182" };
  }
  if (field === "pmid") {
    if (value === null) return { id: null };
    const pmid = normalisePmid(value);
    return pmid === null ? { wanted: "a PMID, 1 to 8 digits" } : { id: pmid };
  }
  return READERS[field](value);
}

/**
 * A record with corrections applied, later ones over earlier ones. A corrected journal drops the
 * abbreviation that came with the old one, a corrected year a date of another year. A change that could
 * not be checked in (`checkAmendment`) leaves its field as it was, so that one bad value costs that
 * value only.
 *
 * @param amendments of this record, oldest first
 * Checked: tests/records/amend.test.ts.
 */
export function amendedFact(fact: RecordFact, amendments: readonly RecordAmended[]): RecordFact {
  let now = fact;
  for (const { changes } of amendments) for (const change of changes) now = withChange(now, change);
  return now;
}

function withChange(fact: RecordFact, change: Change): RecordFact {
  const read = changed(change);
  if ("wanted" in read) return fact;
  if ("id" in read)
    return { ...fact, ids: { ...fact.ids, [change.field]: read.id === null ? [] : [read.id] } };
  const next: RecordFact = { ...fact, ...read.parts };
  if (change.field === "journal") return without(next, "journalAbbreviation");
  if (change.field === "year" && next.date?.slice(0, 4) !== String(next.year)) return without(next, "date");
  return next;
}

function without(fact: RecordFact, name: "journalAbbreviation" | "date"): RecordFact {
  const { [name]: _dropped, ...rest } = fact;
  return rest;
}
