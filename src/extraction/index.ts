export type * from "./analysis-set.types.ts";
export type * from "./documents.types.ts";
