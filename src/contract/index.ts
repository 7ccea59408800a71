export type * from "./requests.ts";
export {
  adjudicationRequest,
  extractionRequest,
  importQuery,
  languageParam,
  logQuery,
  nextQuery,
  noFields,
  personRequest,
  recordsQuery,
  undoRequest,
  voteRequest,
} from "./requests.ts";
export type * from "./responses.ts";
