export type { FlowBox, FlowCount, FlowLine, FlowModel } from "./flow-model.ts";
export type { ForestModel, ForestPooled, ForestRow } from "./forest-model.ts";
