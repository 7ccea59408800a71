import type { Stage } from "#ledger";
import { type Protocol, requiredReviewers, secondReviewerShare } from "#review";

/** Votes the protocol asks at a stage: of every report, and of a fixed share of them one more. */
export interface StageVotes {
  readonly reviewers: number;
  /** Share of reports that need one vote more, from 0 to 1. */
  readonly secondShare: number;
}

/** What the protocol asks at a stage. @throws {EvidensError} `review/unknown-stage` */
export function stageVotes(protocol: Protocol, stage: Stage): StageVotes {
  return { reviewers: requiredReviewers(protocol, stage), secondShare: secondReviewerShare(protocol, stage) };
}

/**
 * Independent votes that one report needs. Which reports are in the share that needs one more is drawn
 * from the report's id, so that it is the same on every copy and no one can choose.
 *
 * @returns a whole number >= 1
 * Checked: tests/screening/required-votes.test.ts.
 */
export function requiredVotes({ reviewers, secondShare }: StageVotes, report: string): number {
  if (secondShare <= 0) return reviewers;
  return reviewers + (secondShare >= 1 || unitHash(report, 0) < secondShare ? 1 : 0);
}

/** Votes that one report needs at a stage of this protocol. @throws {EvidensError} `review/unknown-stage` */
export function votesNeeded(protocol: Protocol, stage: Stage, report: string): number {
  return requiredVotes(stageVotes(protocol, stage), report);
}

/**
 * A number from 0 up to 1 that a text and a seed always give, evenly spread: FNV-1a over UTF-16 units
 * with the finaliser of MurmurHash3, 32 bits.
 *
 * @param seed a whole number from 0 to 2^32 - 1
 */
export function unitHash(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 0x1_0000_0000;
}
