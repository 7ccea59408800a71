import { foldText } from "../normalise/fold.ts";
import { titleNotes } from "../normalise/title.ts";
import type { RecordFact, ReportRow } from "../record.ts";

/** What a record says of its own document, or of the one it is a notice about. */
export interface StatedStatus {
  /**
   * `retracted`, `corrected`, `concern`: was done to this document (a notice of concern counts as
   * `concern` too). `retraction-notice`, `correction`: this document does it to another one. Null:
   * nothing is said, which does not mean that there is nothing.
   */
  readonly status: "retracted" | "retraction-notice" | "corrected" | "correction" | "concern" | null;
  /** The words that say so, or null. */
  readonly because: string | null;
}

type Said = Pick<ReportRow, "title" | "type"> & Partial<Pick<RecordFact, "labels" | "notes" | "abstract">>;
type Rule = readonly [NonNullable<StatedStatus["status"]>, "type" | "label" | "note" | "abstract", RegExp];

/**
 * What types, labels and notes say, in the words of PubMed, PsycINFO, Europe PMC, Crossref and OpenAlex as
 * the readers keep them, folded. The first row that fits decides: what is worse for the reader's own numbers stands first.
 */
const RULES: readonly Rule[] = [
  ["retracted", "type", /^retracted (?:publication|article|paper)$/],
  ["retracted", "note", /^retract(?:ion|ed) in\b/],
  ["retracted", "abstract", /^correction notice: a retraction for this article\b/],
  ["retraction-notice", "type", /^(?:retraction of publication|retraction notice|retraction)$/],
  ["retraction-notice", "note", /^retraction of\b/],
  ["retracted", "label", /^retracted(?: publication| article)?$/],
  ["retraction-notice", "label", /^retraction$/],
  ["concern", "type", /^expression of concern$/],
  ["concern", "note", /^expression of concern (?:in|for)\b/],
  ["concern", "label", /^(?:has )?expression[ _]of[ _]concern$/],
  ["correction", "type", /^(?:published erratum|erratum|corrigendum|correction|correction, addition)$/],
  ["correction", "note", /^erratum for\b/],
  ["correction", "label", /^(?:erratum|corrigendum|correction)$/],
  ["corrected", "type", /^corrected and republished article$/],
  ["corrected", "note", /^(?:erratum in|corrected and republished in)\b/],
  ["corrected", "abstract", /^correction notice: an erratum for this article\b/],
  ["corrected", "label", /^has (?:erratum|corrigendum|correction)$/],
];

/** A title that begins so is a notice; `Correction of …` and `Correction in …` may be a study. */
const CORRECTION =
  /^\W?(?:erratum|errata|corrigend(?:um|a)|addendum|(?:author|publisher)(?:['’]?s)? correction|correction(?: notice)?(?: to)?\s?(?:[:.–—-]|$))/i;

/**
 * What a record states about retraction, correction or concern: in its type (PubMed's publication
 * types), its labels, notes (`Retraction In: …`) and abstract, and its title (`RETRACTED: …`, `Erratum to: …`).
 * It only repeats the record; whether there was a retraction since must be looked up.
 *
 * @param record a record or a report; a type may be a list parted by `; `
 * Source: NLM publication types and CommentsCorrections; Crossref `update-to` types.
 * Checked: tests/records/stated-status.test.ts.
 */
export function statedStatus(record: Said): StatedStatus {
  const said = {
    type: record.type.split(/[;|]/),
    label: record.labels ?? [],
    note: record.notes ?? [],
    abstract: correctionNotices(record.abstract ?? ""),
  };
  const byRule = RULES.map(([status, place, pattern]): StatedStatus | null => {
    const words = said[place].map((each) => each.trim()).find((each) => pattern.test(foldText(each)));
    return words === undefined ? null : { status, because: words };
  });
  const byTitle = titleStatus(record.title);
  const all = [byTitle, ...byRule].filter((each) => each !== null);
  // A retraction is not outdone by a word about a correction, wherever each of them stands.
  return (
    all.find(({ status }) => status === "retracted" || status === "retraction-notice") ??
    all[0] ?? { status: null, because: null }
  );
}

/** What PsycINFO puts into abstracts: `[Correction Notice: An Erratum for this article was reported in …`. */
function correctionNotices(abstract: string): string[] {
  return (
    abstract.match(/(?<=\[)Correction Notice: an? [a-z]+ for this article was reported\b[^\].]{0,200}/gi) ??
    []
  );
}

function titleStatus(title: string): StatedStatus | null {
  const { notes } = titleNotes(title);
  if (notes.length === 0 && !CORRECTION.test(title)) return null;
  const because = title.length > 120 ? `${title.slice(0, 119)}…` : title;
  if (notes.includes("retracted")) return { status: "retracted", because };
  if (notes.includes("retraction")) return { status: "retraction-notice", because };
  if (notes.includes("concern")) return { status: "concern", because };
  if (CORRECTION.test(title)) return { status: "correction", because };
  // `[Erratum appears in …]` stands behind the title of the article itself.
  if (
    notes.includes("erratum") &&
    /\[(?:published )?(?:erratum|corrigendum|correction|corrected)\b[^[\]]*\]\.?$/i.test(title)
  )
    return { status: "corrected", because };
  return null;
}
