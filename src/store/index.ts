export type {
  EventFilter,
  OpenOptions,
  ReportFilter,
  ReviewReads,
  ReviewStore,
  ScreeningCounts,
} from "./store.ts";
