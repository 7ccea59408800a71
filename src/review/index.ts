export {
  analysisById,
  formById,
  hasRole,
  hasStage,
  outcomeById,
  personById,
  questionById,
  reasonsAt,
  requiredReviewers,
  secondReviewerShare,
  sourceById,
} from "./find.ts";
export { nearest } from "./nearest.ts";
export type { ParsedProtocol } from "./parse-protocol.ts";
export { parseProtocol, protocolPlaces } from "./parse-protocol.ts";
export type { FieldPath, Place } from "./places.ts";
export type { Pooling } from "./pooling.ts";
export { countModelOf, poolingOf } from "./pooling.ts";
export { reviewProjections } from "./projections.ts";
export type * from "./protocol.ts";
export { isCalendarDate } from "./schema-parts.ts";
export { starterProtocol } from "./starter.ts";
export type { StudyVariable } from "./variables.ts";
export { studyVariables } from "./variables.ts";
export type { YamlRead } from "./yaml-document.ts";
export { readYaml } from "./yaml-document.ts";
