import { EvidensError, type LocalText } from "#kernel";
import type { Appraised } from "#ledger";
import type { Instrument } from "./instrument.types.ts";
import { severityOf } from "./instruments.ts";

export interface ProposedOverall {
  readonly judgement: string;
  /** What a person has yet to weigh; null when the domains settle it. */
  readonly note: LocalText | null;
}

/**
 * The overall judgement that the domains lead to: the most severe of them. With some concerns in several
 * domains the proposal stays at some concerns, and the note says that a person may find it high.
 *
 * @param domains judgement per domain id, at least one, all known to the instrument
 * @throws {EvidensError} `appraisal/no-judgements` or `appraisal/unknown-judgement`
 * Source: doi:10.1136/bmj.l4898, overall judgement. Checked: tests/appraisal/propose-overall.test.ts.
 */
export function proposeOverall(instrument: Instrument, domains: Appraised["domains"]): ProposedOverall {
  const severities = Object.entries(domains).map(([domain, { judgement }]) => {
    const severity = severityOf(instrument, judgement);
    if (severity !== null) return severity;
    throw new EvidensError({
      code: "appraisal/unknown-judgement",
      kind: "invalid",
      message: `"${judgement}" (domain ${domain}) is not a judgement of ${instrument.label.en}.`,
      remedy: "Check the appraisal before asking for a proposal.",
    });
  });
  if (severities.length === 0) {
    throw new EvidensError({
      code: "appraisal/no-judgements",
      kind: "invalid",
      message: "No domain has been judged.",
      remedy: "Judge the domains first.",
    });
  }
  const worst = Math.max(...severities);
  const { id: judgement } = instrument.judgements.find((one) => one.severity === worst)!;
  const concerns = severities.filter((severity) => severity === 1).length;
  if (instrument.id !== "rob2" || worst !== 1 || concerns < 2) return { judgement, note: null };
  return {
    judgement,
    note: {
      en: `${concerns} domains raise some concerns. If together they lower confidence in the result substantially, judge it high and say why.`,
      nb: `${concerns} domener gir noe bekymring. Svekker de samlet tilliten til resultatet vesentlig, vurder det som høy og skriv hvorfor.`,
    },
  };
}
