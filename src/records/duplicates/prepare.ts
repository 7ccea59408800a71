import type { RecordFact } from "../record.ts";
import { abstractSignature, SIGNATURE_SIZE } from "./abstracts.ts";
import { comparableNames } from "./authors.ts";
import { type JournalTable, journalTable } from "./journals.ts";
import { type DocumentKind, kindOf, looksLikeAbstract, titleSpokenOf } from "./kinds.ts";
import { type Position, positionOf } from "./position.ts";
import { type ComparableTitle, comparableTitles } from "./titles.ts";

/** What the duplicate finder looks at: a record, or as much of one as there is. */
export type DuplicateInput = Pick<RecordFact, "id" | "ids" | "title"> &
  Partial<
    Pick<
      RecordFact,
      | "type"
      | "authors"
      | "year"
      | "journal"
      | "journalAbbreviation"
      | "conference"
      | "volume"
      | "issue"
      | "pages"
      | "publisher"
      | "abstract"
      | "language"
      | "url"
      | "otherTitles"
    >
  >;

/** A record read once for many comparisons. */
export interface Prepared {
  readonly index: number;
  readonly id: string;
  readonly titles: readonly ComparableTitle[];
  /** See `comparableNames`. */
  readonly names: string;
  /** 0 when unknown. */
  readonly year: number;
  readonly journals: readonly number[];
  readonly position: Position;
  readonly doi: readonly string[];
  readonly pmid: readonly string[];
  readonly issn: readonly string[];
  readonly registry: readonly string[];
  readonly kind: DocumentKind;
  readonly abstractLike: boolean;
  /** Number of a Cochrane review, `cd008391`, `cd` for one without a number, "" for other documents. */
  readonly cochrane: string;
  /** Whether a title in another language than English is to be expected. */
  readonly foreign: boolean;
}

/** What is shared by the prepared records of one run. */
export interface Preparation {
  readonly journals: JournalTable;
  /** Eight hashes of the abstract per record. */
  signatures: Uint32Array;
  /** Hash of the abstract's opening per record, 0 without. */
  readonly openings: number[];
  readonly records: Prepared[];
}

/** Starts a run. */
export function preparation(): Preparation {
  return {
    journals: journalTable(),
    signatures: new Uint32Array(1024 * SIGNATURE_SIZE),
    openings: [],
    records: [],
  };
}

const NONE: readonly string[] = [];
const REGISTRATION =
  /\b(?:NCT\d{8}|ISRCTN\d{6,10}|ACTRN\d{14}|EUCTR\d{4}-\d{6}-\d{2}|ChiCTR[-\w]{6,18}|DRKS\d{8}|IRCT\d{8,16}N?\d*|CTRI\/\d{4}\/\d{2,3}\/\d{6}|UMIN\d{9}|JPRN-\w{6,16}|NTR\d{2,5}|CRD\d{8,11})\b/gi;

/** Reads a record and appends it to the run. Cost linear in its title, names and the first 700 letters of its abstract. */
export function prepare(run: Preparation, record: DuplicateInput): Prepared {
  const index = run.records.length;
  if ((index + 1) * SIGNATURE_SIZE > run.signatures.length) {
    const larger = new Uint32Array(run.signatures.length * 2);
    larger.set(run.signatures);
    run.signatures = larger;
  }
  run.openings.push(abstractSignature(record.abstract ?? null, run.signatures, index * SIGNATURE_SIZE));
  const { journal = null, type = "", url = null } = record;
  const position = positionOf(record.volume ?? null, record.issue ?? null, record.pages ?? null);
  const kind = kindOf({
    title: record.title.slice(0, 1500),
    type,
    journal: journal ?? record.volume ?? "",
    publisher: record.publisher ?? "",
    url: url ?? "",
    dois: record.ids.doi,
    hasPmid: record.ids.pmid.length > 0,
  });
  const prepared: Prepared = {
    index,
    id: record.id,
    titles: comparableTitles(titleSpokenOf(record.title.slice(0, 1500), kind), record.otherTitles),
    names: comparableNames(record.authors ?? []),
    year: record.year ?? 0,
    journals: journalsOf(run.journals, record),
    position,
    doi: lowered(record.ids.doi),
    pmid: some(record.ids.pmid),
    issn: some(record.ids.issn),
    registry: registrations(record, kind),
    kind,
    abstractLike: looksLikeAbstract(type, journal ?? "", position),
    cochrane: cochraneNumber(record),
    foreign: isForeign(record),
  };
  run.records.push(prepared);
  return prepared;
}

function some(values: readonly string[]): readonly string[] {
  return values.length === 0 ? NONE : values;
}

function lowered(dois: readonly string[]): readonly string[] {
  return dois.every((doi) => doi === doi.toLowerCase()) ? some(dois) : dois.map((doi) => doi.toLowerCase());
}

function journalsOf(table: JournalTable, record: DuplicateInput): number[] {
  const names = [
    record.journal,
    record.journalAbbreviation,
    record.journal == null ? record.conference : null,
  ];
  const out: number[] = [];
  for (const name of names) {
    if (name === undefined || name === null || name.trim().length < 2) continue;
    const id = table.idOf(name);
    if (!out.includes(id)) out.push(id);
  }
  return out;
}

function registrations(record: DuplicateInput, kind: DocumentKind): readonly string[] {
  const given = record.ids.registry ?? NONE;
  if (given.length > 0) return given.map((id) => id.toUpperCase());
  if (kind !== "registration") return NONE;
  const text = [record.url, record.journal, record.title, ...record.ids.source].join(" ").slice(0, 2000);
  return [...new Set((text.match(REGISTRATION) ?? []).map((id) => id.toUpperCase()))];
}

function cochraneNumber(record: DuplicateInput): string {
  for (const doi of record.ids.doi) {
    const number = /^10\.1002\/14651858\.((?:cd|mr)\d{6})/i.exec(doi)?.[1];
    if (number !== undefined) return number.toLowerCase();
  }
  const journal = record.journal ?? "";
  if (!/cochrane (?:database|db)|cochrane data.*syst/i.test(journal)) return "";
  return /\b(?:cd|mr)\d{6}\b/i.exec(record.pages ?? "")?.[0].toLowerCase() ?? "cd";
}

function isForeign(record: DuplicateInput): boolean {
  const language = (record.language ?? "").trim();
  if (language !== "" && !/^(?:en|eng|english)\b/i.test(language)) return true;
  const title = record.title.trim();
  return (
    title.startsWith("[") ||
    title.includes(" = ") ||
    /\[[A-Z][a-z]+\]\W*$/.test(title) ||
    /[\u00c0-\u024f\u0370-\uffff]/.test(title)
  );
}
