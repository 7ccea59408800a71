/** Types as the formats name them, folded, by their CSL names; CSL names stand for themselves. */
const TYPES: ReadonlyMap<string, string> = new Map(
  (
    [
      [
        "article-journal",
        "jour journal-article journal_article article ejour jfull abst inpr mgzn-article editorial letter review",
      ],
      ["article", "preprint posted-content"],
      ["article-magazine", "mgzn"],
      ["article-newspaper", "news newspaper-article"],
      ["book", "book ebook edbook monograph edited-book reference-book serial"],
      ["chapter", "chap echap book-chapter book-section incollection inbook book-part"],
      ["paper-conference", "conf cpaper proceedings-article inproceedings conference"],
      ["thesis", "thes dissertation phdthesis mastersthesis"],
      ["report", "rprt techreport report-component"],
      ["dataset", "data database"],
      ["webpage", "elec web online"],
      ["manuscript", "unpb unpublished manscpt"],
      ["peer_review", "peer-review"],
      ["document", "gen trial-registration misc other paratext"],
    ] as const
  ).flatMap(([csl, names]) => names.split(" ").map((name) => [name, csl] as const)),
);

const CSL_TYPES = new Set(
  (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection " +
    "dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview " +
    "legal_case legislation manuscript map motion_picture musical_score pamphlet paper-conference patent " +
    "performance periodical personal_communication post post-weblog regulation report review review-book " +
    "software song speech standard thesis treaty webpage"
  ).split(" "),
);

/**
 * The CSL type for a type of any format; of several (`Journal Article; Review`) the first that is known.
 * `document` when none is.
 *
 * Source: Citation Style Language 1.0.2, list of types.
 */
export function cslType(type: string): string {
  for (const part of type.split(";")) {
    const name = part.trim().toLowerCase();
    if (CSL_TYPES.has(name) && name !== "article" && name !== "review") return name;
    const known = TYPES.get(name.replace(/ /g, "-"));
    if (known !== undefined) return known;
  }
  return CSL_TYPES.has(type) ? type : "document";
}
