import type { Problem } from "#kernel";
import type { Appraised, EvidenceLevelled } from "#ledger";
import { evidenceSchemeOf, evidenceSchemes } from "./evidence-schemes.ts";
import type { Instrument } from "./instrument.types.ts";
import { domainOf, instrumentOf, instruments, severityOf } from "./instruments.ts";

/**
 * All that speaks against an appraisal; empty when it may stand. An overall judgement that departs from the worst
 * domain, to either side, needs its support in words.
 *
 * Checked: tests/appraisal/check-appraisal.test.ts.
 */
export function checkAppraisal(body: Appraised): readonly Problem[] {
  const instrument = instrumentOf(body.tool, body.toolVersion);
  if (instrument === null) return [unknownTool(body)];
  const problems: Problem[] = [];
  for (const [id, { judgement }] of Object.entries(body.domains)) {
    if (domainOf(instrument, id) === null) {
      problems.push({
        code: "appraisal/unknown-domain",
        field: `domains.${id}`,
        message: `"${id}" is not a domain of ${instrument.label.en}.`,
        remedy: `Use one of: ${instrument.domains.map((one) => one.id).join(", ")}.`,
      });
    } else if (severityOf(instrument, judgement) === null) {
      problems.push(unknownJudgement(instrument, `domains.${id}.judgement`, judgement));
    }
  }
  for (const { id, label } of instrument.domains) {
    if (Object.hasOwn(body.domains, id)) continue;
    problems.push({
      code: "appraisal/missing-domain",
      field: `domains.${id}`,
      message: `The domain ${id} (${label.en}) has not been judged.`,
      remedy: `Judge ${id}: ${words(instrument)}.`,
    });
  }
  if (instrument.unit === "result" && body.outcome === undefined && body.timepoint !== undefined) {
    problems.push({
      code: "appraisal/timepoint-without-outcome",
      field: "outcome",
      message: `The timepoint "${body.timepoint}" is given without an outcome.`,
      remedy: "Name the outcome, or leave the timepoint out.",
    });
  }
  return [...problems, ...checkOverall(instrument, body)];
}

function checkOverall(instrument: Instrument, { domains, overall }: Appraised): readonly Problem[] {
  const severity = severityOf(instrument, overall.judgement);
  if (severity === null) return [unknownJudgement(instrument, "overall.judgement", overall.judgement)];
  const severities = Object.values(domains).map(({ judgement }) => severityOf(instrument, judgement) ?? 0);
  if (severities.length === 0 || (overall.support ?? "").trim() !== "") return [];
  const worst = Math.max(...severities);
  if (severity === worst) return [];
  const worstId = instrument.judgements.find((one) => one.severity === worst)?.id;
  return [
    {
      code: severity < worst ? "appraisal/overall-too-mild" : "appraisal/overall-too-severe",
      field: "overall.support",
      message: `The overall judgement "${overall.judgement}" is ${severity < worst ? "less" : "more"} severe than the worst domain ("${worstId}"), and no reason is given.`,
      remedy: `Write why in the support of the overall judgement, or judge it "${worstId}".`,
    },
  ];
}

/**
 * All that speaks against a level of evidence; empty when it may stand.
 *
 * Checked: tests/appraisal/check-appraisal.test.ts.
 */
export function checkEvidenceLevel(body: EvidenceLevelled): readonly Problem[] {
  const scheme = evidenceSchemeOf(body.scheme);
  if (scheme === null) {
    return [
      {
        code: "appraisal/unknown-scheme",
        field: "scheme",
        message: `"${body.scheme}" is not a scheme of evidence levels that Evidens knows.`,
        remedy: `Use one of: ${evidenceSchemes.map((one) => one.id).join(", ")}.`,
      },
    ];
  }
  const problems: Problem[] = [];
  if (!scheme.levels.some((level) => level.id === body.level)) {
    problems.push({
      code: "appraisal/unknown-level",
      field: "level",
      message: `"${body.level}" is not a level of ${scheme.label.en}.`,
      remedy: `Use one of: ${scheme.levels.map((level) => level.id).join(", ")}.`,
    });
  }
  if (body.why.trim() === "") {
    problems.push({
      code: "appraisal/level-without-why",
      field: "why",
      message: "The level is given without a reason.",
      remedy: "Say which design or finding gives the study this level.",
    });
  }
  return problems;
}

function unknownTool({ tool, toolVersion }: Appraised): Problem {
  const versions = instruments.filter((one) => one.id === tool).map((one) => one.version);
  if (versions.length > 0) {
    return {
      code: "appraisal/unknown-version",
      field: "toolVersion",
      message: `Evidens does not know version "${toolVersion}" of "${tool}".`,
      remedy: `Use one of: ${versions.join(", ")}.`,
    };
  }
  return {
    code: "appraisal/unknown-tool",
    field: "tool",
    message: `"${tool}" is not an instrument that Evidens knows.`,
    remedy: `Use one of: ${[...new Set(instruments.map((one) => one.id))].join(", ")}.`,
  };
}

function unknownJudgement(instrument: Instrument, field: string, judgement: string): Problem {
  return {
    code: "appraisal/unknown-judgement",
    field,
    message: `"${judgement}" is not a judgement of ${instrument.label.en}.`,
    remedy: `Use one of: ${words(instrument)}.`,
  };
}

function words(instrument: Instrument): string {
  return instrument.judgements.map((one) => one.id).join(", ");
}
