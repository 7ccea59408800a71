export {
  dataSet,
  describeData,
  forgetData,
  joinData,
  type KeepInput,
  keepData,
  participants,
} from "./data-sets.ts";
export { defineInstrument } from "./instruments.ts";
export { fitModel, modelFromYaml, poolModel, recordModel } from "./models.ts";
export {
  flowOfParticipants,
  participantBaseline,
  participantChecks,
  participantOutcomes,
  participantTrajectories,
} from "./tables.ts";
