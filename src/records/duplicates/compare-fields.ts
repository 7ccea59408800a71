import { equalHashes } from "./abstracts.ts";
import { type AuthorComparison, compareNames } from "./authors.ts";
import { compareTitles, type TitleComparison } from "./compare-titles.ts";
import type { JournalAgreement } from "./journals.ts";
import { type Agreement, comparePages, compareVolumes, sameRange } from "./position.ts";
import type { Preparation, Prepared } from "./prepare.ts";

/** What each field of two records says; the rules and the score are read off this alone. */
export interface FieldComparison {
  readonly title: TitleComparison | null;
  /** Whether the titles agree only through a translated or other title. */
  readonly otherTitle: boolean;
  /** Whether either title is one that many documents carry, or tells less than eight bits. */
  readonly weakTitle: boolean;
  readonly names: AuthorComparison;
  /** Years apart, null when one is unknown. */
  readonly years: number | null;
  readonly journal: JournalAgreement;
  readonly volume: Agreement;
  readonly pages: Agreement;
  /** Same range of pages, two or more. */
  readonly range: boolean;
  readonly issue: Agreement;
  /** `similar`: one is the beginning of the other, or another version of it. */
  readonly doi: Agreement;
  readonly pmid: Agreement;
  readonly registry: Agreement;
  /** Equal hashes of eight, -1 when an abstract is missing. */
  readonly abstract: number;
}

/**
 * Compares two records field by field.
 *
 * @returns null when nothing could make them entries for one document or one study: other titles and
 *   no identifier, page or abstract in common
 */
export function compareFields(run: Preparation, a: Prepared, b: Prepared): FieldComparison | null {
  const [title, otherTitle] = bestTitle(a, b);
  const doi = compareDois(a.doi, b.doi);
  const pmid = compareIds(a.pmid, b.pmid);
  const registry = compareIds(a.registry, b.registry);
  const pages = comparePages(a.position, b.position);
  const abstract = equalHashes(run.signatures, a.index, b.index);
  const told = doi === "same" || pmid === "same" || registry === "same" || pages === "same" || abstract >= 6;
  const little = title !== null && title.grade !== "exact" && title.bits < FEWEST_BITS;
  if (!told && (title?.grade === "different" || little)) return null;
  const byIssn = a.issn.some((issn) => b.issn.includes(issn));
  return {
    title,
    otherTitle,
    weakTitle: title === null || (a.titles[0]?.information ?? 0) < 8 || (b.titles[0]?.information ?? 0) < 8,
    names: compareNames(a.names, b.names),
    years: a.year === 0 || b.year === 0 ? null : Math.abs(a.year - b.year),
    journal: byIssn ? "same" : run.journals.compare(a.journals, b.journals),
    volume: compareVolumes(a.position, b.position),
    pages,
    range: sameRange(a.position, b.position),
    issue:
      a.position.issue === "" || b.position.issue === ""
        ? "missing"
        : a.position.issue === b.position.issue
          ? "same"
          : "different",
    doi,
    pmid,
    registry,
    abstract,
  };
}

/** Titles that agree by less than this speak for neither one document nor one study. */
const FEWEST_BITS = 4;

const RANK: Readonly<Record<TitleComparison["grade"], number>> = {
  exact: 4,
  typo: 3,
  extra: 2,
  word: 1,
  different: 0,
};

function bestTitle(a: Prepared, b: Prepared): [TitleComparison | null, boolean] {
  let best: TitleComparison | null = null;
  let other = false;
  for (const [i, x] of a.titles.entries())
    for (const [j, y] of b.titles.entries()) {
      if (i + j > 0 && best?.grade === "exact") return [best, other];
      const found = compareTitles(x, y);
      // A bare translation agrees or does not; half of it proves nothing.
      if (i + j > 0 && RANK[found.grade] < 3) continue;
      if (best === null || RANK[found.grade] > RANK[best.grade]) {
        best = found;
        other = i + j > 0;
      }
    }
  return [best, other];
}

function compareIds(a: readonly string[], b: readonly string[]): Agreement {
  if (a.length === 0 || b.length === 0) return "missing";
  return a.some((id) => b.includes(id)) ? "same" : "different";
}

const VERSION = /(?:[./]?v\d{1,2}|\.pub\d+|\/full)$/;

function compareDois(a: readonly string[], b: readonly string[]): Agreement {
  const found = compareIds(a, b);
  if (found !== "different") return found;
  for (const x of a)
    for (const y of b) {
      const [short, long] = x.length <= y.length ? [x, y] : [y, x];
      if (long.startsWith(short) && /^[./]/.test(long.slice(short.length))) return "similar";
      if (x.replace(VERSION, "") === y.replace(VERSION, "")) return "similar";
    }
  return "different";
}
