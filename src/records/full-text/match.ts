import { doisIn } from "../normalise/identifiers.ts";
import { type CandidateIndex, indexCandidates, type Prepared } from "./candidate-index.ts";
import { type Named, namedBy, namesSupplement } from "./file-name.ts";
import type { FullTextCandidate, FullTextClues, FullTextMatch } from "./match-input.ts";
import { bears, type Found, HEAD, type PageText, pageTextOf, shareOnPage, titlesOn } from "./page-title.ts";

/** Share of a title's words on the first page from which the page does not speak against it. */
const AGREES = 0.8;

/**
 * Tells which report a PDF is: by its DOI, the title on its first page and its file's name, checked
 * against each other. A DOI on the page may be a cited paper's, a name may be wrong, an erratum bears
 * the title of another report: where what there is disagrees, a person is asked instead.
 *
 * @param candidates reports in any order; ids unique
 * @returns a function of what is known of one PDF; null: nothing speaks for any report
 * Checked: tests/records/match-full-text.test.ts. Cost: the index linear in the reports; a PDF linear in
 * its first page.
 */
export function fullTextMatcher(
  candidates: readonly FullTextCandidate[],
): (pdf: FullTextClues) => FullTextMatch | null {
  const index = indexCandidates(candidates);
  return (pdf) => matched(index, pdf);
}

function matched(index: CandidateIndex, pdf: FullTextClues): FullTextMatch | null {
  const text = pageTextOf(pdf);
  const titled = ofItsKind(titlesOn(index, text));
  const byDoi = distinctOnes(
    pdf.dois.flatMap((doi) => doisIn(doi).flatMap((each) => index.byDoi.get(each) ?? [])),
  );
  const named = namedBy(index, pdf.fileName);
  const bySure = distinctOnes([...byDoi, ...(named?.candidates ?? [])]);
  const agreeing = bySure.filter((each) => agrees(each, text, titled));
  // Beside the report, not the report itself.
  const beside =
    namesSupplement(pdf.fileName) ||
    (titled.length > 0 && titled.every(({ notice, candidate }) => notice && !candidate.notice));
  if (beside) {
    const about = distinctOnes([...agreeing, ...titled.map(({ candidate }) => candidate)]);
    return about.length === 0 ? null : ambiguous(about);
  }
  return (
    byBoth(agreeing, byDoi, named, titled) ??
    byTitle(titled, byDoi, named, bySure) ??
    unseen(text, byDoi, named) ??
    (bySure.length === 0 ? null : ambiguous(bySure))
  );
}

/** Of an article and the notice about it, which bear one title, the one that the page is. */
function ofItsKind(titled: readonly Found[]): readonly Found[] {
  const own = titled.filter(({ notice, candidate }) => notice === candidate.notice);
  return own.length > 0 ? own : titled;
}

/** Whether the page bears the report's title, if not letter by letter. */
function agrees(candidate: Prepared, text: PageText, titled: readonly Found[]): boolean {
  if (titled.length > 0) {
    if (titled.some((found) => found.candidate.id === candidate.id)) return true;
    // A short title is not looked for by itself; whatever else the page bears is another report's.
    return candidate.weak && titled.every(({ whole }) => !whole) && bears(candidate, text);
  }
  if (!text.readable && text.places.length === 1) return false;
  return candidate.weak ? bears(candidate, text) : shareOnPage(candidate, text) >= AGREES;
}

/** An identifier or a name, and the title agrees. */
function byBoth(
  agreeing: readonly Prepared[],
  byDoi: readonly Prepared[],
  named: Named | null,
  titled: readonly Found[],
): FullTextMatch | null {
  if (agreeing.length === 0) return null;
  // Two entries for one title, as a preprint and its paper: the identifier knows.
  const sure = agreeing.filter((each) => byDoi.includes(each));
  const [first, ...others] = sure.length > 0 ? sure : agreeing;
  if (others.length > 0) return ambiguous([first!, ...others]);
  const spoken = [byDoi.includes(first!), named?.candidates.includes(first!) ?? false];
  // A name that speaks for another report, against the DOI.
  if (!spoken[1] && named !== null && named.strength >= 0.9) return ambiguous([first!, ...named.candidates]);
  const seen = titled.some(({ candidate }) => candidate === first);
  if (spoken[0]) return { match: first!.id, by: "doi", confidence: seen ? 0.99 : 0.9 };
  if (named!.by === "part" && !seen) return ambiguous([first!]);
  if (named!.by === "doi") return { match: first!.id, by: "doi", confidence: seen ? 0.98 : 0.9 };
  return seen
    ? { match: first!.id, by: "title", confidence: 0.97 }
    : { match: first!.id, by: "file-name", confidence: 0.85 };
}

/** The title alone, with no identifier of the same report. */
function byTitle(
  titled: readonly Found[],
  byDoi: readonly Prepared[],
  named: Named | null,
  bySure: readonly Prepared[],
): FullTextMatch | null {
  if (titled.length === 0) return null;
  const candidates = titled.map(({ candidate }) => candidate);
  // A name was given by somebody; that it speaks for another report is his to resolve.
  if (named !== null && named.by !== "part") return ambiguous(distinctOnes([...candidates, ...bySure]));
  const whole = titled.filter((found) => found.whole);
  const [only, ...others] = whole.length > 0 ? whole : titled;
  if (others.length > 0) return ambiguous(candidates);
  // A title in the text below may be a cited one. A DOI of a report whose title is not there is a cited one's.
  if (!only!.whole && only!.at >= HEAD) return ambiguous(distinctOnes([only!.candidate, ...byDoi]));
  return { match: only!.candidate.id, by: "title", confidence: only!.whole ? 0.9 : 0.8 };
}

/** The page is a picture: an identifier or a name must do. */
function unseen(text: PageText, byDoi: readonly Prepared[], named: Named | null): FullTextMatch | null {
  if (text.readable) return null;
  const names = named?.candidates ?? [];
  const [only, ...others] = byDoi.length > 0 ? byDoi : names;
  if (only === undefined) return null;
  if (others.length > 0 || (byDoi.length > 0 && names.length > 0 && !names.includes(only)))
    return ambiguous(distinctOnes([...byDoi, ...names]));
  if (byDoi.length > 0) return { match: only.id, by: "doi", confidence: 0.9 };
  if (named!.strength < 0.7) return null;
  return { match: only.id, by: named!.by === "doi" ? "doi" : "file-name", confidence: named!.strength };
}

function ambiguous(candidates: readonly Prepared[]): FullTextMatch {
  return { ambiguous: distinctOnes(candidates).map(({ id }) => id) };
}

function distinctOnes(candidates: readonly Prepared[]): Prepared[] {
  return [...new Set(candidates)];
}
