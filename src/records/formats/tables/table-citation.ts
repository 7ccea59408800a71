/** What a printed citation tells about the place of a work. */
export interface Cited {
  readonly journal?: string;
  readonly year?: string;
  readonly volume?: string;
  readonly issue?: string;
  readonly pages?: string;
  readonly date?: string;
}

/** `Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004`, as Embase prints it. */
const EMBASE =
  /^(?<journal>.{2,300}?) \((?<year>(?:1[5-9]|20)\d\d)\)(?: (?<volume>[^\s:()]{1,30}(?: SUPPL[^\s:()]*(?: \d+)?)?)(?::(?<issue>[^()]{1,40}?))?)?(?: \((?<pages>[^()]{1,60})\))?(?: Article Number: (?<article>[\w.-]+?))?(?:\.(?:\s|$)|$)/i;
/** `Nature. 2021 Dec 21;1(2):10-11. doi: …`, as PubMed prints it. */
const PUBMED =
  /^(?<journal>[^.]{2,300}?(?:\. ?\([^)]*\))?)\. (?<date>(?<year>(?:1[5-9]|20)\d\d)[^;:.]{0,20})(?:;(?<volume>[^(:;]{1,30})?(?:\((?<issue>[^()]{1,40})\))?)?(?::(?<pages>[^.;]{1,60}))?\./;

/** Reads a citation; null when it is none of the known forms. */
export function readCitation(text: string): Cited | null {
  const short = text.slice(0, 1_000);
  const groups = (EMBASE.exec(short) ?? PUBMED.exec(short))?.groups;
  if (groups === undefined) return null;
  const date = /Date of Publication: ([^.]{4,40})/.exec(short)?.[1] ?? groups["date"];
  return {
    ...given("journal", groups["journal"]),
    ...given("year", groups["year"]),
    ...given("volume", groups["volume"]),
    ...given("issue", groups["issue"]),
    ...given("pages", groups["pages"] ?? groups["article"]),
    ...given("date", date),
  };
}

function given(name: keyof Cited, value: string | undefined): Cited {
  const text = value?.trim() ?? "";
  return text === "" ? {} : { [name]: text };
}
