export type {
  AnalysisEffect,
  AnalysisOutcome,
  FlowFacts,
  PooledNumbers,
  ReviewSnapshot,
} from "./snapshot.ts";
