import type { LocalText, Problem } from "#kernel";
import type { AnalysisNeeds } from "./analysis-material.ts";

/** One arm with the numbers of one outcome at one time. */
export interface NetworkArm {
  readonly studyId: string;
  /** Name of the study. */
  readonly study: string;
  readonly arm: string;
  readonly label: string;
  /** What it received: a role of the protocol. */
  readonly role: string;
  readonly numbers: Readonly<Partial<Record<"n" | "mean" | "sd" | "events" | "total", number>>>;
}

/**
 * GET /api/analyses/:id/network: the arms of all studies that answer the question of an analysis, whatever they
 * compare, by the same rules as the analysis itself: no pooled report, no retracted one, all numbers there.
 */
export interface AnalysisNetworkResponse {
  readonly needs: AnalysisNeeds;
  readonly roles: readonly { readonly id: string; readonly label: LocalText }[];
  /** In the order of the studies; none for estimates as coded, which no arm has by itself. */
  readonly arms: readonly NetworkArm[];
  readonly problems: readonly Problem[];
}
