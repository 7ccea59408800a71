import type { ExplainResponse, ProgressResponse, RankingState } from "#contract";
import type { Stage } from "#ledger";

/** The order in which one person is to read a stage's reports, as far as it is known now. */
export interface RankedOrder {
  readonly state: RankingState;
  /** Positions of reports this person has not decided, likeliest relevant first; null: the order of import. */
  readonly positions: Uint32Array | null;
}

/**
 * What orders the queues and follows their progress. It learns, for each person, from that person's own
 * votes and from decisions that are open to all, so that nothing it gives depends on a sealed vote.
 */
export interface Ranking {
  /** The newest order there is; never waits for learning. */
  state(stage: Stage, person: string): Promise<RankedOrder>;
  /** Resolves when the order takes in everything that was decided before the call. */
  settled(stage: Stage, person: string): Promise<RankedOrder>;
  /** Curve, verdicts and claim; null until the records are read. */
  progress(stage: Stage, person: string): Promise<ProgressResponse["progress"]>;
  explain(stage: Stage, person: string, report: string): Promise<ExplainResponse["explanation"]>;
  /** Something came into the ledger; what it touches, the learner finds there. */
  changed(): void;
  close(): Promise<void>;
}

/** No learner: every queue in the order of import. */
export function noRanking(): Ranking {
  const order: RankedOrder = {
    state: { order: "import", state: "off", model: "none", trainedOn: 0, relevant: 0 },
    positions: null,
  };
  return {
    state: async () => order,
    settled: async () => order,
    progress: async () => null,
    explain: async () => null,
    changed: () => {},
    close: async () => {},
  };
}
