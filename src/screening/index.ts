export type { Agreement, Kappa } from "./agreement.ts";
export { agreement, cohenKappa } from "./agreement.ts";
export { assignedTo, isAssigned } from "./allocation.ts";
export type { AdjudicationToCheck, VoteToCheck } from "./check-vote.ts";
export { checkAdjudication, checkVote } from "./check-vote.ts";
export { combineScreening } from "./combine.ts";
export type { DiscussionDoc, LabelsDoc } from "./discussion.ts";
export { labelsOn, visibleWords } from "./discussion.ts";
export { independentVotes } from "./independent.ts";
export { screeningProjections } from "./projections.ts";
export type { StageVotes } from "./required-votes.ts";
export { requiredVotes, stageVotes, unitHash, votesNeeded } from "./required-votes.ts";
export type { OpenTest, SealedDoc, SealedEvent } from "./seal.ts";
export { isOpen, sealDoc, sealEvent, sealedPlace } from "./seal.ts";
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
export type { SafeOptions } from "./stopping/safe.ts";
export { SAFE_PHASES, safe } from "./stopping/safe.ts";
export type * from "./stopping/stopping.types.ts";
