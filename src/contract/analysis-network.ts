import type { TracedValue } from "#extraction";
import type { LocalText, Problem } from "#kernel";
import type { AnalysisNeeds } from "./analysis-material.ts";

/** Numbers of an arm that a network is computed from. */
export type NetworkStatistic = "n" | "mean" | "sd" | "events" | "total";

/** One arm with the numbers of one outcome at one time. */
export interface NetworkArm {
  readonly studyId: string;
  /** Name of the study. */
  readonly study: string;
  readonly arm: string;
  readonly label: string;
  /** What it received: a role of the protocol. */
  readonly role: string;
  readonly numbers: Readonly<Partial<Record<NetworkStatistic, number>>>;
  /** The same numbers as they were extracted, with quote and place. */
  readonly values: Readonly<Partial<Record<NetworkStatistic, TracedValue>>>;
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
