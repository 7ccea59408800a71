export type { FigureOptions } from "./flow-diagram.ts";
export { describeFlow, flowDiagram } from "./flow-diagram.ts";
export type { FlowBox, FlowCount, FlowLine, FlowModel } from "./flow-model.ts";
export type { ForestModel, ForestPooled, ForestRow } from "./forest-model.ts";
export { describeForest, forestPlot } from "./forest-plot.ts";
export type { NumberFormat } from "./number.ts";
export { formatInterval, formatNumber, formatP, formatPercent } from "./number.ts";
export type { PaletteName } from "./palette.ts";
export type { RecallCurveModel, RecallMarker, RecallSeries } from "./recall-curve.ts";
export { describeRecall, recallCurve } from "./recall-curve.ts";
export { escapeXml, replaceForbidden } from "./svg.ts";
export type {
  Light,
  LightLevel,
  TrafficLightDomain,
  TrafficLightOptions,
  TrafficLightRow,
} from "./traffic-light.ts";
export { trafficLight } from "./traffic-light.ts";
