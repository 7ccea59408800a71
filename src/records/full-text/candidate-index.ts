import { GENERIC_TITLES, STOP_WORDS } from "../duplicates/title-words.ts";
import { foldText, titleWords } from "../normalise/fold.ts";
import { doisIn, normalisePmid } from "../normalise/identifiers.ts";
import { titleNotes } from "../normalise/title.ts";
import { condensed, type FullTextCandidate } from "./match-input.ts";

/** A report as the matcher compares it. */
export interface Prepared {
  readonly id: string;
  /** Letters and digits of the title, without `Erratum:` and the like. */
  readonly title: string;
  /** Words that tell the title from others, each once. */
  readonly words: readonly string[];
  /** Too short or too common a title to tell a document by. */
  readonly weak: boolean;
  /** The report is itself an erratum, a retraction, a comment or a reply. */
  readonly notice: boolean;
  readonly doi: string | null;
  readonly pmid: string | null;
  /** Folded family name of the first author, or "". */
  readonly family: string;
  readonly year: number | null;
}

/** The reports by what a PDF may say of them. */
export interface CandidateIndex {
  readonly all: ReadonlyMap<string, Prepared>;
  readonly byDoi: ReadonlyMap<string, readonly Prepared[]>;
  /** By letters and digits of the DOI: file names write `_` for `/`. */
  readonly byPlainDoi: ReadonlyMap<string, readonly Prepared[]>;
  /** By letters and digits behind the first `/` of the DOI, as publishers name their files. */
  readonly byDoiSuffix: ReadonlyMap<string, readonly Prepared[]>;
  readonly byPmid: ReadonlyMap<string, readonly Prepared[]>;
  /** By the whole title. */
  readonly byTitle: ReadonlyMap<string, readonly Prepared[]>;
  /** By the first letters of the title. */
  readonly byStart: ReadonlyMap<string, readonly Prepared[]>;
  /** By the last letters of the title, where its beginning is not as the record has it. */
  readonly byEnd: ReadonlyMap<string, readonly Prepared[]>;
}

/** Letters by which a title is looked up. */
export const SHINGLE = 20;
/** Shorter titles, in letters or in words, are told by nothing else. */
const SHORT = 25;
const FEW_WORDS = 4;
/** Titles of fewer words, all of them in more than this share of the titles, are what the review is about. */
const TOPIC_WORDS = 8;
const TOPIC_SHARE = 0.02;
/** Of fewer reports no word can be called common. */
const ENOUGH_REPORTS = 100;
/** Shorter ends of DOIs are not told apart from other names of files. */
const SUFFIX = 8;

/** Prepares reports for matching. Cost linear in their number. */
export function indexCandidates(candidates: readonly FullTextCandidate[]): CandidateIndex {
  const all = withoutTopics(candidates.map(prepared));
  const doiOf = ({ doi }: Prepared): string | null => (doi === null ? null : plain(doi));
  return {
    all: new Map(all.map((each) => [each.id, each])),
    byDoi: grouped(all, ({ doi }) => doi),
    byPlainDoi: grouped(all, doiOf),
    byDoiSuffix: grouped(all, ({ doi }) => {
      const suffix = plain(doi?.slice(doi.indexOf("/") + 1) ?? "");
      return suffix.length >= SUFFIX && /\d{3}/.test(suffix) ? suffix : null;
    }),
    byPmid: grouped(all, ({ pmid }) => pmid),
    byTitle: grouped(all, ({ title }) => title),
    byStart: grouped(all, ({ title }) => (title.length < SHINGLE ? null : title.slice(0, SHINGLE))),
    byEnd: grouped(all, ({ title }) => (title.length < 2 * SHINGLE ? null : title.slice(-SHINGLE))),
  };
}

/** Letters and digits of an identifier. */
export function plain(identifier: string): string {
  return identifier.toLowerCase().replace(/[^a-z\d]/g, "");
}

function prepared(candidate: FullTextCandidate): Prepared {
  const { plain: named, notes } = titleNotes(candidate.title.replace(/<\/?[a-z]+>/gi, ""));
  const words = titleWords(named);
  const telling = [...new Set(words.filter((word) => !STOP_WORDS.has(word)))];
  const title = condensed(words);
  return {
    id: candidate.id,
    title,
    words: telling,
    weak: title.length < SHORT || words.length < FEW_WORDS || GENERIC_TITLES.has(telling.join(" ")),
    notice: notes.some((note) => NOTICES.has(note)),
    doi: doisIn(candidate.doi ?? "")[0] ?? null,
    pmid: normalisePmid(candidate.pmid ?? ""),
    family: condensed(titleWords(foldText(candidate.authors[0]?.family ?? ""))),
    year: candidate.year,
  };
}

/** Titles made of the words of the review's own topic stand in any abstract of it: they become weak. */
function withoutTopics(all: readonly Prepared[]): readonly Prepared[] {
  if (all.length < ENOUGH_REPORTS) return all;
  const counts = new Map<string, number>();
  for (const { words } of all) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const isCommon = (word: string): boolean => counts.get(word)! > all.length * TOPIC_SHARE;
  return all.map((each) =>
    !each.weak && each.words.length < TOPIC_WORDS && each.words.every(isCommon)
      ? { ...each, weak: true }
      : each,
  );
}

const NOTICES: ReadonlySet<string> = new Set(["erratum", "retraction", "concern", "comment", "reply"]);

function grouped(
  all: readonly Prepared[],
  keyOf: (each: Prepared) => string | null,
): Map<string, Prepared[]> {
  const groups = new Map<string, Prepared[]>();
  for (const each of all) {
    const key = keyOf(each);
    if (key === null || key === "") continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}
