export type * from "./analysis-set.types.ts";
