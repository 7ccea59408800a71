export type { CalibrationOptions, CalibrationResult, Disagreement } from "./agreement/calibration.ts";
export { calibration } from "./agreement/calibration.ts";
export type { Coefficient, CoefficientOptions } from "./agreement/coefficients.ts";
export { agreementCoefficient } from "./agreement/coefficients.ts";
export type { AgreementEstimate, AgreementGap } from "./agreement/estimate.ts";
export { wilsonShare } from "./agreement/estimate.ts";
export type { Icc, IccForm } from "./agreement/icc.ts";
export { intraclass } from "./agreement/icc.ts";
export type { Agreement } from "./agreement/pair.ts";
export { agreement } from "./agreement/pair.ts";
export { agreementOf, independentVotesOf } from "./agreement/stage.ts";
export type * from "./agreement/stage.types.ts";
export { agreementText, calibrationText } from "./agreement/text.ts";
export type { Kappa, TwoByTwo } from "./agreement/two-raters.ts";
export { cohenKappa, pabak, specificAgreement, twoByTwo } from "./agreement/two-raters.ts";
export type { CountTable, RatedUnit } from "./agreement/units.ts";
export { unitsOf, unitsOfTable } from "./agreement/units.ts";
export type { WeightMatrix, WeightScheme } from "./agreement/weights.ts";
export { ordinalMetric, weightsOf } from "./agreement/weights.ts";
export type { AgreementWord } from "./agreement/words.ts";
export { agreementWords } from "./agreement/words.ts";
export { assignedTo, isAssigned } from "./allocation.ts";
export type { AuditResult } from "./audit-text.ts";
export { auditText } from "./audit-text.ts";
export type { AdjudicationToCheck, VoteToCheck } from "./check-vote.ts";
export { checkAdjudication, checkVote } from "./check-vote.ts";
export { combineScreening } from "./combine.ts";
export type { DiscussionDoc, LabelsDoc } from "./discussion.ts";
export { labelsOn, visibleWords } from "./discussion.ts";
export { drawBySeed } from "./draw.ts";
export type { Settled } from "./independent.ts";
export { independentVotes, settledAt, settledOrder, votesUntil } from "./independent.ts";
export type {
  Balance,
  Classifier,
  ClassifierSpec,
  ClassWeights,
  ColdStart,
  FeatureExtraction,
  FeatureSpace,
  LearnerDocument,
  LearnerModel,
  Query,
  Ranker,
  RankerOptions,
} from "./learner/learner.types.ts";
export { learnerModels } from "./learner/models.ts";
export type { LearnerCorpus } from "./learner/ranker.ts";
export { createRanker, prepareLearner } from "./learner/ranker.ts";
export { screeningProjections } from "./projections.ts";
export type { StageVotes } from "./required-votes.ts";
export { requiredVotes, stageVotes, unitHash, votesNeeded } from "./required-votes.ts";
export type { OpenTest, SealedDoc, SealedEvent } from "./seal.ts";
export { isOpen, sealDoc, sealEvent, sealedPlace } from "./seal.ts";
export type { ScreeningMetrics } from "./simulation/metrics.ts";
export { screeningMetrics } from "./simulation/metrics.ts";
export type { SimulationOptions, SimulationRun } from "./simulation/simulate.ts";
export { simulate } from "./simulation/simulate.ts";
export type { Conflict } from "./status.ts";
export { conflictKind, conflictsOf, countedReason, reasonConflict, statusOf } from "./status.ts";
export type * from "./status.types.ts";
export type {
  AuditBound,
  AuditOptions,
  AuditSize,
  AuditSizeOptions,
  RecallAfterAudit,
} from "./stopping/audit-sample.ts";
export { auditBound, auditSampleSize, drawSample } from "./stopping/audit-sample.ts";
export type { CertificationOptions, ClosingSample } from "./stopping/certification.ts";
export { certification, closingSample } from "./stopping/certification.ts";
export type { Captures, ChaoEstimate, ChaoOptions } from "./stopping/chao.ts";
export { capturesOf, chao, chaoEstimate } from "./stopping/chao.ts";
export { STOPPING_UNSUPPORTED } from "./stopping/check-screened.ts";
export { claimText, claimWords } from "./stopping/claim-text.ts";
export { firstStop } from "./stopping/first-stop.ts";
export type { InARow } from "./stopping/heuristics.ts";
export { budget, consecutiveIrrelevant, knee, rule2399 } from "./stopping/heuristics.ts";
export type { QuantOptions } from "./stopping/quant.ts";
export { quant } from "./stopping/quant.ts";
export type { RecallClaim, RecallClaimOptions } from "./stopping/recall-claim.ts";
export { recallClaim } from "./stopping/recall-claim.ts";
export type { ClaimedRecall, FrontierPoint, RecallTestOptions } from "./stopping/recall-test.ts";
export { claimedRecall, earliestStop, recallFrontier, recallTest } from "./stopping/recall-test.ts";
export { stoppingRule, stoppingRuleIds } from "./stopping/rules.ts";
export type { SafeOptions } from "./stopping/safe.ts";
export { SAFE_PHASES, safe } from "./stopping/safe.ts";
export type * from "./stopping/stopping.types.ts";
