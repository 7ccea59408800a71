import { displayText } from "../../normalise/text.ts";
import type { RecordFact } from "../../record.ts";
import { abbreviates } from "../tagged/ris-container.ts";
import { type EndnoteFields, styledText } from "./endnote-xml-fields.ts";
import { childrenOf } from "./xml-tree.ts";

/** Types whose secondary title is the series they appeared in. */
const IN_SERIES =
  /^(?:book|edited book|electronic book|report|classical work|computer program|map|dictionary|encyclopedia)\b(?! section)/i;
/** Of a thesis the secondary title is the department. */
const THESIS = /^thesis\b/i;

/**
 * Where a record was published: journal, book or proceedings, with the abbreviation, and the conference
 * or series it has besides. Each name may stand in the titles, in `<periodical>` or in both.
 */
export function containerOf(
  fields: EndnoteFields,
  type: string,
): Pick<RecordFact, "journal"> & { journalAbbreviation: string; conference: string; series: string } {
  const periodical = (group: string, name: string): string =>
    fields
      .elements(group)
      .flatMap((element) => childrenOf(element, name))
      .map((element) => displayText(styledText(element)))[0] ?? "";
  const secondary = fields.text("secondary-title");
  const full = periodical("periodical", "full-title");
  const inSeries = (IN_SERIES.test(type) || THESIS.test(type)) && full === "";
  const conference =
    /conference/i.test(type) && full !== "" && secondary !== "" && !alike(full, secondary) ? secondary : "";
  const names = (inSeries ? [] : conference !== "" ? [full] : [secondary, full]).filter(
    (name) => name !== "",
  );
  const shorts = [
    ...["abbr-1", "abbr-2", "abbr-3"].map((name) => periodical("periodical", name)),
    fields.text("alt-title"),
    periodical("alt-periodical", "full-title"),
  ].filter((name) => name !== "");
  let journal = names[0] ?? "";
  for (const name of names) if (abbreviates(journal, name)) journal = name;
  journal ||= inSeries ? "" : (shorts[0] ?? "");
  const others = [...names, ...shorts].filter((name) => name !== journal);
  return {
    journal: journal || null,
    // Some programs have the full name where the abbreviation should be: both are kept.
    journalAbbreviation:
      others.find((name) => abbreviates(name, journal)) ?? others[0] ?? (shorts.length > 0 ? journal : ""),
    conference,
    series: fields.text("tertiary-title") || (inSeries && !THESIS.test(type) ? secondary : ""),
  };
}

function alike(a: string, b: string): boolean {
  return a === b || abbreviates(a, b) || abbreviates(b, a);
}
