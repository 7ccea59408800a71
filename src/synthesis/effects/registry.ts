import type { EffectMeasure, EffectMeasureId } from "./effect-size.types.ts";
import type { AnyMeasure } from "./measure-definition.ts";
import { associationMeasures } from "./measures/association.ts";
import { biserialMeasures } from "./measures/biserial.ts";
import { correlationMeasures } from "./measures/correlations.ts";
import { countsMeasures } from "./measures/counts.ts";
import { oneGroupMeasures } from "./measures/one-group.ts";
import { pairedCountsMeasures } from "./measures/paired-counts.ts";
import { prePostMeasures } from "./measures/pre-post.ts";
import { prePostRatios } from "./measures/pre-post-ratios.ts";
import { proportionMeasures } from "./measures/proportions.ts";
import { rateMeasures } from "./measures/rates.ts";
import { reliabilityMeasures } from "./measures/reliability.ts";
import { standardisedDifferences } from "./measures/standardised-differences.ts";
import { twoMeansMeasures } from "./measures/two-means.ts";

const ALL: readonly AnyMeasure[] = [
  ...twoMeansMeasures,
  ...standardisedDifferences,
  ...biserialMeasures,
  ...prePostMeasures,
  ...prePostRatios,
  ...countsMeasures,
  ...associationMeasures,
  ...pairedCountsMeasures,
  ...rateMeasures,
  ...proportionMeasures,
  ...correlationMeasures,
  ...reliabilityMeasures,
  ...oneGroupMeasures,
];

/** How each measure is computed. */
export const definitions: Readonly<Record<EffectMeasureId, AnyMeasure>> = Object.fromEntries(
  ALL.map((definition) => [definition.id, definition]),
) as Record<EffectMeasureId, AnyMeasure>;

const nullOf = ({ nullValue }: AnyMeasure): number | null => (nullValue === undefined ? 0 : nullValue);

function describe(definition: AnyMeasure): EffectMeasure {
  const { id, label, needs, scale, formula, source } = definition;
  const nullValue = nullOf(definition);
  return {
    id,
    label,
    needs,
    scale,
    nullValue,
    nullShown: nullValue === 0 && scale === "log" ? 1 : nullValue,
    formula,
    variances: definition.variances.map((rule) => ({ id: rule.id, formula: rule.formula })),
    hasBiasCorrection: definition.uncorrectedFormula !== undefined,
    defaultAdd: definition.defaultAdd ?? null,
    source,
  };
}

/** Every effect measure as data, by its id, in the order of a menu. */
export const effectMeasures: Readonly<Record<EffectMeasureId, EffectMeasure>> = Object.fromEntries(
  ALL.map((definition) => [definition.id, describe(definition)]),
) as Record<EffectMeasureId, EffectMeasure>;
