export type { ErrorDetails, ErrorKind, MessageValues, Parsed, Problem } from "./errors.ts";
export { EvidensError, formatProblem } from "./errors.ts";
export type { PForm } from "./p-value.ts";
export { formatP, formatPAlone, formatPBound } from "./p-value.ts";
export type { Clock, Rasterise, Rng } from "./ports.ts";
export type { Table } from "./table.ts";
export type { Language, LocalText } from "./text.ts";
export { localText } from "./text.ts";
