export type { PAdjustment } from "./classic/adjust-p.ts";
export { adjustP } from "./classic/adjust-p.ts";
export type { Alternative, ClassicTest, IntervalTest, Values } from "./classic/classic.types.ts";
export type { ChiSquareTable } from "./classic/contingency.ts";
export { chiSquareTable, mcNemarTest } from "./classic/contingency.ts";
export type { PearsonTest, RankCorrelation } from "./classic/correlation-tests.ts";
export { kendallCorrelation, pearsonTest, spearmanTest } from "./classic/correlation-tests.ts";
export type { FisherOptions, FisherTest } from "./classic/fisher.ts";
export { fisherTest, freemanHaltonTest } from "./classic/fisher.ts";
export type { Interval, ProportionMethod, ProportionTest, Share } from "./classic/proportions.ts";
export { binomialTest, proportionInterval, proportionTest } from "./classic/proportions.ts";
export type { StandardisedFromRaw } from "./classic/standardised-from-raw.ts";
export { standardisedFromRaw } from "./classic/standardised-from-raw.ts";
export type { TTest, TTestOptions, TwoSampleTOptions } from "./classic/t-test.ts";
export { oneSampleT, pairedT, twoSampleT } from "./classic/t-test.ts";
export type { FTest, OneWay, VarianceRatio } from "./classic/variance-tests.ts";
export { oneWayAnova, varianceRatioTest } from "./classic/variance-tests.ts";
export type { RankTestSettings, WilcoxonTest } from "./classic/wilcoxon.ts";
export { rankSumTest, signedRankTest } from "./classic/wilcoxon.ts";
export {
  combineEventsArms,
  combineMeanArms,
  splitEventsControl,
  splitMeanControl,
} from "./conversions/arms.ts";
export type { Clusters } from "./conversions/clusters.ts";
export {
  clusterCorrectedSe,
  designEffect,
  effectiveEvents,
  effectiveSize,
} from "./conversions/clusters.ts";
export type * from "./conversions/conversion.types.ts";
export type { LatentTrait } from "./conversions/effect-scales.ts";
export {
  dFromCorrelation,
  dFromLogOddsRatio,
  dFromR,
  logOddsRatioFromD,
  rFromD,
} from "./conversions/effect-scales.ts";
export { expectedRange } from "./conversions/expected-range.ts";
export type {
  MeanMethod,
  QuantileOptions,
  SdMethod,
  SkewnessTest,
} from "./conversions/from-quantiles.ts";
export { fromQuantiles, skewnessTest } from "./conversions/from-quantiles.ts";
export type { Direction } from "./conversions/from-statistics.ts";
export {
  dFromPairedT,
  dFromT,
  dFromTAndDf,
  fFromEtaSquared,
  fisherZ,
  omegaSquared,
  partialEtaSquared,
  pFromF,
  pFromT,
  pFromZ,
  phiFromChiSquare,
  rFromT,
  tFromF,
  tFromP,
  tFromR,
  zFromChiSquare,
  zFromP,
} from "./conversions/from-statistics.ts";
export type { Crossover, StatedCorrelation } from "./conversions/paired-designs.ts";
export {
  correlationFromSds,
  crossoverDifference,
  crossoverStandardised,
  sdOfChange,
} from "./conversions/paired-designs.ts";
export type { QuantileSummary } from "./conversions/quantile-summary.ts";
export type { PrecisionScale, ReportedPrecision } from "./conversions/standard-errors.ts";
export {
  fromReportedPrecision,
  sdFromDifferenceSe,
  sdFromInterval,
  sdFromSe,
} from "./conversions/standard-errors.ts";
export { oddsRatioGlmm, rateRatioGlmm } from "./counts-models/glmm/glmm.ts";
export type * from "./counts-models/glmm/glmm.types.ts";
export { proportionGlmm, rateGlmm } from "./counts-models/glmm/one-group-glmm.ts";
export type { MantelHaenszelMeasure } from "./counts-models/mantel-haenszel.ts";
export { mantelHaenszel } from "./counts-models/mantel-haenszel.ts";
export type { MantelHaenszelRateMeasure } from "./counts-models/mantel-haenszel-rates.ts";
export { mantelHaenszelRates } from "./counts-models/mantel-haenszel-rates.ts";
export type { PetoOptions } from "./counts-models/peto.ts";
export { peto } from "./counts-models/peto.ts";
export type { PoolCountOptions } from "./counts-models/pool-count-tables.ts";
export { poolCountTables } from "./counts-models/pool-count-tables.ts";
export type { RevmanBetween, RevmanOptions, RevmanResult } from "./counts-models/revman.ts";
export { revmanPool, revmanSubgroupDifference } from "./counts-models/revman.ts";
export type * from "./counts-models/types.ts";
export type { BackTransformed, BackTransformOptions } from "./effects/back-transform.ts";
export { backTransform } from "./effects/back-transform.ts";
export { oddsRatio, riskRatio } from "./effects/counts.ts";
export { effectSize, effectSizeAcross, effectSizes } from "./effects/effect-size.ts";
export type * from "./effects/effect-size.types.ts";
export type { ComparisonStatistics, GroupStatistics } from "./effects/from-statistics.ts";
export { effectFromStatistics } from "./effects/from-statistics.ts";
export { genericEffect } from "./effects/generic.ts";
export { hedgesCorrection } from "./effects/hedges-correction.ts";
export type { InputField, InputKind, InputRow } from "./effects/input-kinds.ts";
export { inputKinds } from "./effects/input-kinds.ts";
export { meanDifference, standardisedMeanDifference } from "./effects/means.ts";
export { effectMeasures } from "./effects/registry.ts";
export type { ScaledEffect } from "./effects/same-scale.ts";
export { refuseMixedScales, turnEffect } from "./effects/same-scale.ts";
export { measures, toShown } from "./measures.ts";
export type { EggerOptions, EggerTest, SizePredictor } from "./missing-evidence/egger-test.ts";
export { eggerTest } from "./missing-evidence/egger-test.ts";
export type { ExcessOptions, ExcessSignificance } from "./missing-evidence/excess-significance.ts";
export { excessSignificance } from "./missing-evidence/excess-significance.ts";
export type { FailSafeKind, FailSafeNumber, FailSafeOptions } from "./missing-evidence/fail-safe.ts";
export { failSafeNumber } from "./missing-evidence/fail-safe.ts";
export type { Funnel, FunnelContour, FunnelOptions } from "./missing-evidence/funnel.ts";
export { funnel } from "./missing-evidence/funnel.ts";
export type {
  PetPeese,
  PetPeeseOptions,
  PrecisionFit,
  PrecisionOptions,
} from "./missing-evidence/pet-peese.ts";
export { peese, pet, petPeese } from "./missing-evidence/pet-peese.ts";
export type { RankTest, RankTestOptions } from "./missing-evidence/rank-test.ts";
export { rankTest } from "./missing-evidence/rank-test.ts";
export type { ResultKnowledge } from "./missing-evidence/result-judgement.ts";
export { resultJudgement } from "./missing-evidence/result-judgement.ts";
export type {
  EligibleStudy,
  OutcomeTotals,
  ResultCell,
  ResultJudgement,
  RobMeMatrix,
} from "./missing-evidence/rob-me.ts";
export { robMeMatrix } from "./missing-evidence/rob-me.ts";
export type { MissingReason, ResultStatus } from "./missing-evidence/rob-me-labels.ts";
export {
  missingReasonLabels,
  resultStatusLabels,
  resultStatusMeanings,
} from "./missing-evidence/rob-me-labels.ts";
export type { MissingEstimator, TrimAndFill, TrimOptions } from "./missing-evidence/trim-and-fill.ts";
export { trimAndFill } from "./missing-evidence/trim-and-fill.ts";
export type { LineCoefficient } from "./missing-evidence/weighted-line.ts";
export type { Contrast, ContrastOptions, ContrastTable, TermTest, WeightedCell } from "./mmrm/contrasts.ts";
export { contrasts, customContrast, termTests } from "./mmrm/contrasts.ts";
export type { ModelEffectSize, ModelEffectSizeOptions, Standardiser } from "./mmrm/effect-size.ts";
export { modelEffectSize } from "./mmrm/effect-size.ts";
export type { Formula } from "./mmrm/formula.ts";
export { parseFormula } from "./mmrm/formula.ts";
export type {
  DroppedColumn,
  DroppedLevel,
  DroppedRow,
  Frame,
  FrameColumn,
  FrameRoles,
  ModelFrame,
} from "./mmrm/frame.types.ts";
export { jointContrast, linearContrast } from "./mmrm/inference-of.ts";
export type { LsMean, LsMeansOptions } from "./mmrm/ls-means.ts";
export { lsMeans } from "./mmrm/ls-means.ts";
export { mmrm, structureFallback } from "./mmrm/mmrm.ts";
export type * from "./mmrm/mmrm.types.ts";
export type {
  JointTest,
  MmrmCoefficient,
  MmrmResult,
  MmrmSpecification,
  StructureTried,
  TestedEstimate,
} from "./mmrm/mmrm-result.types.ts";
export { modelFrame } from "./mmrm/model-frame.ts";
export { modelText } from "./mmrm/model-text.ts";
export type { GridOptions } from "./mmrm/reference-grid.ts";
export type { MmrmResiduals } from "./mmrm/residuals.ts";
export { mmrmResiduals } from "./mmrm/residuals.ts";
export { pool } from "./model/pool.ts";
export type { RobustType } from "./multilevel/cluster-adjustments.ts";
export type { ClusterRobustOptions, ClusterRobustResult } from "./multilevel/cluster-robust.ts";
export { clusterRobust } from "./multilevel/cluster-robust.ts";
export type { ComponentInterval, ComponentIntervalOptions } from "./multilevel/component-intervals.ts";
export { componentIntervals } from "./multilevel/component-intervals.ts";
export type { SamplingDesign } from "./multilevel/correlated-sampling.ts";
export { correlatedSampling } from "./multilevel/correlated-sampling.ts";
export { multilevel } from "./multilevel/multilevel.ts";
export type * from "./multilevel/multilevel.types.ts";
export type { MultilevelPrediction } from "./multilevel/predict-multilevel.ts";
export { predictMultilevel } from "./multilevel/predict-multilevel.ts";
export type { RandomEffect } from "./multilevel/random-effects.ts";
export { multilevelRandomEffects, multilevelWeights } from "./multilevel/random-effects.ts";
export type { NetworkComponent } from "./network/components.ts";
export { networkComponents } from "./network/components.ts";
export type {
  ArmContrasts,
  ArmMeans,
  CountArm,
  EstimateArm,
  NetworkArms,
} from "./network/contrasts-from-arms.ts";
export { contrastsFromArms } from "./network/contrasts-from-arms.ts";
export { type NetworkContribution, networkContributions } from "./network/contributions.ts";
export type { DesignDecomposition, QPart } from "./network/decompose-designs.ts";
export { decomposeDesigns } from "./network/decompose-designs.ts";
export type { LeagueCell, LeagueOptions, LeagueTable } from "./network/league-table.ts";
export { leagueTable } from "./network/league-table.ts";
export { networkMetaAnalysis } from "./network/network-meta-analysis.ts";
export type { RankedTreatment, RankOptions } from "./network/rank-treatments.ts";
export { rankTreatments } from "./network/rank-treatments.ts";
export type { SplitComparison, SplitEstimate, SplitOptions } from "./network/split-network.ts";
export { splitNetwork } from "./network/split-network.ts";
export type * from "./network/types.ts";
export type { AggregateTrial, CombinedTrials } from "./participant-pooling/combine-trials.ts";
export { combineTrials } from "./participant-pooling/combine-trials.ts";
export type { OneStage, OneStageOptions } from "./participant-pooling/one-stage.ts";
export { oneStage } from "./participant-pooling/one-stage.ts";
export type {
  InteractionWanted,
  ParticipantInteraction,
} from "./participant-pooling/participant-interaction.ts";
export { participantInteraction } from "./participant-pooling/participant-interaction.ts";
export type * from "./participant-pooling/pooling.types.ts";
export { oneStageText, twoStageText } from "./participant-pooling/pooling-text.ts";
export type { SplitCovariate } from "./participant-pooling/split-covariate.ts";
export { splitCovariate } from "./participant-pooling/split-covariate.ts";
export { twoStage } from "./participant-pooling/two-stage.ts";
export type { ModelComparison } from "./regression/compare-models.ts";
export { compareModels } from "./regression/compare-models.ts";
export type {
  CategoricalModerator,
  DesignOptions,
  DesignTerm,
  Moderators,
} from "./regression/design-matrix.ts";
export { designMatrix } from "./regression/design-matrix.ts";
export type {
  EstimateWithLimits,
  HeterogeneityInterval,
  HeterogeneityIntervalOptions,
  HeterogeneityIntervalType,
} from "./regression/heterogeneity-interval.ts";
export { heterogeneityInterval } from "./regression/heterogeneity-interval.ts";
export { locationScale } from "./regression/location-scale.ts";
export type {
  LocationScaleInput,
  LocationScaleOptions,
  LocationScaleResult,
} from "./regression/location-scale.types.ts";
export { metaRegression } from "./regression/meta-regression.ts";
export type { Prediction, PredictOptions } from "./regression/predict.ts";
export { predictRegression } from "./regression/predict.ts";
export type * from "./regression/regression.types.ts";
export type { ScaleLink } from "./regression/scale-likelihood.ts";
export type { Subgroup, SubgroupAnalysis, SubgroupOptions } from "./regression/subgroups.ts";
export { subgroupAnalysis } from "./regression/subgroups.ts";
export type { VarianceInflation } from "./regression/variance-inflation.ts";
export { generalisedVarianceInflation, varianceInflation } from "./regression/variance-inflation.ts";
export type { ContrastTests } from "./regression/wald-test.ts";
export { testCoefficients, testContrasts } from "./regression/wald-test.ts";
export type { SelectionOptions, SelectionResult, SelectionType } from "./selection/selection.types.ts";
export { selectionModel } from "./selection/selection-model.ts";
export { selectionWeights } from "./selection/selection-weights.ts";
export type { BaujatPoint } from "./sensitivity/baujat.ts";
export { baujat } from "./sensitivity/baujat.ts";
export type { Blup, Predicted } from "./sensitivity/blups.ts";
export { blups } from "./sensitivity/blups.ts";
export type { CaseDiagnostics } from "./sensitivity/case-diagnostics.ts";
export { caseDiagnostics } from "./sensitivity/case-diagnostics.ts";
export type { CumulativeOptions, CumulativeStep } from "./sensitivity/cumulative.ts";
export { cumulative } from "./sensitivity/cumulative.ts";
export type { Gosh, GoshOptions, GoshPlan } from "./sensitivity/gosh.ts";
export { gosh, goshPlan } from "./sensitivity/gosh.ts";
export type {
  Influence,
  InfluenceFlag,
  StudentisedResidual,
  StudyInfluence,
} from "./sensitivity/influence.ts";
export { influence } from "./sensitivity/influence.ts";
export { leaveOneOut } from "./sensitivity/leave-one-out.ts";
export type {
  PermutationInput,
  PermutationOptions,
  PermutationTest,
} from "./sensitivity/permutation-test.ts";
export { permutationTest } from "./sensitivity/permutation-test.ts";
export type { MethodKind } from "./sensitivity/small-numbers.ts";
export { smallNumberRemarks } from "./sensitivity/small-numbers.ts";
export type * from "./types.ts";
export { describePooled } from "./verbal/describe-pooled.ts";
