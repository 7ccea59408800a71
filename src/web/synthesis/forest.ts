import type { ForestModel } from "#figures";
import { formatNumber, formatP, formatPercent } from "#figures";
import { measures } from "#synthesis";
import type { AnalysisRow, PlannedAnalysis, Protocol } from "../api/types.ts";
import type { Words } from "../app/text.ts";
import type { Computed, Specification } from "./compute.ts";

/** Names of the parts of an analysis in the reader's language. */
export interface Names {
  readonly experimental: string;
  readonly comparator: string;
  readonly outcome: string;
  readonly timepoint: string;
  readonly measure: string;
}

/** What the protocol calls the parts of an analysis. */
export function namesOf(
  protocol: Protocol,
  analysis: PlannedAnalysis,
  spec: Specification,
  words: Words,
): Names {
  const label = (
    list: readonly { id: string; label: { en: string; nb?: string | undefined } }[],
    id: string,
  ) => words.local(list.find((one) => one.id === id)?.label ?? { en: id });
  return {
    experimental: inSentence(label(protocol.armRoles, analysis.experimental)),
    comparator: inSentence(label(protocol.armRoles, analysis.comparator)),
    outcome: inSentence(label(protocol.outcomes, analysis.outcome)),
    timepoint: inSentence(label(protocol.timepoints, analysis.timepoint)),
    measure:
      spec.measure === "GEN" && analysis.scaleLabel !== undefined
        ? words.local(analysis.scaleLabel)
        : words.named("measure", spec.measure),
  };
}

/** A label inside a sentence: a plain first word begins small, an abbreviation or a name of two parts does not. */
function inSentence(label: string): string {
  const [first = ""] = label.split(/\s/);
  return /^\p{Lu}\p{Ll}+$/u.test(first.replace(/[,;.]$/, ""))
    ? first.charAt(0).toLowerCase() + label.slice(1)
    : label;
}

/** The forest plot of what was computed. */
export function forestOf(
  computed: Computed,
  spec: Specification,
  names: Names,
  lowIsBetter: boolean,
  words: Words,
): ForestModel {
  const { t, language } = words;
  const { pooled } = computed;
  const measure = measures[spec.measure];
  const favours = (group: string): string => t("forest.favours", { group });
  return {
    language,
    title: `${names.outcome}, ${names.timepoint}: ${names.measure}`,
    scale: measure.scale,
    nullValue: measure.scale === "log" ? 1 : 0,
    effectHeading: t("forest.effect", { measure: words.named("short", spec.measure) }),
    studyHeading: t("study"),
    groupHeading: `${names.experimental} / ${names.comparator}`,
    weightHeading: t("forest.weight"),
    rows: [
      ...computed.effects.map(({ row, effect }, at) => {
        const half = 1.959963984540054 * effect.se;
        return {
          id: row.studyId,
          label: row.label,
          groups: groupsOf(row, spec),
          estimate: effect.y,
          low: effect.y - half,
          high: effect.y + half,
          weight: pooled?.weights[at] ?? null,
        };
      }),
      ...computed.failed.map(({ row }) => ({
        id: row.studyId,
        label: row.label,
        groups: groupsOf(row, spec),
        estimate: null,
        low: null,
        high: null,
        weight: null,
      })),
    ],
    pooled:
      pooled === null
        ? null
        : {
            label: `${words.named("model", spec.model)}, ${words.named("test-short", pooled.test)}`,
            estimate: pooled.estimate,
            low: pooled.ciLow,
            high: pooled.ciHigh,
            predictionLow: pooled.predictionLow,
            predictionHigh: pooled.predictionHigh,
          },
    favoursLow: favours(lowIsBetter ? names.experimental : names.comparator),
    favoursHigh: favours(lowIsBetter ? names.comparator : names.experimental),
    footer:
      pooled === null || pooled.tau2 === null || pooled.i2 === null
        ? []
        : [
            t("forest.footer", {
              q: formatNumber(pooled.q, { digits: 2, language }),
              df: pooled.qDf,
              p: formatP(pooled.qP, language),
              tau2: formatNumber(pooled.tau2, { digits: 2, language }),
              i2: formatPercent(pooled.i2, { digits: 0, language }),
            }),
          ],
  };
}

function groupsOf(row: AnalysisRow, spec: Specification): string {
  const { experimentalValues: a, comparatorValues: b } = row;
  const shown = (value: { readonly number: number } | undefined): string =>
    value === undefined ? "–" : String(value.number);
  if (spec.measure === "RR" || spec.measure === "OR") {
    return `${shown(a.events)}/${shown(a.total ?? a.n)} · ${shown(b.events)}/${shown(b.total ?? b.n)}`;
  }
  return a.n === undefined && b.n === undefined ? "" : `${shown(a.n)} / ${shown(b.n)}`;
}
