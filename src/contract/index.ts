export type * from "./analysis-material.ts";
export { analysisMaterialQuery, availabilityRequest } from "./analysis-material.ts";
export type * from "./analysis-network.ts";
export type * from "./full-text.ts";
export { attachQuery, fullTextsQuery, retrievalRequest } from "./full-text.ts";
export type * from "./participants.ts";
export {
  baselineRequest,
  dictionaryRequest,
  flowQuery,
  instrumentRequest,
  keepQuery,
  mappingRequest,
  modelRequest,
  outcomesRequest,
  trajectoriesRequest,
} from "./participants.ts";
export type * from "./record-responses.ts";
export type * from "./requests.ts";
export {
  adjudicationRequest,
  amendRequest,
  armsRequest,
  bulkJudgeRequest,
  duplicatesQuery,
  extractionRequest,
  figurePdfRequest,
  importQuery,
  judgeRequest,
  languageParam,
  logQuery,
  mergedQuery,
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
export type * from "./screening.ts";
export {
  agreementQuery,
  allocationRequest,
  auditRequest,
  commentRequest,
  highlightsRequest,
  labelRequest,
  nextQuery,
  orderRequest,
  sampleRequest,
  stopRequest,
} from "./screening.ts";
