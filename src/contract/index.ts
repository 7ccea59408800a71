export type * from "./requests.ts";
export {
  adjudicationRequest,
  armsRequest,
  extractionRequest,
  importQuery,
  languageParam,
  logQuery,
  nextQuery,
  noFields,
  personRequest,
  recordsQuery,
  studyRequest,
  undoRequest,
  voteRequest,
} from "./requests.ts";
export type * from "./responses.ts";
