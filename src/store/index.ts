export type { NewReview } from "./open.ts";
export {
  createReviewFile,
  createServerReview,
  listServerReviews,
  openReviewFile,
  openServerReview,
} from "./open.ts";
export type {
  EventFilter,
  OpenOptions,
  RawFile,
  ReportFilter,
  ReviewReads,
  ReviewStore,
  ScreeningCounts,
} from "./store.ts";
