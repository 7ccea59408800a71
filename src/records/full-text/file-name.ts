import { titleWords } from "../normalise/fold.ts";
import { type CandidateIndex, type Prepared, plain, SHINGLE } from "./candidate-index.ts";
import { condensed } from "./match-input.ts";

/** Reports a file's name speaks for. */
export interface Named {
  readonly candidates: readonly Prepared[];
  /** How: an identifier that stands for one document, words of its title with its author and year, or less. */
  readonly by: "doi" | "pmid" | "title" | "part";
  /** 0 … 1 */
  readonly strength: number;
}

/** What programs and people add behind a name. */
const ADDED =
  /(?:\s*\(\d+\)|[\s_-]+(?:copy|kopi|main|full|final|print|proof|preprint|article|am|accepted|v\d{1,2})|\.pdf)$/i;
/** A name that says the file is not the report itself but something beside it. */
const BESIDE =
  /(?:^|[^a-z])(?:supp(?:l|lement|lementary|lemental)?(?:[^a-z]|\d|$)|appendi(?:x|ces)|supporting|erratum|corrigendum|mmc\d|esm(?:[^a-z]|$)|moesm)/i;

/** Whether a file's name says that it is a supplement or an erratum. */
export function namesSupplement(fileName: string): boolean {
  return BESIDE.test(fileName);
}

/**
 * Reports that a file's name speaks for: by a DOI whose `/` programs write as `_`, `-` or `%2F`, by
 * `PMID 12345`, by words as Zotero, EndNote, Mendeley and people put them (`Smith et al. - 2020 -
 * Title`), by the end of a DOI as publishers name files, or by author and year alone. The strongest
 * kind that speaks for any report decides. Cost independent of the number of reports but for those
 * whose titles begin alike.
 */
export function namedBy(index: CandidateIndex, fileName: string): Named | null {
  const stem = stemOf(fileName);
  return byDoi(index, stem) ?? byPmid(index, stem) ?? byWords(index, stem) ?? bySuffix(index, stem);
}

/** Folder, ending and additions cut off, percent signs decoded. */
function stemOf(fileName: string): string {
  let stem = fileName.slice(0, 500).replace(/%2f/gi, "/");
  try {
    stem = decodeURIComponent(stem);
  } catch {
    // A percent sign of its own.
  }
  if (!/10\.\d{4,9}\//.test(stem)) stem = stem.replace(/^.*[\\/]/, "");
  for (let before = ""; before !== stem; ) {
    before = stem;
    stem = stem.replace(ADDED, "");
  }
  return stem.normalize("NFKC").trim();
}

function byDoi(index: CandidateIndex, stem: string): Named | null {
  const start = /(?<![\d.])10[._]\d{4,9}(?![\d])/.exec(stem)?.index;
  if (start === undefined) return null;
  const candidates = index.byPlainDoi.get(plain(stem.slice(start))) ?? [];
  return candidates.length === 0 ? null : { candidates, by: "doi", strength: 0.95 };
}

function byPmid(index: CandidateIndex, stem: string): Named | null {
  const named = /(?<![a-z])(?:pmid|pubmed)[\s_:=#-]*0*([1-9]\d{0,7})(?!\d)/i.exec(stem)?.[1];
  const bare = /^[1-9]\d{6,7}$/.exec(stem)?.[0];
  const candidates = index.byPmid.get(named ?? bare ?? "") ?? [];
  return candidates.length === 0
    ? null
    : { candidates, by: "pmid", strength: named === undefined ? 0.75 : 0.95 };
}

/** Title words that must stand in a name, in letters; names are cut after some. */
const ENOUGH = 20;

function byWords(index: CandidateIndex, stem: string): Named | null {
  const words = titleWords(stem);
  const at = words.findIndex((word) => /^(?:19|20)\d\d$/.test(word));
  const year = at < 0 ? null : Number(words[at]);
  const families = at < 0 ? [] : words.slice(0, at);
  // The title stands behind the year, or is all there is.
  for (const title of at < 0 ? [words] : [words.slice(at + 1), words.slice(0, at), words]) {
    const text = condensed(title);
    if (text.length < ENOUGH) continue;
    const fitting = (index.byStart.get(text.slice(0, SHINGLE)) ?? []).filter(
      (each) => each.title.startsWith(text) || (!each.weak && text.startsWith(each.title)),
    );
    if (fitting.length === 0) continue;
    const byAll = fitting.filter((each) => isAuthor(each, families) && isYear(each, year));
    if (byAll.length > 0) return { candidates: byAll, by: "title", strength: 0.9 };
    // Another year or another author is another document.
    const open = fitting.filter(
      (each) =>
        (year === null || each.year === null || isYear(each, year)) &&
        !each.weak &&
        text.length >= 2 * ENOUGH,
    );
    if (open.length > 0) return { candidates: open, by: "title", strength: 0.75 };
  }
  if (year === null || families.length === 0) return null;
  const candidates = [...index.all.values()].filter((each) => isAuthor(each, families) && isYear(each, year));
  return candidates.length === 0 || candidates.length > 20 ? null : { candidates, by: "part", strength: 0.5 };
}

function bySuffix(index: CandidateIndex, stem: string): Named | null {
  const candidates = index.byDoiSuffix.get(plain(stem)) ?? [];
  return candidates.length === 0 ? null : { candidates, by: "doi", strength: 0.85 };
}

function isAuthor({ family }: Prepared, families: readonly string[]): boolean {
  return family.length > 1 && (families.includes(family) || condensed(families).startsWith(family));
}

/** A paper appears online the year before it is printed. */
function isYear(candidate: Prepared, year: number | null): boolean {
  return year !== null && candidate.year !== null && Math.abs(candidate.year - year) <= 1;
}
