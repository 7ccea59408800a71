import { isBlank } from "../lines.ts";
import type { LabelledField } from "./labelled-text.ts";

const LABEL = /^\s{0,3}([A-Z][A-Za-z0-9 /&()'.,-]{0,60}?)\s*:(?:\s+(\S.*)|\s*)$/;
/** Headings of structured abstracts are no fields. */
const HEADING =
  /^(?:background|context|purposes?|aims?|objectives?|introduction|methods?|materials? and methods|design|settings?|participants|patients|subjects|interventions?|measures|measurements|main outcome measures?|outcomes?|results|findings|discussion|conclusions?|significance|implications|limitations|importance|methodology|data sources|study selection|data extraction|data synthesis|trial registration|funding|hypothesis|rationale|summary)$/i;

/**
 * Fields of lines such as `Title: …`, or a label and its value on the lines below. A label that is not
 * known ends the field above only when it stands alone on its line; its own value gets the label "".
 *
 * @param labels known labels in lower case
 */
export function colonFields(lines: readonly string[], labels: ReadonlySet<string>): LabelledField[] {
  const fields: LabelledField[] = [];
  for (const line of lines) {
    if (isBlank(line)) continue;
    const [, name = "", value = ""] = LABEL.exec(line.slice(0, 100_000)) ?? [];
    const label = name.toLowerCase();
    const known = labels.has(label);
    if (known) fields.push({ label, lines: [value + line.slice(100_000)] });
    else if (name !== "" && value === "" && !HEADING.test(name) && name.split(" ").length < 6)
      fields.push({ label: "", lines: [] });
    else fields.at(-1)?.lines.push(line);
  }
  return fields;
}
