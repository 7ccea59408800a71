export type * from "./record-responses.ts";
export type * from "./requests.ts";
export {
  adjudicationRequest,
  amendRequest,
  armsRequest,
  bulkJudgeRequest,
  duplicatesQuery,
  extractionRequest,
  importQuery,
  judgeRequest,
  languageParam,
  logQuery,
  mergedQuery,
  nextQuery,
  noFields,
  personRequest,
  previewQuery,
  recordsQuery,
  separateRequest,
  studyRequest,
  undoRequest,
  voteRequest,
} from "./requests.ts";
export type * from "./responses.ts";
